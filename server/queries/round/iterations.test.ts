/** Verdicts by iteration are one judge's, and what was generated says on what. */
import { expect, test } from "vitest";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { HEADER, useImports } from "@/server/testing/small-pool";

const { own, run: load, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });

const MODELS = ["first", "second"] as const;
type Ruling = { judge: string; rating: 1 | -1 };
const ruled = (model: string, question: number, rulings: readonly Ruling[]) => ({
  ...{
    type: "trajectory",
    run: `data of ${model}`,
    set: model === "first" ? "sums" : "search",
    question: `q${question}`,
  },
  ...{ sample: 0, endState: "answered", prompt: [{ role: "user", content: `${model} ${question}` }] },
  steps: [{ action: { role: "assistant", content: `${model} ${question}` }, observation: null }],
  verdicts: rulings.map(({ judge, rating }) => ({ run: judge, version: 1, steps: [{ step: 0, rating, score: null }] })),
});

test("the judge of most iterations is shown by name, and another can be chosen", async () => {
  const report = await load([
    HEADER,
    ...["sums", "search"].flatMap((key) => [
      { type: "question-set", key, name: `Set of ${key}` },
      ...[0, 1].map((n) => ({ type: "question", set: key, key: `q${n}`, text: `${key} ${n}?`, answers: ["1"] })),
    ]),
    { type: "model", name: "first", kind: "base" },
    { type: "model", name: "second", kind: "checkpoint", parent: "first" },
    ...MODELS.map((model) => ({ type: "rollout-run", key: `data of ${model}`, name: `data of ${model}`, model })),
    ...["everywhere", "lenient"].map((key) => ({
      ...{ type: "judging-run", key, version: 1, name: key, judgeKind: "import" },
    })),
    // The newer judge saw the first iteration alone, and finds all of it good.
    ...[0, 1].map((n) =>
      ruled("first", n, [
        { judge: "everywhere", rating: -1 },
        { judge: "lenient", rating: 1 },
      ]),
    ),
    ruled("second", 0, [{ judge: "everywhere", rating: 1 }]),
    ruled("second", 1, [{ judge: "everywhere", rating: -1 }]),
  ]);
  expect(report).toMatchObject({ status: "done", rejected: 0 });
  const { id: modelId } = await one("SELECT id FROM model WHERE name = 'second'");
  const shares = ({ iterations }: Awaited<ReturnType<typeof shown>>) =>
    iterations.map(({ generated }) => generated?.reasonable?.share ?? null);
  const shown = (judge: string | null) => api().round.iterations({ modelId, judge });

  const usual = await shown(null);
  expect(usual.judges.map(({ name, iterations }) => [name, iterations])).toEqual([
    ["everywhere", 2],
    ["lenient", 1],
  ]);
  expect(usual.judge).toBe("everywhere");
  expect(shares(usual)).toEqual([0, 0.5]);
  expect(usual.iterations.map(({ generated }) => generated?.sets)).toEqual([["Set of sums"], ["Set of search"]]);
  expect(usual.isAlike).toBe(false);

  const other = await shown("lenient");
  expect(other.judge).toBe("lenient");
  expect(shares(other)).toEqual([1, null]);
  expect(other.iterations[1]?.generated?.unjudgedSteps).toBe(2);
  expect((await shown("nobody")).judge).toBe("everywhere");
});
