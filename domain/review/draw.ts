/** Draws a review's items: seeded, without replacement, each with its inclusion probability. */

import { stepsOf } from "../filtering/pool-table";
import { drawFor } from "../filtering/seeded-order";
import { formatNumber } from "../format";
import { allocate } from "./allocate";
import { isRepresentative, type ReviewPlan, type Stratum } from "./plan";
import { type Place, type ReviewColumns, scoreOf, stratumOf } from "./strata";

export type DrawnItem = {
  /** Of the table */
  row: number;
  /** Zero-based; null: the whole trajectory */
  step: number | null;
  probability: number;
  /** Index into the strata */
  stratum: number;
};

export type Draw = {
  /** In the order in which they are offered */
  items: DrawnItem[];
  strata: Stratum[];
  /** Items that could have been drawn, and all that are in the pool */
  population: number;
  inPool: number;
  isRepresentative: boolean;
  /** A stratified sample needs so many at least; null where it has them */
  tooSmallFor: number | null;
};

type Drawable = Pick<ReviewPlan, "unit" | "sampling" | "size" | "seed">;

export function drawReview(plan: Drawable, columns: ReviewColumns): Draw {
  const places = placesOf(plan, columns);
  const groups = plan.sampling.kind === "threshold" ? nearest(plan.sampling.at, plan, columns, places) : null;
  const { members, names, counts } = groups ?? stratified(plan, columns, places);
  const draws = drawsOf(plan.seed, places, columns);
  const items = members.flatMap((indexes, stratum) => {
    const count = counts?.[stratum] ?? 0;
    return lowest(indexes, count, draws).map((index) => ({ index, stratum, probability: count / indexes.length }));
  });
  const strata = members.map((indexes, stratum) => ({
    name: names[stratum] ?? "",
    population: indexes.length,
    sampled: counts?.[stratum] ?? 0,
  }));
  return {
    items: inBlocks(
      items.map((item) => itemAt(placeAt(places, item.index), item, columns)),
      plan.seed,
      columns,
    ),
    strata,
    population: strata.reduce((sum, { population }) => sum + population, 0),
    inPool: places.rows.length,
    isRepresentative: isRepresentative(plan.sampling),
    tooSmallFor: counts === null ? members.length : null,
  };
}

/** Every item there is: `ats` are steps in the columns of steps, -1 for whole trajectories. */
type Places = { rows: Int32Array; ats: Int32Array };

/** A trajectory without steps has nothing to rule on. */
function placesOf({ unit }: Drawable, { table }: ReviewColumns): Places {
  const total = unit === "step" ? stepsOf(table) : table.size;
  const rows = new Int32Array(total);
  const ats = new Int32Array(total).fill(-1);
  let count = 0;
  for (let row = 0; row < table.size; row += 1) {
    const [from, to] = [table.offset[row] ?? 0, table.offset[row + 1] ?? 0];
    for (let at = from; at < (unit === "step" ? to : Math.min(from + 1, to)); at += 1) {
      rows[count] = row;
      if (unit === "step") ats[count] = at;
      count += 1;
    }
  }
  return { rows: rows.subarray(0, count), ats: ats.subarray(0, count) };
}

function placeAt({ rows, ats }: Places, index: number): Place {
  const at = ats[index] ?? -1;
  return { row: rows[index] ?? 0, at: at < 0 ? null : at };
}

type Groups = { members: number[][]; names: string[]; counts: number[] | null };

