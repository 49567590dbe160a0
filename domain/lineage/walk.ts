/** From one node to all that went into it and all that came of it, at most so many, nearest first. */
import { type LineageEdge, refOf } from "./node";

/** Which edges are wanted next: those that end (`up`) or begin (`down`) at one of the keys. */
export type Ask = { direction: "up" | "down"; keys: readonly string[] };

export type Walked = {
  /** Nearest first; the first is where the walk began */
  keys: string[];
  /** Between these keys, without a cycle */
  edges: LineageEdge[];
  /** Edges that would have closed a cycle: a person's judging run grows for as long as they rule */
  loops: LineageEdge[];
  /** Nodes that were found and left out; what lies behind them is not counted */
  more: number;
};

/** Asks for edges and is told them; what a database does not have (ids that are not known) is never asked for. */
export function* walkLineage(centre: string, limit: number): Generator<Ask, Walked, readonly LineageEdge[]> {
  const keys = new Set([centre]);
  const left = new Set<string>();
  // In a circle a node is met on both ways, and leads on along both.
  const met = { up: new Set([centre]), down: new Set([centre]) };
  const next: Record<Ask["direction"], string[]> = { up: [centre], down: [centre] };
  while (next.up.length > 0 || next.down.length > 0)
    for (const direction of ["up", "down"] as const) {
      const asked = next[direction].filter(isKnown);
      next[direction] = [];
      if (asked.length === 0) continue;
      for (const edge of yield { direction, keys: asked }) {
        const key = direction === "up" ? edge.from : edge.to;
        if (met[direction].has(key) || !leadsOn(edge, direction, centre)) continue;
        if (keys.size >= limit && !keys.has(key)) left.add(key);
        else {
          keys.add(key);
          met[direction].add(key);
          next[direction].push(key);
        }
      }
    }
  const between = yield { direction: "up", keys: [...keys].filter(isKnown) };
  return { keys: [...keys], ...withoutLoops([...keys], between), more: left.size };
}

const isKnown = (key: string) => refOf(key).id !== null;

const LABELS = new Set(["judging-run", "labelling-run", "review"]);
const FILTERS = new Set(["set-filter", "run-filter"]);

/**
 * A judging run may cover far more than the trajectories that the walk is about. What it was made on, and the filters that
 * follow it, are reached through the trajectories themselves; such an edge only joins what both its ends reached.
 */
function leadsOn({ from, to }: LineageEdge, direction: Ask["direction"], centre: string): boolean {
  const [before, after] = [refOf(from).kind, refOf(to).kind];
  if (direction === "up") return to === centre || !(before === "rollout-run" && LABELS.has(after));
  return from === centre || !(LABELS.has(before) && FILTERS.has(after));
}

/** Each edge once, both ends among the keys; where some make a circle, the farthest made-on edge of it is taken out. */
function withoutLoops(keys: readonly string[], given: readonly LineageEdge[]) {
  const children = new Map(keys.map((key) => [key, new Set<string>()]));
  const place = new Map(keys.map((key, index) => [key, index]));
  const edges = new Map<string, LineageEdge>();
  const loops = new Map<string, LineageEdge>();
  const rank = ({ from, to }: LineageEdge) =>
    (LABELS.has(refOf(to).kind) ? keys.length : 0) + Math.max(place.get(from) ?? 0, place.get(to) ?? 0);
  const inside = given.filter(({ from, to }) => place.has(from) && place.has(to));
  for (const edge of inside.toSorted((a, b) => rank(a) - rank(b))) {
    const name = `${edge.from} ${edge.to}`;
    if (edges.has(name) || loops.has(name)) continue;
    if (reaches(children, edge.to, edge.from)) loops.set(name, edge);
    else {
      edges.set(name, edge);
      children.get(edge.from)?.add(edge.to);
    }
  }
  return { edges: [...edges.values()], loops: [...loops.values()] };
}

function reaches(children: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (key === to) return true;
    for (const child of children.get(key) ?? [])
      if (!seen.has(child)) {
        seen.add(child);
        open.push(child);
      }
  }
  return false;
}

/** All that some of the nodes lie behind. */
export function cameOf(edges: readonly LineageEdge[], nodes: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  let open = new Set(nodes);
  while (open.size > 0) {
    const after = edges.filter(({ from, to }) => open.has(from) && !found.has(to)).map(({ to }) => to);
    open = new Set(after);
    for (const key of open) found.add(key);
  }
  return found;
}
