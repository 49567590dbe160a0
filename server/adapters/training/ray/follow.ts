/**
 * A job's output, each line once and whole. Ray pushes what is new over a connection that begins with the first line each
 * time, and that breaks whenever something between breaks: what was had is counted in lines and left out.
 */
import { setTimeout as pause } from "node:timers/promises";
import { StudioError } from "@/domain/errors";
import type { JobState } from "../engine";
import type { RayClient } from "./client";
import { notRay } from "./failure";
import { LineSplitter } from "./line-splitter";
import { readLogsBody } from "./logs-body";
import { tailLines } from "./tail";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
/** Trouble without a break for longer than this is told */
const PATIENCE_MS = 300_000;
const LOGS_SILENCE_MS = 120_000;

const isOver = (state: JobState) => state.status !== "pending" && state.status !== "running";

/**
 * Throws `not-found` where Ray does not know the job or has forgotten it, `upstream` where it cannot be asked for
 * five minutes. Ends quietly where the signal says so.
 */
export async function* followJob(
  client: RayClient,
  jobId: string,
  find: () => Promise<JobState | null>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let had = 0;
  let troubleSince: number | null = null;
  let wait = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    try {
      const state = await find();
      if (state === null)
        throw new StudioError("not-found", `Ray at ${client.asked.address} knows no job ${jobId} (any more).`);
      if (state.status !== "pending")
        for await (const line of readLogs(client, jobId, { skip: had, isWhole: isOver(state), signal })) {
          had++;
          yield line;
        }
      if (isOver(state)) return;
      troubleSince = null;
      const begun = had;
      const isOpen = async () => isStillOpen(await find());
      for await (const line of tailLines(client, jobId, { skip: had, signal, isOpen })) {
        had++;
        yield line;
      }
      if (had > begun) wait = FIRST_PAUSE_MS;
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof StudioError) || error.code !== "upstream") throw error;
      troubleSince ??= performance.now();
      if (performance.now() - troubleSince > PATIENCE_MS) throw error;
    }
    await pause(wait, undefined, { signal }).catch(() => {});
    wait = Math.min(2 * wait, LONGEST_PAUSE_MS);
  }
}

const isStillOpen = (state: JobState | null) => state !== null && !isOver(state);

/** What has been written so far; a last line without an end only where nothing can be added to it. */
async function* readLogs(
  client: RayClient,
  jobId: string,
  { skip, isWhole, signal }: { skip: number; isWhole: boolean; signal: AbortSignal },
): AsyncGenerator<string> {
  const path = `/api/jobs/${encodeURIComponent(jobId)}/logs`;
  const body = await client.open({ path, timeoutMs: LOGS_SILENCE_MS, signal });
  const splitter = new LineSplitter(skip);
  const unlike = () => notRay(client.asked);
  try {
    for await (const text of readLogsBody(client.pieces(body), unlike)) yield* splitter.push(text);
  } finally {
    body.destroy();
  }
  const rest = isWhole ? splitter.rest() : null;
  if (rest !== null) yield rest;
}
