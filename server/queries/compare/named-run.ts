import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";

const Row = z.object({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  version: z.int(),
  isSample: z.boolean(),
});
/** A judging or labelling run as a comparison or an export names it. */
export type NamedRun = z.infer<typeof Row>;

const TABLES = { "judging run": "judging_run", "labelling run": "labelling_run" } as const;

/** Throws not-found where the id is of none, as after a removal. */
export async function namedRun(db: pg.Pool | pg.ClientBase, kind: keyof typeof TABLES, id: number): Promise<NamedRun> {
  const { rows } = await db.query(
    `SELECT id, key, name, version, is_sample AS "isSample" FROM ${TABLES[kind]} WHERE id = $1`,
    [id],
  );
  const row = Row.optional().parse(rows[0]);
  if (!row) throw new StudioError("not-found", `There is no ${kind} ${id} any more: choose another one.`);
  return row;
}
