/** Where the nodes of a lineage stand: in columns from left to right, each edge leading to a column further right. */
import type { LineageEdge } from "./node";

/** A place: the column, and the middle of it in rows from the top. */
export type Place = { column: number; row: number };
export type Route = { from: string; to: string; points: Place[] };
export type Layout = {
  columns: number;
  /** Rows that are taken up in all */
  rows: number;
  places: Map<string, Place>;
  /** From node to node, by way of the columns between */
  routes: Route[];
};

/** Part of a row that an edge takes up where it passes a column. */
const PASSING = 0.3;
const SWEEPS = 8;

type Item = { name: string; height: number; before: string[]; after: string[] };

/** The edges must be without cycles and between the keys. Order among equals is that of the keys. */
export function layoutLineage(keys: readonly string[], edges: readonly LineageEdge[]): Layout {
  const columnOf = columnsOf(keys, edges);
  const columns = 1 + Math.max(0, ...columnOf.values());
  const items = new Map<string, Item>();
  const lanes: string[][] = Array.from({ length: columns }, () => []);
  const add = (name: string, column: number, height: number) => {
    items.set(name, { name, height, before: [], after: [] });
    lanes[column]?.push(name);
  };
  const link = (from: string, to: string) => {
    items.get(from)?.after.push(to);
    items.get(to)?.before.push(from);
  };
  for (const key of keys) add(key, columnOf.get(key) ?? 0, 1);
  const ways = edges.map(({ from, to }) => {
    const [first, last] = [columnOf.get(from) ?? 0, columnOf.get(to) ?? 0];
    const passed = Array.from({ length: last - first - 1 }, (_, index) => first + 1 + index);
    const names = [from, ...passed.map((column) => `${from} ${to} ${column}`), to];
    for (const [index, column] of passed.entries()) add(names[index + 1] ?? "", column, PASSING);
    for (const [index, name] of names.slice(1).entries()) link(names[index] ?? "", name);
    return { from, to, names, columns: [first, ...passed, last] };
  });
  order(lanes, items);
  const rowOf = spread(lanes, items);
  const at = (name: string, column: number): Place => ({ column, row: rowOf.get(name) ?? 0 });
  return {
    columns,
    rows: Math.max(1, ...[...items.values()].map(({ name, height }) => (rowOf.get(name) ?? 0) + height / 2)),
    places: new Map(keys.map((key) => [key, at(key, columnOf.get(key) ?? 0)])),
    routes: ways.map(({ from, to, names, columns: through }) => ({
      ...{ from, to },
      points: names.map((name, index) => at(name, through[index] ?? 0)),
    })),
  };
}

/** As far left as what it comes from lets it; what comes from nothing, next to what first came of it. */
function columnsOf(keys: readonly string[], edges: readonly LineageEdge[]): Map<string, number> {
  const columns = new Map(keys.map((key) => [key, 0]));
  const column = (key: string) => columns.get(key) ?? 0;
  for (let moved = true; moved; ) {
    moved = false;
    for (const { from, to } of edges)
      if (column(to) <= column(from)) {
        columns.set(to, column(from) + 1);
        moved = true;
      }
  }
  const ends = new Set(edges.map(({ to }) => to));
  for (const key of keys) {
    const after = edges.filter(({ from }) => from === key).map(({ to }) => column(to));
    if (!ends.has(key) && after.length > 0) columns.set(key, Math.min(...after) - 1);
  }
  return columns;
}

/** Sorts each lane by the mean place of its neighbours, to and fro, so that few edges cross. */
function order(lanes: string[][], items: ReadonlyMap<string, Item>) {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 === 0 ? "before" : "after";
    const place = new Map(lanes.flatMap((lane) => lane.map((name, index): [string, number] => [name, index])));
    const indexes = side === "before" ? [...lanes.keys()] : [...lanes.keys()].reverse();
    for (const index of indexes) {
      const lane = lanes[index] ?? [];
      const wish = new Map(lane.map((name) => [name, mean(items.get(name)?.[side], place) ?? place.get(name) ?? 0]));
      lane.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      for (const [at, name] of lane.entries()) place.set(name, at);
    }
  }
}

/** Rows: each as near to its neighbours as the order of its lane lets it. */
function spread(lanes: readonly string[][], items: ReadonlyMap<string, Item>): Map<string, number> {
  const rows = new Map<string, number>();
  const height = (name: string) => items.get(name)?.height ?? 0;
  for (const lane of lanes) {
    let top = 0;
    for (const name of lane) {
      rows.set(name, top + height(name) / 2);
      top += height(name);
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const side = sweep % 2 === 0 ? "before" : "after";
    for (const lane of side === "before" ? lanes : lanes.toReversed()) {
      const wishes = lane.map((name) => mean(items.get(name)?.[side], rows) ?? rows.get(name) ?? 0);
      let end = Number.NEGATIVE_INFINITY;
      const placed = lane.map((name, index) => {
        const row = Math.max(wishes[index] ?? 0, end + height(name) / 2);
        end = row + height(name) / 2;
        return row;
      });
      // Pushing only down would make the lane drift: it moves back by as much as it was pushed in the mean.
      const drift = placed.reduce((sum, row, index) => sum + row - (wishes[index] ?? 0), 0) / Math.max(1, lane.length);
      for (const [index, name] of lane.entries()) rows.set(name, (placed[index] ?? 0) - drift);
    }
  }
  const top = Math.min(...[...rows].map(([name, row]) => row - height(name) / 2));
  return new Map([...rows].map(([name, row]) => [name, row - top]));
}

function mean(names: readonly string[] | undefined, values: ReadonlyMap<string, number>): number | null {
  if (names === undefined || names.length === 0) return null;
  return names.reduce((sum, name) => sum + (values.get(name) ?? 0), 0) / names.length;
}
