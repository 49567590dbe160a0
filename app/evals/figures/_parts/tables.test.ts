/** Tables of figures: each value under its own header and in its unit. */
import { expect, test } from "vitest";
import { tableOf } from "@/components/charts/columns";
import { toCsv } from "@/components/charts/csv";
import { studentTable } from "@/domain/eval/figures/sources";
import { BASE, rightOf, sourceOf, trainedRun } from "@/domain/eval/figures/testing";
import { transferMatrix } from "@/domain/eval/figures/transfer";
import { STUDENT_COLUMNS, entriesOf as studentEntries } from "../sources/student-columns";
import { entriesOf, transferColumns } from "../transfer/transfer-columns";

const SETS = [{ id: 1, name: "arithmetic" }];
const FACTS = new Map([[1, { id: 1, name: "arithmetic", metric: null, corpusId: null }]]);
const reward = { kind: "judge", endpointId: 1, templateId: 1, endpoint: "teacher", template: "t v1" } as const;
const RUNS = [trainedRun(1, { reward, judgeModel: { id: 50, name: "teacher" } })];
const SOURCE = sourceOf([
  { model: BASE.id, set: 1, answers: rightOf(40, 100) },
  { model: 101, set: 1, answers: rightOf(45, 100) },
  { model: 50, set: 1, answers: rightOf(90, 100) },
]);

test("the transfer matrix names the training runs, and its gains are in the points that its header says", () => {
  const matrix = transferMatrix(SOURCE, { runs: RUNS, sets: SETS, facts: FACTS });
  const { data, format } = tableOf(transferColumns(new Map([[1, "arithmetic"]])), entriesOf(matrix));
  expect(data.rows.map((row) => row.length)).toEqual([15, 15]);
  const row = Object.fromEntries(data.columns.map((name, at) => [name, data.rows[1]?.[at]]));
  expect(row).toMatchObject({
    ...{ Model: "run 1", "Training runs": "run 1", "Trained on": "arithmetic", "Evaluated on": "arithmetic" },
    ...{ Distribution: "trained on", Accuracy: 0.45, Answers: 100, Seeds: 1 },
    ...{ "Gain, points": 5, "Relative gain, %": 12.5 },
  });
  expect(toCsv(data.columns, data.rows)).toContain(",5,");
  expect(format(5, data.columns.indexOf("Gain, points"))).toBe("+5.0");
});

test("before training stands the model trained from, not the arm", () => {
  const { rows } = studentTable(SOURCE, { runs: RUNS, sets: SETS });
  const { data } = tableOf(STUDENT_COLUMNS, studentEntries(rows));
  const model = data.columns.indexOf("Model");
  expect(data.rows.map((row) => [row[model - 1], row[model]])).toEqual([
    ["before training", "base"],
    ["student", "run 1"],
    ["judge's model", "teacher"],
  ]);
});
