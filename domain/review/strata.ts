/** Which items a sampling draws from, and the stratum of each. */
import { type JudgeColumn, NO_SCORE, NO_VERDICT, type OutcomeColumn, type PoolTable } from "../filtering/pool-table";
import { type Mark, markOf, processLabel, Rating } from "../verdict";
import type { ReviewPlan, StratifyBy } from "./plan";

/** A pool as a review reads it. An item is a row of the table, or a step of it. */
export type ReviewColumns = {
  readonly table: PoolTable;
  /** In the order of the plan's judging runs */
  readonly judges: readonly JudgeColumn[];
  readonly judgeNames: readonly string[];
  readonly outcome: OutcomeColumn | null;
  /** Of each trajectory; 0 is "not recorded" */
  readonly model: Int32Array;
  readonly setNames: ReadonlyMap<number, string>;
  readonly modelNames: ReadonlyMap<number, string>;
};

/** Where an item stands: its row, and its step in the columns of steps (null: the whole trajectory). */
export type Place = { readonly row: number; readonly at: number | null };

/** The name of the stratum an item belongs to; null: it is not drawn from. Scores near a threshold have none. */
export function stratumOf(
  { sampling }: Pick<ReviewPlan, "sampling">,
  columns: ReviewColumns,
): (place: Place) => string | null {
  switch (sampling.kind) {
    case "uniform":
      return () => "all";
    case "stratified":
      return (place) => sampling.by.map((by) => valueIn(by, place, columns)).join(" · ");
    case "disagreement":
      return (place) => disagreementOf(place, columns);
    case "at-odds":
      return (place) => oddsOf(place, columns);
    case "threshold":
      return (place) => (scoreOf(place, columns) === null ? null : "scored");
  }
}

function valueIn(by: StratifyBy, place: Place, columns: ReviewColumns): string {
  const { table } = columns;
  switch (by) {
    case "verdict":
      return place.at === null
        ? processLabel(marksOfRow(place.row, columns.judges[0], table))
        : markWords(markAt(columns.judges[0], place.at));
    case "position":
      return positionOf(place, table);
    case "tool":
      return toolsOf(place, table);
    case "set":
      return columns.setNames.get(table.set[place.row] ?? 0) ?? `set ${table.set[place.row]}`;
    case "model": {
      const model = columns.model[place.row] ?? 0;
      return model === 0 ? "model not recorded" : (columns.modelNames.get(model) ?? `model ${model}`);
    }
    case "outcome": {
      const correct = columns.outcome?.correct[place.row] ?? -1;
      return correct === 1 ? "correct" : correct === 0 ? "incorrect" : "unlabelled";
    }
  }
}

const markWords = (mark: Mark) => (mark === "none" ? "no verdict" : mark);

function markAt(judge: JudgeColumn | undefined, at: number): Mark {
  const rating = judge?.rating[at] ?? NO_VERDICT;
  return rating === NO_VERDICT ? "none" : markOf(Rating.parse(rating));
}

function marksOfRow(row: number, judge: JudgeColumn | undefined, { offset }: PoolTable): Mark[] {
  const from = offset[row] ?? 0;
  return Array.from({ length: (offset[row + 1] ?? from) - from }, (_, step) => markAt(judge, from + step));
}

/** Few enough groups that each can have items; wide where steps are rare. */
const POSITIONS: readonly [first: number, last: number][] = [
  [1, 1],
  [2, 2],
  [3, 4],
  [5, 8],
  [9, 16],
];

/** A step's number in its trajectory, a trajectory's number of steps. */
function positionOf({ row, at }: Place, { offset }: PoolTable): string {
  const from = offset[row] ?? 0;
  const number = at === null ? (offset[row + 1] ?? from) - from : at - from + 1;
  const [first, last] = POSITIONS.find(([, end]) => number <= end) ?? [17, null];
  const range = last === null ? `${first} and more` : first === last ? String(first) : `${first}–${last}`;
  return at === null ? `steps: ${range}` : `step ${range}`;
}

function toolsOf({ row, at }: Place, table: PoolTable): string {
  const from = at ?? table.offset[row] ?? 0;
  const to = at === null ? (table.offset[row + 1] ?? from) : at + 1;
  const used = new Set(table.tool.subarray(table.toolOffset[from] ?? 0, table.toolOffset[to] ?? 0));
  const names = [...used].map((code) => table.toolNames[code] ?? "").sort();
  return names.length === 0 ? "no tool" : names.join(" + ");
}

function disagreementOf(place: Place, columns: ReviewColumns): string | null {
  const { offset } = columns.table;
  const from = place.at ?? offset[place.row] ?? 0;
  const to = place.at === null ? (offset[place.row + 1] ?? from) : place.at + 1;
  for (let at = from; at < to; at += 1) {
    const marks = [0, 1].map((judge) => markAt(columns.judges[judge], at));
    if (marks.includes("none") || (marks[0] === "unreasonable") === (marks[1] === "unreasonable")) continue;
    const against = marks.indexOf("unreasonable");
    return `unreasonable to ${columns.judgeNames[against] ?? "one"}, not to ${columns.judgeNames[1 - against] ?? "the other"}`;
  }
  return null;
}

/** Of an unsound process with a right answer, the steps that are called unreasonable. */
function oddsOf({ row, at }: Place, { table, judges, outcome }: ReviewColumns): string | null {
  const correct = outcome?.correct[row] ?? -1;
  if (correct < 0) return null;
  const label = processLabel(marksOfRow(row, judges[0], table));
  if (label === "reasonable" && correct === 0) return "sound process, wrong answer";
  if (label !== "unreasonable" || correct === 0) return null;
  return at === null || judges[0]?.rating[at] === -1 ? "unsound process, right answer" : null;
}

/** The score of a step, the lowest of a trajectory; null where there is none. */
export function scoreOf({ row, at }: Place, { table, judges }: ReviewColumns): number | null {
  const score = judges[0]?.score;
  const from = at ?? table.offset[row] ?? 0;
  const to = at === null ? (table.offset[row + 1] ?? from) : at + 1;
  let lowest: number | null = null;
  for (let step = from; step < to; step += 1) {
    const given = score?.[step] ?? NO_SCORE;
    if (given !== NO_SCORE && (lowest === null || given < lowest)) lowest = given;
  }
  return lowest;
}
