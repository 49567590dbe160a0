/** Two eval runs on the questions that both were asked. */
import type pg from "pg";
import { z } from "zod";
import { comparePaired, type PairedResult } from "@/domain/eval/paired";
import { Id } from "../library/row-types";
import { newestOutcome } from "../newest-labels";

const Pairs = z.array(z.object({ a: z.number(), b: z.number() }));

export type EvalPair = { a: number; b: number; set: number };

const perQuestion = (run: string) => `
  SELECT t.question_id AS id, min(t.id) AS trajectory, avg(o.correct::int)::float8 AS share
  FROM trajectory t LEFT JOIN LATERAL (${newestOutcome("t.id")}) o ON true
  WHERE t.rollout_run_id = ${run} AND t.question_set_id = $3 GROUP BY 1`;

export type EvalComparison = PairedResult & {
  /** Questions that only one of the two has an outcome on: they are in no figure */
  unpaired: number;
};

/** By question: mean share correct of each run's samples. */
export async function readEvalComparison(db: pg.Pool, { a, b, set }: EvalPair): Promise<EvalComparison> {
  const { rows } = await db.query(
    `SELECT a.share AS a, b.share AS b FROM (${perQuestion("$1")}) a FULL JOIN (${perQuestion("$2")}) b USING (id)
     ORDER BY id`,
    [a, b, set],
  );
  const paired = rows.filter((row) => row.a !== null && row.b !== null);
  return { ...comparePaired(Pairs.parse(paired)), unpaired: rows.length - paired.length };
}

const Row = z.object({
  question: Id,
  text: z.string(),
  a: z.number(),
  b: z.number(),
  /** A trajectory of each */
  trajectoryA: Id,
  trajectoryB: Id,
});
export type PairedQuestion = z.infer<typeof Row>;

export type PairedList = EvalPair & { kind: "wins" | "losses" | "ties"; cursor: number | null; limit: number };

const KINDS = { wins: "b.share > a.share", losses: "b.share < a.share", ties: "b.share = a.share" } as const;

/** Questions on which b wins, loses or ties, by ascending id. */
export async function readPairedQuestions(db: pg.Pool, asked: PairedList): Promise<PairedQuestion[]> {
  const { rows } = await db.query(
    `SELECT q.id AS question, left(q.text, 400) AS text, a.share AS a, b.share AS b, a.trajectory AS "trajectoryA",
       b.trajectory AS "trajectoryB"
     FROM (${perQuestion("$1")}) a JOIN (${perQuestion("$2")}) b USING (id) JOIN question q USING (id)
     WHERE ${KINDS[asked.kind]} AND q.id > $4 ORDER BY q.id LIMIT $5`,
    [asked.a, asked.b, asked.set, asked.cursor ?? 0, asked.limit],
  );
  return z.array(Row).parse(rows);
}
