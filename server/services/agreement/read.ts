/** How far two judging runs agree on a pool: every figure, from one snapshot of the database. */
import type pg from "pg";
import { z } from "zod";
import { estimate, estimateWeighted, type Figure } from "@/domain/agreement/bootstrap";
import { type Calibration, calibrate } from "@/domain/agreement/calibration";
import { addCount, type Clusters, clusterByQuestion, noCounts, totalCounts } from "@/domain/agreement/clusters";
import {
  ALPHA_COLUMNS,
  ALPHA_MEASURES,
  addAlpha,
  PAIR_MEASURES,
  type PairFigures,
  STEP_MEASURES,
} from "@/domain/agreement/measures";
import {
  addPairs,
  type FirstErrors,
  firstErrors,
  normalised,
  PAIR_COLUMNS,
  type Ruled,
  type StepCounts,
  type StepWeights,
  stepCounts,
  wordsOf,
} from "@/domain/agreement/pairs";
import { type Sampled, sampledWords } from "@/domain/agreement/sampled";
import { type Slice, sliceAgreement } from "@/domain/agreement/slices";
import { StudioError } from "@/domain/errors";
import { NO_SCORE, NO_VERDICT, type PoolTable } from "@/domain/filtering/pool-table";
import { Pool } from "@/domain/pool";
import { randomFor } from "@/domain/random";
import type { Db } from "@/server/db";
import { countJudged, type Judged, judgedByBoth } from "@/server/queries/agreement/judged";
import { readModels } from "@/server/queries/agreement/models";
import { readSampled, readWeights } from "@/server/queries/agreement/sampled";
import { readNames } from "@/server/queries/agreement/slice-names";
import { listTemplateVersions, type TemplateVersionRun } from "@/server/queries/agreement/template-versions";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { type NamedRun, namedRun } from "@/server/queries/compare/named-run";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { type ReadJudge, readJudgeColumn, readOutcomeColumn } from "@/server/queries/experiment/columns";
import { readPoolTable } from "@/server/queries/experiment/pool-table";

const Id = z.int32().positive();

export const AgreementRequest = z.object({
  pool: Pool,
  /** The reference */
  a: Id,
  b: Id,
  /** Further judging runs, for α among all of them */
  others: z.array(Id).max(8).default([]),
});
export type AgreementRequest = z.infer<typeof AgreementRequest>;

export type NamedSlice = Slice & { name: string };

export type Agreement = {
  a: NamedRun;
  b: NamedRun;
  /** Where A or B rules on a sample of a review that is not uniform, and what is to be said of it */
  sampled: (Sampled & { note: string })[];
  /** Trajectories of the pool */
  judged: Judged;
  /** Questions of the trajectories that both have judged */
  questions: number;
  steps: StepCounts;
  /** Steps by the word of A, then of B: unreasonable, neutral, reasonable, none */
  words: number[][];
  firstErrors: FirstErrors;
  figures: PairFigures;
  slices: NamedSlice[];
  /** By which outcomes are sliced; null where nothing is labelled */
  labellingRun: NamedRun | null;
  /** B's scores against A's verdicts; null where no step has both */
  calibration: Calibration | null;
  /** Among A, B and further judging runs, on the trajectories that A and B have judged; null without further ones */
  among: { judges: NamedRun[]; alpha: Figure; alphaOrdinal: Figure } | null;
  /** Against A: judging runs made with any version of B's judge template. Empty where there is but one */
  versions: { run: TemplateVersionRun; steps: StepCounts; figures: Record<keyof typeof STEP_MEASURES, Figure> }[];
};

/** Throws invalid for a run and itself, not-found for a run that is gone. */
export async function readAgreement(db: Db, { pool, a, b, others }: AgreementRequest): Promise<Agreement> {
  if (a === b) throw new StudioError("invalid", "A judging run agrees with itself: choose another one to compare.");
  return inSnapshot(db.pool, async (client) => {
    const [runA, runB] = [await namedRun(client, "judging run", a), await namedRun(client, "judging run", b)];
    const judged = await countJudged(client, pool, { a, b });
    const common = judgedByBoth(pool, { a, b });
    const table = await readPoolTable(client, common);
    const clusters = clusterByQuestion(table.question);
    const reference = await readJudgeColumn(client, table, a, { withScores: false });
    const judge = await readJudgeColumn(client, table, b, { withScores: true });
    const sampled = await readSampled(client, { a, b });
    const byDesign = sampled.find(({ isWeighted }) => isWeighted)?.review;
    const weights = byDesign ? normalised(await readWeights(client, table, byDesign.id), reference, judge) : null;
    const counts = countPairs(table, clusters, reference, judge, null);
    const weighted = weights && countPairs(table, clusters, reference, judge, weights);
    const sums = totalCounts(counts);
    const random = randomFor("agreement").next;
    return {
      a: runA,
      b: runB,
      sampled: sampled.map((one) => ({ ...one, note: sampledWords(one) })),
      judged,
      questions: countQuestions(table, reference, judge),
      steps: stepCounts(sums),
      words: wordsOf(sums),
      firstErrors: firstErrors(sums),
      figures: estimateWeighted(counts, weighted, PAIR_MEASURES, random),
      ...(await readSlices(client, common, table, clusters, reference, judge, weights)),
      calibration: calibrationOf(table, clusters, reference, judge),
      among: await readAlpha(client, table, clusters, bothJudged(reference, judge), [a, b, ...others]),
      versions: await readVersions(client, table, clusters, reference, { a, b }, weights),
    };
  });
}

