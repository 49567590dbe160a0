/** Writes one export to a file by the response that the page downloads. Takes a task as JSON, prints what it took. */
import { open } from "node:fs/promises";
import { database } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { fileResponse } from "@/server/services/export/http-response";
import { prepareExport } from "@/server/services/export/prepare";
import type { ExportRequest } from "@/server/services/export/request";
import { type Exported, ExportTask } from "./export-words";

const { request, file } = ExportTask.parse(JSON.parse(process.argv[2] ?? ""));
const db = database();

async function exportTo(target: string, asked: ExportRequest): Promise<Pick<Exported, "ms" | "firstByteMs">> {
  const begun = performance.now();
  let firstByteMs = 0;
  const { body } = fileResponse(await openExport(db, await prepareExport(db, asked)), new AbortController().signal);
  if (!body) throw new Error("The export has no body.");
  const handle = await open(target, "w");
  for await (const piece of body) {
    firstByteMs ||= performance.now() - begun;
    await handle.write(piece);
  }
  await handle.sync();
  await handle.close();
  const ms = performance.now() - begun;
  return { ms, firstByteMs: firstByteMs || ms };
}

// A studio has long compiled what it runs: first an export of one question.
await exportTo(file, { ...request, mode: "none", pool: { ...request.pool, question: 1 } });
const baseMb = process.memoryUsage.rss() / 1e6;
const taken = await exportTo(file, request);
await db.close();
// In kilobytes
const peakMb = (process.resourceUsage().maxRSS * 1_024) / 1e6;
console.log(JSON.stringify({ ...taken, baseMb, peakMb } satisfies Exported));
