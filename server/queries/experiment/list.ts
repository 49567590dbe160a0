/** Experiments, the latest changed first. */
import type pg from "pg";
import { z } from "zod";
import { Id, IsoTime } from "../library/row-types";

const Row = z.object({
  id: Id,
  name: z.string(),
  arms: z.array(z.string()),
  matching: z.boolean(),
  createdAt: IsoTime,
  changedAt: IsoTime,
});
export type ExperimentRow = z.infer<typeof Row>;

export async function listExperiments(db: pg.Pool): Promise<ExperimentRow[]> {
  const { rows } = await db.query(
    `SELECT e.id, e.name, e.matching, e.created_at AS "createdAt", e.changed_at AS "changedAt",
       ARRAY(SELECT arm ->> 'name' FROM json_array_elements(e.arms) WITH ORDINALITY AS a (arm, n) ORDER BY n) AS arms
     FROM experiment e ORDER BY e.changed_at DESC, e.id DESC LIMIT 500`,
  );
  return z.array(Row).parse(rows);
}
