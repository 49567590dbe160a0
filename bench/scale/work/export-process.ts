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

/** Answers milliseconds. */
async function exportTo(target: string, asked: ExportRequest): Promise<number> {
  const begun = performance.now();
  const { body } = fileResponse(await openExport(db, await prepareExport(db, asked)), new AbortController().signal);
  if (!body) throw new Error("The export has no body.");
  const handle = await open(target, "w");
  for await (const piece of body) await handle.write(piece);
  await handle.sync();
  await handle.close();
  return performance.now() - begun;
}

// A studio has long compiled what it runs: first an export of one question.
await exportTo(file, { ...request, mode: "none", pool: { ...request.pool, question: 1 } });
const ms = await exportTo(file, request);
await db.close();
// In kilobytes
console.log(JSON.stringify({ ms, peakMb: (process.resourceUsage().maxRSS * 1_024) / 1e6 } satisfies Exported));
