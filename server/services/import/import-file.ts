/** Imports one file: streams it through its format into the database, all of it or nothing. */
import { createHash } from "node:crypto";
import type pg from "pg";
import { StudioError } from "@/domain/errors";
import { ImportCounts, type ImportReport } from "@/domain/import";
import type { Db } from "@/server/db";
import { decompress } from "@/server/formats/decompress";
import type { Format, ReadItem } from "@/server/formats/format";
import { detectFormat, EXPECTED } from "@/server/formats/index";
import { indexPassages, indexSearch } from "@/server/jobs/definitions";
import { enqueue } from "@/server/jobs/enqueue";
import { inTransaction } from "@/server/transaction";
import { createReport, finishReport, type Progress, readReport, updateReport } from "./import-report";
import { STAGING_TABLES } from "./labels";
import { LATE_TABLE } from "./late";
import type { Load } from "./load";
import { Loader } from "./loader";
import { peek } from "./peek";
import { References } from "./references";
import { Rejects } from "./rejects";
import { SEEN_TABLE } from "./trajectories";
import { inTurn } from "./turns";

/** One import writes at a time: two could otherwise make the same rows. */
export const IMPORT_LOCK = 7_240_601;
const HEARTBEAT_MS = 1_000;
const NAMED_MISSING = 10;
/** A file of two-byte lines would otherwise fill the disk with reasons. */
const MOST_REJECTS = 1_000_000;

export type ImportInput = {
  fileName: string;
  body: AsyncIterable<Uint8Array>;
  totalBytes: number | null;
  /** Nothing is kept unless all of it can be: what would be put aside refuses the file */
  isAllOrNothing?: boolean;
  /** Called about once a second and at the end */
  onProgress?: (progress: Progress) => void;
};

/**
 * Reads `body` to its end and writes what is in it in one transaction. Malformed places are put aside and counted; a
 * file that cannot be used at all is refused and one whose import breaks has failed: then nothing of it is kept but
 * the report, which is returned in every case.
 */
export async function importFile(db: Db, input: ImportInput): Promise<ImportReport> {
  const fileName = input.fileName.replaceAll("\0", "").toWellFormed().slice(0, 500) || "unnamed";
  const id = await createReport(db.pool, fileName, input.totalBytes);
  const progress: Progress = { format: null, bytes: 0, counts: ImportCounts.parse({}), rejected: 0, message: null };
  const rejects = new Rejects(db.pool, id);
  const tell = () => {
    progress.rejected = rejects.count;
    input.onProgress?.(progress);
    updateReport(db.pool, id, progress).catch((error) => console.warn(`import ${id}: ${error.message}`));
  };
  const heartbeat = setInterval(tell, HEARTBEAT_MS);
  const digest = createHash("sha256");
  const source = decompress(counted(input.body, progress, digest));
  try {
    const { head, chunks } = await peek(fileName, source);
    const format = detectFormat(head);
    if (head.bytes.length === 0) throw new StudioError("invalid", "The file is empty.");
    if (!format) throw new StudioError("invalid", `This is not a file the studio knows. ${EXPECTED}`);
    progress.format = format.name;
    progress.message = "waiting for another import to end";
    await inTurn(db.pool, () =>
      inTransaction(db.pool, async (client) => {
        await client.query("SELECT pg_advisory_xact_lock($1)", [IMPORT_LOCK]);
        progress.message = null;
        await load(client, format, { fileName, chunks }, progress, rejects);
        await rejects.flush();
        progress.rejected = rejects.count;
        if (input.isAllOrNothing && rejects.count > 0)
          throw new StudioError("conflict", `Part of it cannot be used: ${rejects.first ?? "see its report"}`);
        clearInterval(heartbeat);
        await finishReport(client, id, { ...progress, status: "done", sha256: digest.digest("hex") });
      }),
    );
  } catch (error) {
    clearInterval(heartbeat);
    await rejects.flush();
    const refused = error instanceof StudioError;
    if (!refused) console.error(`Import of ${fileName} failed:`, error);
    const message = refused ? error.message : `The import broke off and nothing was kept: ${reasonOf(error)}`;
    const counts = ImportCounts.parse({});
    const ending = { ...progress, counts, rejected: rejects.count, message, sha256: null };
    await finishReport(db.pool, id, { ...ending, status: refused ? "refused" : "failed" });
  } finally {
    clearInterval(heartbeat);
    // What is refused is not read to its end: its file or connection is let go of.
    await source.return(undefined).catch(() => {});
  }
  const report = await readReport(db.pool, id);
  if (!report) throw new Error(`import ${id} has no report`);
  input.onProgress?.({ ...progress, ...report });
  return report;
}

async function* counted(body: AsyncIterable<Uint8Array>, progress: Progress, digest: ReturnType<typeof createHash>) {
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    progress.bytes += bytes.length;
    digest.update(bytes);
    yield bytes;
  }
}

async function load(
  client: pg.PoolClient,
  format: Format,
  source: { fileName: string; chunks: AsyncIterable<Buffer> },
  progress: Progress,
  rejects: Rejects,
): Promise<void> {
  await client.query(`${STAGING_TABLES} ${SEEN_TABLE}; ${LATE_TABLE};`);
  const putAside = new WeakSet<ReadItem>();
  const missing: string[] = [];
  let missingCount = 0;
  const state: Load = {
    client,
    counts: progress.counts,
    references: new References(client, progress.counts),
    note(sentence) {
      progress.message = [progress.message, sentence].filter(Boolean).join(" ");
    },
    isPutAside: (origin) => putAside.has(origin),
    reject(origin, reason) {
      if (putAside.has(origin)) return;
      putAside.add(origin);
      rejects.add(origin.line, reason, origin.raw(), "isCut" in origin && origin.isCut);
      if (rejects.count > MOST_REJECTS)
        throw new StudioError(
          "invalid",
          `More than ${MOST_REJECTS.toLocaleString("en")} of its records cannot be used; the rejects say why.`,
        );
    },
    missing(origin, trajectory) {
      // One place can hold verdicts and an outcome of the same trajectory.
      if (putAside.has(origin)) return;
      missingCount += 1;
      if (missing.length < NAMED_MISSING) missing.push(trajectory);
      this.reject(origin, `its trajectory is not in the studio: ${trajectory}`);
    },
  };
  const loader = new Loader(state);
  for await (const item of format.read(source)) {
    if ("reject" in item) state.reject(item, item.reject);
    else await loader.add(item);
    await rejects.flushIfLarge();
  }
  await loader.finish();

  const { trajectories, verdicts, outcomes } = progress.counts;
  if (missingCount > 0 && !isAny([trajectories, verdicts, outcomes]))
    throw new StudioError(
      "precondition",
      `The trajectories these labels are for are not in the studio: import them first, then this file again. Missing ${missingCount}: ${missing.join("; ")}${missingCount > missing.length ? "; …" : "."}`,
    );
  if (rejects.count > 0 && !isAny(Object.values(progress.counts)))
    throw new StudioError(
      "invalid",
      `None of this ${format.title} file's ${rejects.count} records could be used; the rejects say why.`,
    );
  if (!added(progress.counts)) return;
  await client.query("UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision'");
  await enqueue(client, indexSearch, {});
  if (progress.counts.passages.added > 0) await enqueue(client, indexPassages, {});
}

const isAny = (tallies: { added: number; present: number }[]) =>
  tallies.some((tally) => tally.added + tally.present > 0);
const added = (counts: ImportCounts) => Object.values(counts).some((tally) => tally.added > 0);

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
