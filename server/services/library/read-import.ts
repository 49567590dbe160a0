import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { findImport, type ImportRow } from "@/server/queries/library/imports";

/** One import's report. Throws not-found. */
export async function readImport(db: Db, id: number): Promise<ImportRow> {
  const row = await findImport(db.pool, id);
  if (!row) throw new StudioError("not-found", `There is no import ${id}. The Import page lists those there are.`);
  return row;
}
