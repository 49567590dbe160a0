/** Reads what judging runs and labelling runs say of a table's trajectories. */
import type pg from "pg";
import { z } from "zod";
import { partOfRows, partOfSteps } from "@/domain/filtering/part";
import {
  type JudgeColumn,
  NO_SCORE,
  NO_VERDICT,
  type OutcomeColumn,
  type PoolTable,
  stepsOf,
} from "@/domain/filtering/pool-table";
import { inTypedBatches } from "./batches";
import { keptColumns, type Source } from "./kept-columns";
import { originOf } from "./pool-table";

const Judgment = z.tuple([z.int(), z.string(), z.string(), z.string()]);
const Score = z.tuple([z.int(), z.int(), z.int()]);
const Outcome = z.tuple([z.int(), z.boolean(), z.number().nullable()]);

/** With the trajectories that the run has judged, if only with steps it has no verdict on. */
export type ReadJudge = JudgeColumn & { readonly judged: Uint8Array };

const RULINGS: Source[] = ["trajectory", "judgment"];
const SCORES: Source[] = ["trajectory", "verdict"];
const OUTCOMES: Source[] = ["trajectory", "outcome"];

/**
 * Rulings come from the compact rows; scores, which only some rules ask for, from the verdicts. Those of a table that is
 * part of a kept whole are kept, too.
 */
export async function readJudgeColumn(
  client: pg.ClientBase,
  table: PoolTable,
  judgingRun: number,
  { withScores }: { withScores: boolean },
): Promise<ReadJudge> {
  const origin = originOf(table);
  const of = origin?.whole ?? table;
  const keep = <T extends object>(what: string, sources: Source[], read: () => Promise<T>) =>
    origin === null ? read() : keptColumns.get(`${what} ${judgingRun}`, sources, origin.stamps, read);
  const { rating, judged } = await keep("rulings", RULINGS, () => readRulings(client, of, judgingRun));
  const score = withScores
    ? (await keep("scores", SCORES, async () => ({ score: await readScores(client, of, judgingRun) }))).score
    : null;
  const rows = origin?.rows ?? null;
  if (rows === null) return { rating, judged, score };
  return {
    rating: partOfSteps(rating, of, rows),
    judged: partOfRows(judged, rows),
    score: score && partOfSteps(score, of, rows),
  };
}

async function readRulings(
  client: pg.ClientBase,
  table: PoolTable,
  judgingRun: number,
): Promise<Pick<ReadJudge, "rating" | "judged">> {
  const judged = new Uint8Array(table.size);
  const rating = new Int8Array(stepsOf(table)).fill(NO_VERDICT);
  const rulings = `SELECT trajectory_id, reasonable::text, neutral::text, unreasonable::text FROM judgment
    WHERE judging_run_id = $1 ORDER BY trajectory_id`;
  await walk(client, table, rulings, judgingRun, Judgment, (row, [, reasonable, neutral, unreasonable]) => {
    const from = table.offset[row] ?? 0;
    judged[row] = 1;
    for (let idx = 0; idx < reasonable.length; idx += 1) {
      if (reasonable[idx] === "1") rating[from + idx] = 1;
      else if (neutral[idx] === "1") rating[from + idx] = 0;
      else if (unreasonable[idx] === "1") rating[from + idx] = -1;
    }
  });
  return { rating, judged };
}

async function readScores(client: pg.ClientBase, table: PoolTable, judgingRun: number): Promise<Int16Array> {
  const score = new Int16Array(stepsOf(table)).fill(NO_SCORE);
  const scores = `SELECT trajectory_id, idx::int, score::int FROM verdict
    WHERE judging_run_id = $1 AND score IS NOT NULL ORDER BY trajectory_id, idx`;
  await walk(client, table, scores, judgingRun, Score, (row, [, idx, points]) => {
    score[(table.offset[row] ?? 0) + idx] = points;
  });
  return score;
}

export async function readOutcomeColumn(
  client: pg.ClientBase,
  table: PoolTable,
  labellingRun: number,
): Promise<OutcomeColumn> {
  const origin = originOf(table);
  if (origin === null) return readOutcomes(client, table, labellingRun);
  const { whole, rows, stamps } = origin;
  const all = await keptColumns.get(`outcomes ${labellingRun}`, OUTCOMES, stamps, () =>
    readOutcomes(client, whole, labellingRun),
  );
  if (rows === null) return all;
  return { correct: partOfRows(all.correct, rows), value: partOfRows(all.value, rows) };
}

async function readOutcomes(client: pg.ClientBase, table: PoolTable, labellingRun: number): Promise<OutcomeColumn> {
  const correct = new Int8Array(table.size).fill(-1);
  const value = new Float64Array(table.size).fill(Number.NaN);
  const outcomes = `SELECT trajectory_id, correct, value FROM outcome WHERE labelling_run_id = $1 ORDER BY trajectory_id`;
  await walk(client, table, outcomes, labellingRun, Outcome, (row, [, isCorrect, figure]) => {
    correct[row] = isCorrect ? 1 : 0;
    value[row] = figure ?? Number.NaN;
  });
  return { correct, value };
}

/** Calls `take` for each row of a query, in order of trajectories, that belongs to the table. */
async function walk<T extends readonly [number, ...unknown[]]>(
  client: pg.ClientBase,
  table: PoolTable,
  text: string,
  run: number,
  shape: z.ZodType<T>,
  take: (row: number, given: T) => void,
): Promise<void> {
  let row = 0;
  for await (const batch of inTypedBatches(client, text, [run], shape))
    for (const given of batch) {
      while (row < table.size && (table.id[row] ?? 0) < given[0]) row += 1;
      if (row < table.size && table.id[row] === given[0]) take(row, given);
    }
}
