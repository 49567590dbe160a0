import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { accuracyOf, sumsOf } from "@/domain/eval/accuracy";
import { EvalPlan, greedy } from "@/domain/eval/plan";
import { defaultSettings } from "@/domain/rollout/default-settings";
import { Cells } from "./cells";
import type { EvalMatrix } from "./matrix";

const settings = greedy(defaultSettings({ metric: "gsm8k", corpusId: null, passages: 0 }));
const plan = EvalPlan.parse({
  ...{ name: "Two", models: [1, 2], ways: ["tools", "alone"] },
  sets: [{ questions: { questionSetId: 5, limit: 20 }, settings }],
});
type Cell = EvalMatrix["cells"][number];
const cell = (idx: number, change: Partial<Cell>): Cell => ({
  ...{ idx, model: 1, modelName: "base", set: 5, setName: "Sums", way: "tools", status: "waiting", message: null },
  ...{ rolloutRun: null, labellingRun: null, run: null, labelled: 0, correct: 0, accuracy: null },
  ...change,
});

function textOf(cells: Cell[]) {
  const matrix = {
    id: 1,
    name: "Two",
    status: "running",
    plan,
    createdAt: "2026-01-01T00:00:00Z",
    finishedAt: null,
    isSample: false,
    imported: false,
  } as const;
  const html = renderToStaticMarkup(<Cells matrix={{ ...matrix, cells, servers: [] }} />);
  return { html, text: html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ") };
}

test("a cell says where it stands, why, and what it came to", () => {
  const answers = Array.from({ length: 10 }, (_, index) => ({ labelled: 1, correct: Number(index < 7) }));
  const { text, html } = textOf([
    cell(0, {
      ...{ status: "done", rolloutRun: 8, labellingRun: 9, labelled: 10, correct: 7 },
      ...{ run: { status: "done", planned: 12, done: 12 }, accuracy: accuracyOf(sumsOf(answers)) },
    }),
    cell(1, { way: "alone", status: "running", rolloutRun: 7, run: { status: "running", planned: 20, done: 5 } }),
    cell(2, { model: 2, modelName: "checkpoint", status: "failed", message: "Its server failed." }),
  ]);
  expect(text).toMatch(/With tools greedy · calculator · 10 steps · at most 20/);
  expect(text).toMatch(/One step, no tools greedy · no tools · 1 step · at most 20/);
  expect(text).toMatch(/70\.0.*39\.7.*89\.2.*n = 10 2 unlabelled/);
  expect(text).toContain("5 of 20 trajectories made");
  expect(text).toMatch(/checkpoint Failed Its server failed\. –/);
  for (const href of ["/rollouts/8", "/trajectories?run=8", "/judging/labels/9"])
    expect(html).toContain(`href="${href}"`);
});

test("a matrix whose models or sets were removed says so", () => {
  expect(textOf([]).text).toContain("were removed");
});
