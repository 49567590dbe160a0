/** Reads the steps of a review that people, or people and a judge, see differently, each with everyone's words. */
import type pg from "pg";
import { z } from "zod";
import { finalRunKey, IN_HINDSIGHT } from "@/domain/review/ruling";
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
  trajectory_id: z.int(),
  step: z.int(),
  run: z.int(),
  rating: Rating.nullable(),
  note: z.string().nullable(),
  raw: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

export const CasesRequest = z.object({
  review: z.int32().positive(),
  /** People who say something else than this judging run are listed, too; null: people among themselves */
  judge: z.int32().positive().nullable().default(null),
  /** How many of them were shown before */
  from: z.int32().nonnegative().default(0),
  onlyOpen: z.boolean().default(false),
});

// 9 is no rating: "unsure" differs from every other word. A judge that is the person's own run is no other.
const SEEN = `
  WITH ruled AS (
    SELECT i.idx, i.trajectory_id, v.idx::int AS step, v.rating, v.judging_run_id = ANY($2::int[]) AS is_person,
      v.judging_run_id = $3::int AS is_judge, v.judging_run_id = $4::int AS is_final
    FROM review_item i JOIN verdict v ON v.trajectory_id = i.trajectory_id AND (i.step IS NULL OR v.idx = i.step)
    WHERE i.review_id = $1 AND (v.judging_run_id = ANY($2::int[]) OR v.judging_run_id IN ($3::int, $4::int))
  ), step AS (
    SELECT idx, trajectory_id, step, count(*) FILTER (WHERE is_person) AS people,
      count(DISTINCT coalesce(rating, 9)) FILTER (WHERE is_person) AS words,
      min(rating) FILTER (WHERE is_person) AS lowest, max(rating) FILTER (WHERE is_person) AS highest,
      max(rating) FILTER (WHERE is_judge AND NOT is_person) AS judged, coalesce(bool_or(is_final), false) AS final
    FROM ruled GROUP BY idx, trajectory_id, step HAVING bool_or(is_person)
  ), seen AS (
    SELECT idx, trajectory_id, step, final,
      words > 1 OR ($5::bool AND coalesce(lowest <> judged OR highest <> judged, false)) AS differs,
      words = 1 AND people >= $6::int AND lowest IS NOT NULL AS agreed
    FROM step
  )`;

const Counts = z.tuple([z.object({ total: z.int(), decided: z.int(), agreed: z.int(), agreedAndFinal: z.int() })]);
const Place = z.object({ idx: z.int(), trajectory_id: z.int(), step: z.int() });
type Place = z.infer<typeof Place>;

export async function readCases(
  db: pg.Pool,
  review: Review,
  { judge, from, onlyOpen }: z.output<typeof CasesRequest>,
): Promise<ReviewCases> {
  const personOf = new Map(
    (await readPeople(db, review)).flatMap(({ person, runId }) => (runId === null ? [] : [[runId, person] as const])),
  );
  const runs = { judge: judge ?? review.plan.judges[0] ?? null, final: await findFinal(db, review) };
  const values = [review.id, [...personOf.keys()], runs.judge, runs.final, judge !== null, review.plan.overlap];
  const [counts, listed] = await Promise.all([
    db.query(
      `${SEEN} SELECT count(*) FILTER (WHERE differs) AS total, count(*) FILTER (WHERE differs AND final) AS decided,
         count(*) FILTER (WHERE agreed) AS agreed, count(*) FILTER (WHERE agreed AND final) AS "agreedAndFinal"
       FROM seen`,
      values,
    ),
    db.query(
      `${SEEN} SELECT idx, trajectory_id, step FROM seen WHERE differs AND NOT (final AND $7::bool)
       ORDER BY idx, step OFFSET $8 LIMIT $9`,
      [...values, onlyOpen, from, SHOWN],
    ),
  ]);
  const places = z.array(Place).parse(listed.rows);
  const rulings = await readRulings(db, places, [...personOf.keys(), ...[runs.judge, runs.final].filter(isRun)]);
  return {
    cases: await Promise.all(places.map((place) => caseOf(db, place, rulings, personOf, runs))),
    ...Counts.parse(counts.rows)[0],
  };
}

const isRun = (run: number | null): run is number => run !== null;

/** What the runs say on these steps, with their notes. */
async function readRulings(db: pg.Pool, places: readonly Place[], runs: readonly number[]): Promise<Row[]> {
  const { rows } = await db.query(
    `SELECT v.trajectory_id, v.idx::int AS step, v.judging_run_id AS run, v.rating, left(v.rationale, $4) AS note,
       left(v.raw, 200) AS raw
     FROM unnest($1::int[], $2::int[]) AS place (trajectory_id, step)
     JOIN verdict v ON v.trajectory_id = place.trajectory_id AND v.idx = place.step
     WHERE v.judging_run_id = ANY($3::int[])`,
    [places.map((place) => place.trajectory_id), places.map(({ step }) => step), runs, NOTE_HEAD + 1],
  );
  return z.array(Row).parse(rows);
}

const QuestionText = z.tuple([z.object({ text: z.string() })]);

async function caseOf(
  db: pg.Pool,
  { idx, trajectory_id: trajectoryId, step }: Place,
  rulings: readonly Row[],
  personOf: ReadonlyMap<number, string>,
  runs: { judge: number | null; final: number | null },
): Promise<ReviewCase> {
  const own = rulings.filter((row) => row.trajectory_id === trajectoryId && row.step === step);
  const judge = own.find(({ run }) => run === runs.judge && !personOf.has(run));
  const final = own.find(({ run }) => run === runs.final);
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
    people: [...personOf].flatMap(([run, person]) => {
      const row = own.find((one) => one.run === run);
      return row ? [{ person, ...rulingOf(row) }] : [];
    }),
    judge: judge ? rulingOf(judge) : null,
    final: final ? { ...rulingOf(final), by: final.raw } : null,
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