function countPairs(table: PoolTable, clusters: Clusters, a: Ruled, b: Ruled, weights: StepWeights | null) {
  const counts = noCounts(clusters.size, PAIR_COLUMNS);
  addPairs(counts, clusters, table, a, b, weights);
  return counts;
}

/** Of each row of the table, which may hold more than what both have judged. */
const bothJudged = (a: Ruled, b: Ruled): Uint8Array => a.judged.map((judged, row) => judged & (b.judged[row] ?? 0));

function countQuestions(table: PoolTable, a: Ruled, b: Ruled): number {
  const both = bothJudged(a, b);
  return new Set(table.question.filter((_, row) => both[row] === 1)).size;
}

async function readSlices(
  client: pg.PoolClient,
  pool: Pool,
  table: PoolTable,
  clusters: Clusters,
  a: Ruled,
  b: Ruled,
  weights: StepWeights | null,
): Promise<Pick<Agreement, "slices" | "labellingRun">> {
  const labels = pool.labels ?? (await defaultLabellingRun(client, pool));
  const labellingRun = labels === null ? null : await namedRun(client, "labelling run", labels);
  const outcome = labels === null ? null : await readOutcomeColumn(client, table, labels);
  const model = await readModels(client, table);
  const slices = sliceAgreement(
    { table, model, outcome },
    clusters,
    a,
    b,
    randomFor("slices of agreement").next,
    weights,
  );
  const ids = (by: Slice["by"]) => slices.flatMap((slice) => (slice.by === by ? (slice.key ?? []) : []));
  const names = {
    set: await readNames(client, "question_set", ids("set")),
    model: await readNames(client, "model", ids("model")),
  };
  return { slices: slices.map((slice) => ({ ...slice, name: nameOf(slice, table, names) })), labellingRun };
}

type Names = Record<"set" | "model", ReadonlyMap<number, string>>;
const OUTCOMES: Readonly<Record<number, string>> = { 1: "correct", 0: "incorrect", [-1]: "unlabelled" };

function nameOf({ by, key }: Slice, table: PoolTable, names: Names): string {
  if (key === null) return by === "position" ? "later steps" : "all others";
  if (by === "position") return `step ${key + 1}`;
  if (by === "tool") return key < 0 ? "no tool call" : (table.toolNames[key] ?? "");
  if (by === "outcome") return OUTCOMES[key] ?? "";
  return names[by].get(key) ?? "not recorded";
}

function calibrationOf(table: PoolTable, clusters: Clusters, reference: Ruled, judge: ReadJudge) {
  if (!judge.score) return null;
  const score = Int16Array.from(judge.score);
  bothJudged(reference, judge).forEach((judged, row) => {
    if (judged === 0) score.fill(NO_SCORE, table.offset[row], table.offset[row + 1]);
  });
  if (!score.some((points) => points !== NO_SCORE)) return null;
  return calibrate(table, clusters, reference, score, randomFor("calibration").next);
}

async function readAlpha(
  client: pg.ClientBase,
  table: PoolTable,
  clusters: Clusters,
  both: Uint8Array,
  runs: readonly number[],
): Promise<Agreement["among"]> {
  const ids = [...new Set(runs)];
  if (ids.length < 3) return null;
  const judges: NamedRun[] = [];
  // Of each step: how many judges said unreasonable, neutral, reasonable.
  const said = new Uint8Array(3 * (table.offset[table.size] ?? 0));
  for (const id of ids) {
    judges.push(await namedRun(client, "judging run", id));
    const { rating } = await readJudgeColumn(client, table, id, { withScores: false });
    rating.forEach((word, at) => {
      if (word !== NO_VERDICT) said[3 * at + word + 1] = (said[3 * at + word + 1] ?? 0) + 1;
    });
  }
  const counts = noCounts(clusters.size, ALPHA_COLUMNS);
  for (let row = 0; row < table.size; row += 1)
    for (let at = table.offset[row] ?? 0; both[row] === 1 && at < (table.offset[row + 1] ?? 0); at += 1)
      addAlpha([...said.subarray(3 * at, 3 * at + 3)], (column, weight) =>
        addCount(counts, clusters.of[row] ?? 0, column, weight),
      );
  return { judges, ...estimate(counts, ALPHA_MEASURES, randomFor("alpha").next) };
}

async function readVersions(
  client: pg.ClientBase,
  table: PoolTable,
  clusters: Clusters,
  reference: Ruled,
  { a, b }: { a: number; b: number },
  weights: StepWeights | null,
): Promise<Agreement["versions"]> {
  const runs = (await listTemplateVersions(client, b)).filter(({ id }) => id !== a);
  if (runs.length < 2) return [];
  const versions: Agreement["versions"] = [];
  for (const run of runs) {
    const judge = await readJudgeColumn(client, table, run.id, NO_SCORES);
    const counts = countPairs(table, clusters, reference, judge, null);
    const weighted = weights && countPairs(table, clusters, reference, judge, weights);
    const figures = estimateWeighted(counts, weighted, STEP_MEASURES, randomFor("versions").next);
    versions.push({ run, steps: stepCounts(totalCounts(counts)), figures });
  }
  return versions;
}

const NO_SCORES = { withScores: false } as const;
