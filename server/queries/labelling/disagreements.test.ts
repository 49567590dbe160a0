/** Matrix and pools of two labelling runs against a naive count over what was imported. */
import { beforeAll, expect, test } from "vitest";
import { Outcome } from "@/domain/filter";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { browseCount } from "@/server/queries/browse/count";
import { HEADER, smallTrajectory, useImports } from "@/server/testing/small-pool";
import { readDisagreements } from "./disagreements";

const { own, run, one } = useImports();
const SIZE = 60;
// Every pair of outcomes, in different numbers, and some that neither has labelled.
const SAID = [true, false, null] as const;
const pairs = Array.from({ length: SIZE }, (_, n) => ({
  a: SAID[(n * 7) % 3] ?? null,
  b: SAID[n % 5 === 0 ? 2 : (n >> 2) % 3] ?? null,
}));
const word = (said: boolean | null): Outcome => (said === null ? "unlabelled" : said ? "correct" : "incorrect");
const naive = (a: Outcome, b: Outcome) => pairs.filter((pair) => word(pair.a) === a && word(pair.b) === b).length;

let a: number;
let b: number;
beforeAll(async () => {
  const outcome = (key: string, correct: boolean | null) => (correct === null ? [] : [{ run: key, correct }]);
  const labelling = (key: string) => ({ type: "labelling-run", key, name: key, labellerKind: "import" });
  const report = await run([
    HEADER,
    { type: "question-set", key: "p-set", name: "p" },
    { type: "question", set: "p-set", key: "1", text: "?", answers: ["4"] },
    { type: "rollout-run", key: "p-run", name: "p" },
    labelling("a"),
    labelling("b"),
    ...pairs.map((pair, sample) => ({
      ...smallTrajectory("p", sample),
      outcomes: [...outcome("a", pair.a), ...outcome("b", pair.b)],
    })),
  ]);
  expect(report.rejected).toBe(0);
  a = (await one("SELECT id FROM labelling_run WHERE key = 'a'")).id;
  b = (await one("SELECT id FROM labelling_run WHERE key = 'b'")).id;
});

const size = async (pool: Partial<Pool>) => (await browseCount(own.db.pool, { ...EMPTY_POOL, ...pool })).count;

test("every cell of the matrix is what was imported, and opens exactly its trajectories", async () => {
  const matrix = await readDisagreements(own.db.pool, { a, b });
  for (const left of Outcome.options)
    for (const right of Outcome.options) {
      const expected = naive(left, right);
      expect(expected).toBeGreaterThan(0);
      if (left !== "unlabelled" || right !== "unlabelled") expect(matrix[left][right]).toBe(expected);
      expect(await size({ labels: a, outcome: [left], labelsAgainst: b, outcomeAgainst: [right] })).toBe(expected);
    }
  expect(matrix.unlabelled.unlabelled).toBe(0);
});

test("without a word on the second run's outcome: both have labelled, and differ", async () => {
  const differing = naive("correct", "incorrect") + naive("incorrect", "correct");
  expect(await size({ labels: a, labelsAgainst: b })).toBe(differing);
  expect(await size({ labels: b, labelsAgainst: a })).toBe(differing);
  expect(await size({ labels: a, labelsAgainst: a })).toBe(0);
  expect(await size({ labels: a, labelsAgainst: b, outcome: ["correct"] })).toBe(naive("correct", "incorrect"));
});
