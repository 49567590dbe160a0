import { expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { useImports } from "@/server/testing/small-pool";

const { own, run, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).eval;

/** Answers by model: for each question, whether each sample is right; null: not labelled. */
const ANSWERS: Record<string, (boolean | null)[][]> = {
  base: [[true], [false], [false], [null]],
  tuned: [[true], [true], [false], [true]],
  sampled: [
    [true, false],
    [true, true],
    [false, false],
    [null, null],
  ],
};

const records: StudioRecordInput[] = [
  { type: "swirl-studio", version: 1 },
  { type: "question-set", key: "s", name: "Set" },
  ...[0, 1, 2, 3].map((n) => ({ type: "question" as const, set: "s", key: `q${n}`, text: `Q${n}?`, answers: ["1"] })),
  { type: "model", name: "base", kind: "base" },
  { type: "model", name: "tuned", kind: "checkpoint", parent: "base" },
  ...Object.keys(ANSWERS).map((key) => ({
    ...{ type: "rollout-run" as const, key, name: `eval of ${key}`, model: key, purpose: "eval" as const },
  })),
  { type: "labelling-run", key: "em", name: "em", labellerKind: "metric" },
  ...Object.entries(ANSWERS).flatMap(([key, questions]) =>
    questions.flatMap((samples, question) =>
      samples.map((correct, sample) => ({
        ...{ type: "trajectory" as const, run: key, set: "s", question: `q${question}`, sample, endState: "answered" },
        prompt: [{ role: "user", content: `Q${question}?` }],
        steps: [{ action: { role: "assistant", content: `${key} ${sample}` }, observation: null }],
        outcomes: correct === null ? [] : [{ run: "em", correct }],
      })),
    ),
  ),
];

test("evals stand by model and set, and two are compared question by question", async () => {
  expect(await run(records)).toMatchObject({ status: "done" });
  const { sets, rows } = await api().results();
  expect(sets.map(({ name }) => name)).toEqual(["Set"]);
  const told = rows.map(({ name, isBase, cells }) => {
    const [cell] = cells;
    return [
      name,
      isBase,
      cell?.result.correct,
      cell?.result.accuracy?.n,
      cell?.result.unlabelled,
      cell?.gain?.relative,
    ];
  });
  expect(told).toEqual([
    ["base", true, 1, 3, 1, undefined],
    ["sampled", true, 3, 6, 2, undefined],
    // Over the base on the three questions that both have an outcome on
    ["tuned", false, 3, 4, 0, 1],
  ]);

  const idOf = async (key: string): Promise<number> =>
    (await one("SELECT id FROM rollout_run WHERE key = $1", [key])).id;
  const set = (await one("SELECT id FROM question_set WHERE key = 's'")).id;
  const pair = { a: await idOf("base"), b: await idOf("tuned"), set };
  expect(await api().compare(pair)).toMatchObject({
    ...{ questions: 3, wins: 1, losses: 0, ties: 2, unpaired: 1, p: 1 },
    difference: { mean: expect.closeTo(1 / 3, 12) },
  });
  const wins = await api().questions({ ...pair, kind: "wins" });
  expect(wins).toMatchObject([{ text: "Q1?", a: 0, b: 1 }]);
  const ties = await api().questions({ ...pair, kind: "ties", limit: 1 });
  const more = await api().questions({ ...pair, kind: "ties", cursor: ties[0]?.question, limit: 5 });
  expect([...ties, ...more].map(({ text }) => text)).toEqual(["Q0?", "Q2?"]);
  const halves = await api().compare({ ...pair, b: await idOf("sampled") });
  expect(halves).toMatchObject({
    wins: 1,
    losses: 1,
    ties: 1,
    difference: { mean: expect.closeTo((1 - 0.5) / 3, 12) },
    samples: 2,
  });
  expect(await api().compare(pair)).toMatchObject({ samples: 1 });
  const first = await api().pairedAnswers({ ...pair, b: await idOf("sampled"), limit: 2 });
  const rest = await api().pairedAnswers({ ...pair, b: await idOf("sampled"), cursor: first.at(-1)?.question });
  const counts = [...first, ...rest].map(({ key, a, b }) => [key, ...[a, b].map((of) => [of.correct, of.labelled])]);
  expect(counts).toEqual([
    ["q0", [1, 1], [1, 2]],
    ["q1", [0, 1], [2, 2]],
    ["q2", [0, 1], [0, 2]],
    ["q3", [0, 0], [0, 0]],
  ]);
});
