import fc from "fast-check";
import { expect, test } from "vitest";
import type { LineageEdge } from "./node";
import { cameOf, walkLineage } from "./walk";

/** Walks over edges that are at hand. */
function walk(centre: string, limit: number, edges: readonly LineageEdge[]) {
  const walking = walkLineage(centre, limit);
  for (let turn = walking.next(); ; ) {
    if (turn.done) return turn.value;
    const { direction, keys } = turn.value;
    turn = walking.next(edges.filter(({ from, to }) => keys.includes(direction === "up" ? to : from)));
  }
}
const edge = (text: string): LineageEdge => {
  const [from = "", to = ""] = text.split(" ");
  return { from, to };
};
const words = (edges: readonly LineageEdge[]) => edges.map(({ from, to }) => `${from} ${to}`).sort();

const CHAIN = [
  "question-set:1 rollout-run:1",
  "model:1 rollout-run:1",
  "rollout-run:1 judging-run:1",
  "rollout-run:1 run-filter:1",
  "judging-run:1 run-filter:1",
  "run-filter:1 training-run:1",
  "model:1 training-run:1",
  "training-run:1 model:2",
  "model:2 rollout-run:2",
  "question-set:2 rollout-run:2",
].map(edge);

test("all that went into a node and all that came of it, and no siblings", () => {
  const walked = walk("training-run:1", 200, [...CHAIN, edge("model:1 rollout-run:9"), edge("model:1 training-run:9")]);
  expect([...walked.keys].sort()).toEqual(
    [
      ...["training-run:1", "model:1", "model:2", "judging-run:1", "question-set:1", "rollout-run:1", "rollout-run:2"],
      "run-filter:1",
    ].sort(),
  );
  // The question set of the eval did not go into the training.
  expect(words(walked.edges)).toEqual(words(CHAIN.slice(0, 9)));
  expect(walked).toMatchObject({ loops: [], more: 0 });
});

test("a judging run brings in neither the other runs that it covers nor the other filters that follow it", () => {
  const rows = [...CHAIN, edge("rollout-run:7 judging-run:1"), edge("judging-run:1 set-filter:7")];
  expect(walk("training-run:1", 200, rows).keys).not.toContain("rollout-run:7");
  expect(walk("rollout-run:1", 200, rows).keys).not.toContain("set-filter:7");
  const own = walk("judging-run:1", 200, rows).keys;
  expect(own).toEqual(expect.arrayContaining(["rollout-run:7", "set-filter:7", "rollout-run:1", "model:2"]));
});

test("a person who goes on ruling closes a circle, and the later edge is told apart", () => {
  const rows = [...CHAIN, edge("rollout-run:2 judging-run:1")];
  const walked = walk("model:2", 200, rows);
  expect(words(walked.loops)).toEqual(["rollout-run:2 judging-run:1"]);
  expect(words(walked.edges)).toEqual(words(CHAIN.slice(0, 9)));
});

test("of a hub the nearest are taken, and what was left out is counted", () => {
  const rows = [...CHAIN, ...Array.from({ length: 50 }, (_, n) => edge(`model:2 rollout-run:${100 + n}`))];
  const walked = walk("model:2", 12, rows);
  expect(walked.keys).toHaveLength(12);
  expect(walked.more).toBeGreaterThan(40);
  expect(walk("model:2", 200, rows).more).toBe(0);
});

test("what is gone is told of everything after it", () => {
  expect([...cameOf(CHAIN, new Set(["judging-run:1"]))].sort()).toEqual(
    ["run-filter:1", "training-run:1", "model:2", "rollout-run:2"].sort(),
  );
  expect(cameOf(CHAIN, new Set())).toEqual(new Set());
});

const KEYS = ["model", "training-run", "rollout-run", "judging-run", "run-filter"].flatMap((kind) =>
  [1, 2, 3, 4].map((id) => `${kind}:${id}`),
);
const Rows = fc.array(fc.record({ from: fc.constantFrom(...KEYS), to: fc.constantFrom(...KEYS) }), { maxLength: 60 });

test("whatever the rows: no cycle, no loose end, no edge twice, never more than the limit", () => {
  fc.assert(
    fc.property(Rows, fc.constantFrom(...KEYS), fc.integer({ min: 1, max: 20 }), (rows, centre, limit) => {
      const { keys, edges, loops, more } = walk(centre, limit, rows);
      expect(keys[0]).toBe(centre);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeLessThanOrEqual(limit);
      if (keys.length < limit) expect(more).toBe(0);
      for (const { from, to } of [...edges, ...loops]) expect(keys).toEqual(expect.arrayContaining([from, to]));
      const all = words([...edges, ...loops]);
      expect(new Set(all).size).toBe(all.length);
      // Every row between two nodes is told, as an edge or as a loop.
      const inside = words(rows).filter((row) => row.split(" ").every((key) => keys.includes(key)));
      expect([...new Set(inside)].sort()).toEqual(all);
      expect(isAcyclic(keys, edges)).toBe(true);
      // All hangs together.
      expect(linked(centre, edges).size).toBe(keys.length);
    }),
    { numRuns: 500 },
  );
});

test("without labels, the walk finds exactly what paths lead from and to", () => {
  const kinds = KEYS.filter((key) => !key.startsWith("judging-run"));
  const rows = fc.array(fc.record({ from: fc.constantFrom(...kinds), to: fc.constantFrom(...kinds) }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(rows, fc.constantFrom(...kinds), (given, centre) => {
      const acyclic = given.filter(({ from, to }) => kinds.indexOf(from) < kinds.indexOf(to));
      const found = new Set([...closure(centre, acyclic, "from", "to"), ...closure(centre, acyclic, "to", "from")]);
      const walked = walk(centre, 1_000, acyclic);
      expect(new Set(walked.keys)).toEqual(found);
      expect(walked.loops).toEqual([]);
    }),
  );
});

function closure(start: string, edges: readonly LineageEdge[], here: "from" | "to", there: "from" | "to"): Set<string> {
  const seen = new Set([start]);
  for (const key of seen) for (const one of edges) if (one[here] === key) seen.add(one[there]);
  return seen;
}

const linked = (start: string, edges: readonly LineageEdge[]) =>
  closure(start, [...edges, ...edges.map(({ from, to }) => ({ from: to, to: from }))], "from", "to");

/** Kahn: taking away what nothing points to leaves nothing over. */
function isAcyclic(keys: readonly string[], edges: readonly LineageEdge[]): boolean {
  let [open, rest] = [[...keys], [...edges]];
  for (let size = -1; size !== open.length; ) {
    size = open.length;
    open = open.filter((key) => rest.some(({ to }) => to === key));
    rest = rest.filter(({ from }) => open.includes(from));
  }
  return open.length === 0;
}
