/** The trajectories of which one arm keeps something and another nothing. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { ExperimentPlan } from "@/domain/experiment";
import { onlyInFirst } from "@/domain/filtering/overlap";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { loadArms } from "./evaluate";

export const DifferenceRequest = ExperimentPlan.pick({ pool: true, arms: true, matching: true }).extend({
  /** Indexes of arms: kept by `first`, not by `second` */
  first: z.int().nonnegative(),
  second: z.int().nonnegative(),
  /** The last id of the page before */
  cursor: z.int32().positive().nullable().default(null),
  limit: z.int().min(1).max(200).default(50),
});

const Row = z.object({
  id: z.int(),
  question: z.string(),
  finalAnswer: z.string().nullable(),
  numSteps: z.int(),
  rolloutRun: z.string(),
});
export type DifferenceRow = z.infer<typeof Row>;

/** Throws invalid for an arm that the plan does not have. */
export function readDifference(
  db: Db,
  { pool, arms, matching, first, second, cursor, limit }: z.output<typeof DifferenceRequest>,
): Promise<{ total: number; rows: DifferenceRow[] }> {
  return inSnapshot(db.pool, async (client) => {
    const { table, selections } = await loadArms(client, { pool, arms, matching });
    const [a, b] = [selections[first], selections[second]];
    if (!a || !b) throw new StudioError("invalid", "The experiment has no such arm.");
    const ids = onlyInFirst(table, a, b);
    const page = ids.filter((id) => cursor === null || id > cursor).slice(0, limit);
    const { rows } = await client.query(
      `SELECT t.id, left(q.text, 400) AS question, left(t.final_answer, 200) AS "finalAnswer",
         t.num_steps AS "numSteps", r.name AS "rolloutRun"
       FROM trajectory t JOIN question q ON q.id = t.question_id JOIN rollout_run r ON r.id = t.rollout_run_id
       WHERE t.id = ANY($1::int[]) ORDER BY t.id`,
      [page],
    );
    return { total: ids.length, rows: z.array(Row).parse(rows) };
  });
}
