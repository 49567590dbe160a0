/** Two eval runs on the questions that both were asked. */
import type pg from "pg";
import { z } from "zod";
import { comparePaired, type PairedResult } from "@/domain/eval/paired";
import { Count, Id } from "../library/row-types";
import { evalOutcome } from "../newest-labels";

const Sums = z.object({ labelled: Count, correct: Count });
const Joined = z.array(z.object({ a: Sums.nullable(), b: Sums.nullable() }));

export type EvalPair = { a: number; b: number; set: number };

/** Outcomes are those of the results table. */
const perQuestion = (run: string) => `
  SELECT t.question_id AS id, min(t.id) AS trajectory, avg(o.correct::int)::float8 AS share,
    count(o.correct)::int AS labelled, (count(*) FILTER (WHERE o.correct))::int AS correct
  FROM trajectory t JOIN question_set qs ON qs.id = t.question_set_id
  LEFT JOIN LATERAL (${evalOutcome("t.id", "qs.metric")}) o ON true
  WHERE t.rollout_run_id = ${run} AND t.question_set_id = $3 GROUP BY 1`;

export type EvalComparison = PairedResult & {
  /** Questions that only one of the two has an outcome on: they are in no figure */
  unpaired: number;
  /** The most labelled samples that one of them has of a question; 0 without a question */
  samples: number;
};

/** By question: mean share correct of each run's samples. */
export async function readEvalComparison(db: pg.Pool, { a, b, set }: EvalPair): Promise<EvalComparison> {
  const { rows } = await db.query(
    `SELECT CASE WHEN a.labelled > 0 THEN jsonb_build_object('labelled', a.labelled, 'correct', a.correct) END AS a,
       CASE WHEN b.labelled > 0 THEN jsonb_build_object('labelled', b.labelled, 'correct', b.correct) END AS b
     FROM (${perQuestion("$1")}) a FULL JOIN (${perQuestion("$2")}) b USING (id) ORDER BY id`,
    [a, b, set],
  );
  const paired = Joined.parse(rows).flatMap((row) => (row.a && row.b ? [{ a: row.a, b: row.b }] : []));
  const share = ({ labelled, correct }: z.infer<typeof Sums>) => correct / labelled;
  return {
    ...comparePaired(paired.map((pair) => ({ a: share(pair.a), b: share(pair.b) }))),
    unpaired: rows.length - paired.length,
    samples: paired.reduce((most, pair) => Math.max(most, pair.a.labelled, pair.b.labelled), 0),
  };
}

const Answered = z.object({
  question: Id,
  key: z.string(),
  /** Samples of each, those with an outcome and those of them that are correct; all 0 where it was not asked */
  a: Sums.extend({ samples: Count }),
  b: Sums.extend({ samples: Count }),
});
export type PairedAnswers = z.infer<typeof Answered>;

/** Every question that one of the two was asked, by ascending id. */
export async function readPairedAnswers(
  db: pg.Pool,
  { a, b, set, cursor, limit }: EvalPair & { cursor: number | null; limit: number },
): Promise<PairedAnswers[]> {
  const { rows } = await db.query(
    `SELECT q.id AS question, q.key,
       jsonb_build_object('samples', sum(x.a), 'labelled', sum(x.a * x.labelled), 'correct', sum(x.a * x.correct)) AS a,
       jsonb_build_object('samples', sum(x.b), 'labelled', sum(x.b * x.labelled), 'correct', sum(x.b * x.correct)) AS b
     FROM (SELECT t.question_id, (t.rollout_run_id = $1)::int AS a, (t.rollout_run_id = $2)::int AS b,
             (o.correct IS NOT NULL)::int AS labelled, (o.correct IS TRUE)::int AS correct
           FROM trajectory t JOIN question_set qs ON qs.id = t.question_set_id
           LEFT JOIN LATERAL (${evalOutcome("t.id", "qs.metric")}) o ON true
           WHERE t.rollout_run_id IN ($1, $2) AND t.question_set_id = $3 AND t.question_id > $4) x
     JOIN question q ON q.id = x.question_id GROUP BY q.id ORDER BY q.id LIMIT $5`,
    [a, b, set, cursor ?? 0, limit],
  );
  return z.array(Answered).parse(rows);
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
