/** Brings over what a run wrote into its events.jsonl when its job's output is no longer to be had. */
import fs from "node:fs";
import readline from "node:readline";
import type { TrainingEvent } from "@/domain/training/events";
import type { JobSpec, TrainingEngine } from "@/server/adapters/training/engine";
import { type Sink, takeOutput } from "./output";
import { readLine } from "./read-line";
import { folderOf, type WatchedRun } from "./watched-run";

/** A file's lines; none where there is no such file. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const handle = await fs.promises.open(path).catch(() => null);
  if (handle === null) return;
  try {
    yield* readline.createInterface({ input: handle.createReadStream({ encoding: "utf8", autoClose: false }) });
  } finally {
    await handle.close();
  }
}

/** Where this machine sees the run's events; null where the engine's storage is not shared with it. */
export const eventsFile = ({ engine, key }: WatchedRun): string | null =>
  engine.sharedFolder === null ? null : `${engine.sharedFolder}/runs/${key}/events.jsonl`;

/** The events of the file from this one on, in batches. */
export async function* eventsFrom(path: string, from: number): AsyncGenerator<TrainingEvent[]> {
  let batch: TrainingEvent[] = [];
  for await (const line of linesOf(path)) {
    const read = readLine(line);
    if (read.kind !== "event" || read.event.seq < from) continue;
    batch.push(read.event);
    if (batch.length < 200) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const LONGEST_MS = 120_000;
const LOOK_MS = 1_000;

/** A small job on the cluster that prints the events. Throws where that cannot be done; it is done with in two minutes. */
export async function takeFromJob(
  engine: TrainingEngine,
  run: WatchedRun,
  files: JobSpec["files"],
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  // Its name says where it begins: asked for again, the engine knows it.
  const id = `${run.jobId}-events-${run.nextSeq}`;
  const until = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]);
  await engine.submit({
    id,
    command: [
      run.engine.python,
      ...["-m", "swirl_trainer", "events", "--folder", folderOf(run), "--from", String(run.nextSeq)],
    ],
    files,
    resources: { cpus: 0.1, gpus: 0, memoryGib: null },
    metadata: { studio: "swirl-studio", reads: run.jobId },
  });
  while ((await engine.find(id))?.status === "pending" && !until.aborted)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  if (until.aborted) await engine.stop(id);
  await takeOutput(engine.follow(id, until), sink, until);
}
