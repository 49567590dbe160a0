import type pg from "pg";
import { z } from "zod";

const Counted = z.tuple([z.object({ trajectories: z.int() })]);

const RULED = `EXISTS (SELECT FROM verdict v WHERE v.trajectory_id = k.id AND v.judging_run_id = k.judging_run_id
  AND v.rating IS NOT NULL`;

const KEPT = {
  "with-steps": "k.num_steps > 0",
  /** Their first step has a verdict */
  "judged-from-start": `${RULED} AND v.idx = 0)`,
  /** Any of their steps has a verdict */
  judged: `${RULED})`,
} as const;

/** The kept trajectories of a kind as a condition on `export_kept k`. */
export const keptCondition = (kind: keyof typeof KEPT): string => KEPT[kind];

export async function countKept(client: pg.ClientBase, kind: keyof typeof KEPT): Promise<number> {
  const { rows } = await client.query(`SELECT count(*) AS trajectories FROM export_kept k WHERE ${KEPT[kind]}`);
  return Counted.parse(rows)[0].trajectories;
}
