import type pg from "pg";
import { z } from "zod";

const Counted = z.tuple([z.object({ trajectories: z.int() })]);

const RULED = `FROM verdict v WHERE v.trajectory_id = k.id AND v.judging_run_id = k.judging_run_id
  AND v.rating IS NOT NULL`;

const KEPT = {
  "with-steps": "k.reach > 0",
  /** Their first step has a verdict */
  "judged-from-start": `k.reach > 0 AND (k.ratings[1] IS NOT NULL OR EXISTS (SELECT ${RULED} AND v.idx = 0))`,
  /** Any of their steps, up to the last that is kept, has a verdict */
  judged: `(EXISTS (SELECT FROM unnest(k.ratings[1:k.reach]) rating WHERE rating IS NOT NULL)
    OR EXISTS (SELECT ${RULED} AND v.idx < k.reach))`,
} as const;

/** The kept trajectories of a kind as a condition on `export_kept k`. */
export const keptCondition = (kind: keyof typeof KEPT): string => KEPT[kind];

export async function countKept(client: pg.ClientBase, kind: keyof typeof KEPT): Promise<number> {
  const { rows } = await client.query(`SELECT count(*) AS trajectories FROM export_kept k WHERE ${KEPT[kind]}`);
  return Counted.parse(rows)[0].trajectories;
}
