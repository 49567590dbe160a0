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
  /** Every step up to the first unreasonable one has a verdict, or every step where there is none */
  settled: `k.reach > 0 AND (
    SELECT coalesce(min(r.idx) FILTER (WHERE r.rating = -1) < min(r.idx) FILTER (WHERE r.rating IS NULL),
      bool_and(r.rating IS NOT NULL))
    FROM (SELECT i.idx, coalesce(k.ratings[i.idx + 1], v.rating) AS rating FROM generate_series(0, k.reach - 1) AS i (idx)
      LEFT JOIN verdict v ON v.trajectory_id = k.id AND v.judging_run_id = k.judging_run_id AND v.idx = i.idx) r)`,
} as const;

/** The kept trajectories of a kind as a condition on `export_kept k`. */
export const keptCondition = (kind: keyof typeof KEPT): string => KEPT[kind];

export async function countKept(client: pg.ClientBase, kind: keyof typeof KEPT): Promise<number> {
  const { rows } = await client.query(`SELECT count(*) AS trajectories FROM export_kept k WHERE ${KEPT[kind]}`);
  return Counted.parse(rows)[0].trajectories;
}
