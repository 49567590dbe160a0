/** Reads the steps of a review that people, or people and a judge, see differently, each with everyone's words. */
import type pg from "pg";
import { z } from "zod";
import { finalRunKey, IN_HINDSIGHT } from "@/domain/review/ruling";
import { isAgainst, standingOf } from "@/domain/review/standing";
import { type Excerpt, excerpt, type StepView } from "@/domain/trajectory-view";
import { Rating } from "@/domain/verdict";
import type { Review } from "@/server/services/review/find";
import { readSteps } from "../trajectory/steps";
import { readPeople } from "./progress";

/** Characters of a note that are read */
export const NOTE_HEAD = 4_000;
const SHOWN = 50;

export type CaseRuling = { rating: Rating | null; note: Excerpt | null; isInHindsight: boolean };
export type ReviewCase = {
  idx: number;
  trajectoryId: number;
  step: number;
  question: Excerpt;
  /** The step as it was, with its observation */
  view: StepView | null;
  people: (CaseRuling & { person: string })[];
  /** Of the judging run compared with */
  judge: CaseRuling | null;
  /** What stands; null while nothing does */
  final: (CaseRuling & { by: string | null }) | null;
};

export type ReviewCases = {
  cases: ReviewCase[];
  /** Of all that differ: how many there are, and how many are decided */
  total: number;
  decided: number;
  /** Steps on which all agree, and of them those that stand already */
  agreed: number;
  agreedAndFinal: number;
};

const Row = z.object({
  idx: z.int(),
  trajectory_id: z.int(),
  step: z.int(),
  run: z.int(),
  rating: Rating.nullable(),
  note: z.string().nullable(),
  raw: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

export type Gathered = {
  idx: number;
  trajectoryId: number;
  step: number;
  people: Map<string, Row>;
  judge: Row | null;
  final: Row | null;
};

/** Every step of the review that a person ruled on, in the order of its items. */
export async function gatherRulings(
  db: pg.Pool | pg.PoolClient,
  review: Review,
  people: readonly { person: string; runId: number | null }[],
  judge: number | null,
): Promise<Gathered[]> {
  const final = await findFinal(db, review);
  const personOf = new Map(people.flatMap(({ person, runId }) => (runId === null ? [] : [[runId, person] as const])));
  const { rows } = await db.query(
    `SELECT i.idx, i.trajectory_id, v.idx::int AS step, v.judging_run_id AS run, v.rating, left(v.rationale, $3) AS note,
       left(v.raw, 200) AS raw
     FROM review_item i JOIN verdict v ON v.trajectory_id = i.trajectory_id AND (i.step IS NULL OR v.idx = i.step)
     WHERE i.review_id = $1 AND v.judging_run_id = ANY($2::int[]) ORDER BY i.idx, v.idx`,
    [review.id, [...personOf.keys(), ...[judge, final].filter((id) => id !== null)], NOTE_HEAD + 1],
  );
  const found = new Map<string, Gathered>();
  for (const row of z.array(Row).parse(rows)) {
    const key = `${row.idx} ${row.step}`;
    const { idx, trajectory_id: trajectoryId, step } = row;
    const at = found.get(key) ?? { idx, trajectoryId, step, people: new Map(), judge: null, final: null };
    found.set(key, at);
    const person = personOf.get(row.run);
    if (person !== undefined) at.people.set(person, row);
    else if (row.run === final) at.final = row;
    // A judge that is the person's own run is no other.
    if (row.run === judge && person === undefined) at.judge = row;
  }
  return [...found.values()].filter((one) => one.people.size > 0);
}

export const CasesRequest = z.object({
  review: z.int32().positive(),
  /** People who say something else than this judging run are listed, too; null: people among themselves */
  judge: z.int32().positive().nullable().default(null),
  /** How many of them were shown before */
  from: z.int32().nonnegative().default(0),
  onlyOpen: z.boolean().default(false),
});

export async function readCases(
  db: pg.Pool,
  review: Review,
  { judge, from, onlyOpen }: z.output<typeof CasesRequest>,
): Promise<ReviewCases> {
  const people = await readPeople(db, review);
  const all = await gatherRulings(db, review, people, judge ?? review.plan.judges[0] ?? null);
  const given = ({ people: of }: Gathered) => [...of.values()].map(({ rating }) => rating);
  const standing = (one: Gathered) => standingOf(given(one), review.plan.overlap);
  const differing = all.filter(
    (one) => standing(one) === "split" || (judge !== null && isAgainst(given(one), one.judge?.rating)),
  );
  const agreed = all.filter((one) => standing(one) === "agreed" && given(one)[0] !== null);
  const listed = differing.filter((one) => !onlyOpen || one.final === null).slice(from, from + SHOWN);
  return {
    cases: await Promise.all(listed.map((one) => caseOf(db, one))),
    total: differing.length,
    decided: differing.filter(({ final }) => final !== null).length,
    agreed: agreed.length,
    agreedAndFinal: agreed.filter(({ final }) => final !== null).length,
  };
}

const QuestionText = z.tuple([z.object({ text: z.string() })]);

async function caseOf(db: pg.Pool, one: Gathered): Promise<ReviewCase> {
  const { idx, trajectoryId, step } = one;
  const [question, [view]] = await Promise.all([
    db.query(
      "SELECT left(q.text, 1001) AS text FROM trajectory t JOIN question q ON q.id = t.question_id WHERE t.id = $1",
      [trajectoryId],
    ),
    readSteps(db, trajectoryId, step, step + 1, []),
  ]);
  return {
    ...{ idx, trajectoryId, step },
    question: excerpt(QuestionText.parse(question.rows)[0].text, 1_000),
    view: view ?? null,
    people: [...one.people].map(([person, row]) => ({ person, ...rulingOf(row) })),
    judge: one.judge && rulingOf(one.judge),
    final: one.final && { ...rulingOf(one.final), by: one.final.raw },
  };
}

const rulingOf = ({ rating, note, raw }: Row): CaseRuling => ({
  rating,
  note: note === null ? null : excerpt(note, NOTE_HEAD),
  isInHindsight: raw === IN_HINDSIGHT,
});

const Final = z.array(z.object({ id: z.int() }));

async function findFinal(db: pg.Pool | pg.PoolClient, { key }: Review): Promise<number | null> {
  const { rows } = await db.query("SELECT id FROM judging_run WHERE key = $1 ORDER BY version DESC LIMIT 1", [
    finalRunKey(key),
  ]);
  return Final.parse(rows)[0]?.id ?? null;
}
