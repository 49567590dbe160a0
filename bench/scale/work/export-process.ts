/** Writes one export to a file by the response that the page downloads. Takes a task as JSON, prints what it took. */
import { open } from "node:fs/promises";
import { database } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { fileResponse } from "@/server/services/export/http-response";
import { prepareExport } from "@/server/services/export/prepare";
import { type Exported, ExportTask } from "./export-words";

const { request, file } = ExportTask.parse(JSON.parse(process.argv[2] ?? ""));
const db = database();
const begun = performance.now();
const { body } = fileResponse(await openExport(db, await prepareExport(db, request)), new AbortController().signal);
if (!body) throw new Error("The export has no body.");
const target = await open(file, "w");
for await (const piece of body) await target.write(piece);
await target.sync();
await target.close();
const ms = performance.now() - begun;
await db.close();
// In kilobytes
console.log(JSON.stringify({ ms, peakMb: (process.resourceUsage().maxRSS * 1_024) / 1e6 } satisfies Exported));
