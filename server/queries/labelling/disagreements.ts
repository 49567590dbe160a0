/** Where two labelling runs agree and where they do not, over every trajectory that either has labelled. */
import type pg from "pg";
import { z } from "zod";
import { Outcome } from "@/domain/filter";

const Row = z.object({ a: Outcome, b: Outcome, count: z.int() });

/** Counts by what run a says, then by what run b says; those that neither has labelled are not among them. */
export type OutcomeMatrix = Record<Outcome, Record<Outcome, number>>;

const word = (row: string) =>
  `CASE WHEN ${row}.correct THEN 'correct' WHEN NOT ${row}.correct THEN 'incorrect' ELSE 'unlabelled' END`;

export async function readDisagreements(db: pg.Pool, { a, b }: { a: number; b: number }): Promise<OutcomeMatrix> {
  const { rows } = await db.query(
    `SELECT ${word("a")} AS a, ${word("b")} AS b, count(*) AS count
     FROM (SELECT trajectory_id, correct FROM outcome WHERE labelling_run_id = $1) a
     FULL JOIN (SELECT trajectory_id, correct FROM outcome WHERE labelling_run_id = $2) b USING (trajectory_id)
     GROUP BY 1, 2`,
    [a, b],
  );
  const none = () => ({ correct: 0, incorrect: 0, unlabelled: 0 });
  const matrix: OutcomeMatrix = { correct: none(), incorrect: none(), unlabelled: none() };
  for (const row of z.array(Row).parse(rows)) matrix[row.a][row.b] = row.count;
  return matrix;
}