function stratified(plan: Drawable, columns: ReviewColumns, places: Places): Groups {
  const nameOf = stratumOf(plan, columns);
  const byName = new Map<string, number[]>();
  for (let index = 0; index < places.rows.length; index += 1) {
    const name = nameOf(placeAt(places, index));
    if (name === null) continue;
    const members = byName.get(name);
    if (members) members.push(index);
    else byName.set(name, [index]);
  }
  const names = [...byName.keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const members = names.map((name) => byName.get(name) ?? []);
  return {
    members,
    names,
    counts: allocate(
      members.map(({ length }) => length),
      plan.size,
    ),
  };
}

/** All that are nearer than some distance are certain; of those at it, as many as are still wanted. */
function nearest(threshold: number, plan: Drawable, columns: ReviewColumns, places: Places): Groups {
  const byDistance = Array.from({ length: 101 }, (): number[] => []);
  for (let index = 0; index < places.rows.length; index += 1) {
    const score = scoreOf(placeAt(places, index), columns);
    if (score !== null) byDistance[Math.abs(score - threshold)]?.push(index);
  }
  const near: number[] = [];
  for (const [distance, edge] of byDistance.entries()) {
    if (edge.length === 0) continue;
    if (near.length + edge.length <= plan.size) {
      near.push(...edge);
      if (near.length < plan.size) continue;
      return named([[near, `up to ${points(distance)} from ${threshold}`, near.length]]);
    }
    return named([
      [near, `less than ${points(distance)} from ${threshold}`, near.length],
      [edge, `${points(distance)} from ${threshold}`, plan.size - near.length],
    ]);
  }
  return named([[near, "all that have a score", near.length]]);
}

const points = (distance: number) => `${formatNumber(distance)} ${distance === 1 ? "point" : "points"}`;

function named(groups: [members: number[], name: string, count: number][]): Groups {
  const kept = groups.filter(([members]) => members.length > 0);
  return {
    members: kept.map(([members]) => members),
    names: kept.map(([, name]) => name),
    counts: kept.map(([, , count]) => count),
  };
}

/**
 * A number in [0, 1) for each item, drawn by the seed for what is in it, so that ids do not matter. Trajectories of the
 * same content are told apart by their count, or they would all come together.
 */
function drawsOf(seed: number, { rows, ats }: Places, { table }: ReviewColumns): Float64Array {
  const seen = new Map<number, number>();
  const copyOf = new Int32Array(table.size);
  for (let row = 0; row < table.size; row += 1) {
    const content = (table.content[2 * row] ?? 0) * 2 ** 21 + ((table.content[2 * row + 1] ?? 0) >>> 11);
    const copy = seen.get(content) ?? 0;
    copyOf[row] = copy;
    seen.set(content, copy + 1);
  }
  return Float64Array.from(rows, (row, index) => {
    const at = ats[index] ?? -1;
    const step = at < 0 ? 0 : at - (table.offset[row] ?? 0) + 1;
    const own = seed ^ Math.imul(step, 0x9e3779b1) ^ Math.imul(copyOf[row] ?? 0, 0x7feb352d);
    return drawFor(own, table.content[2 * row] ?? 0, table.content[2 * row + 1] ?? 0);
  });
}

/** The `count` of `indexes` with the lowest draws; of equal draws the earlier ones. */
function lowest(indexes: readonly number[], count: number, draws: Float64Array): number[] {
  if (count >= indexes.length) return [...indexes];
  if (count === 0) return [];
  const sorted = Float64Array.from(indexes, (index) => draws[index] ?? 0).sort();
  const last = sorted[count - 1] ?? 0;
  const below = indexes.filter((index) => (draws[index] ?? 0) < last);
  const equal = indexes.filter((index) => draws[index] === last);
  return [...below, ...equal.slice(0, count - below.length)];
}

function itemAt(
  { row, at }: Place,
  { stratum, probability }: { stratum: number; probability: number },
  { table }: ReviewColumns,
): DrawnItem {
  return { row, step: at === null ? null : at - (table.offset[row] ?? 0), probability, stratum };
}

/**
 * Trajectories in an order of their own draw, each with all of its drawn steps in their order: a later step shows how an
 * earlier one went on, and whoever rules on that afterwards would know. What was ruled on so far, trajectory by
 * trajectory, is then a random part of the sample, whatever the number of their steps. Drawn anew, because the first
 * draws are lowest in large strata, which would come first.
 */
function inBlocks(items: readonly DrawnItem[], seed: number, columns: ReviewColumns): DrawnItem[] {
  const rows = Int32Array.from({ length: columns.table.size }, (_, row) => row);
  const order = drawsOf(seed ^ 0x5bd1e995, { rows, ats: new Int32Array(rows.length).fill(-1) }, columns);
  return [...items].sort(
    (a, b) => (order[a.row] ?? 0) - (order[b.row] ?? 0) || a.row - b.row || (a.step ?? 0) - (b.step ?? 0),
  );
}
