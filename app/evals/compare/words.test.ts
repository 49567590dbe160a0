import { expect, test } from "vitest";
import { type PairedRow, pairedCsv } from "./paired-csv";
import { type Eval, pairNames, pairNotes } from "./words";

const eval_ = (run: number, change: Partial<Eval> = {}): Eval => ({
  ...{ run, runName: `run ${run}`, isSample: false, createdAt: "2026-01-02T03:04:05Z", status: "done", planned: 9 },
  ...{ model: 1, modelName: "m", set: 1, setName: "s", trajectories: 9, correct: 1, accuracy: null, unlabelled: 0 },
  ...{ labellers: [{ id: 1, words: "GSM8K strict", isOfficial: true, n: 9 }], standing: "whole", way: "greedy" },
  inference: "with tools",
  ...change,
});

test("one model in two ways is told apart by them, and so are two runs of one way", () => {
  expect(pairNames(eval_(1), eval_(2, { modelName: "n" }))).toEqual(["m", "n"]);
  expect(pairNames(eval_(1), eval_(2, { inference: "no tools" }))).toEqual(["m (with tools)", "m (no tools)"]);
  expect(pairNames(eval_(1), eval_(2))).toEqual(["m (run 1)", "m (run 2)"]);
});

test("other settings, other labellers and what is not whole are said", () => {
  expect(pairNotes(eval_(1), eval_(2, { modelName: "n" }))).toEqual([]);
  const people = [{ id: 2, words: "people (Spot check)", isOfficial: false, n: 9 }];
  const other = eval_(2, { inference: "no tools", labellers: people, status: "cancelled", trajectories: 3 });
  expect(pairNotes(eval_(1), other)).toEqual([
    "They were inferred with other settings: with tools, against no tools.",
    "They were not labelled alike: the first by GSM8K strict, the second by people (Spot check).",
    "run 2 is not whole: cancelled, 3 of 9 answers.",
  ]);
});

test("the file has every question, also those without an outcome", () => {
  const counts = (correct: number, labelled: number, samples = labelled) => ({ correct, labelled, samples });
  const row = (question: number, a: PairedRow["a"], b: PairedRow["b"]) => ({ question, key: `q${question}`, a, b });
  const rows = [
    row(1, counts(1, 3), counts(1, 2)),
    row(2, counts(1, 2), counts(2, 4)),
    row(3, counts(1, 1), counts(0, 1)),
    row(4, counts(1, 1), counts(0, 0, 2)),
  ];
  expect(pairedCsv(rows).split("\r\n")).toEqual([
    "question,a_correct,a_labelled,a_samples,b_correct,b_labelled,b_samples,b_than_a",
    "q1,1,3,3,1,2,2,win",
    "q2,1,2,2,2,4,4,tie",
    "q3,1,1,1,0,1,1,loss",
    "q4,1,1,1,0,0,2,",
    "",
  ]);
});
