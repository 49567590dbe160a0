import { expect, test } from "vitest";
import { countCells, gridOf } from "./matrix-grid";
import { sumMatrix } from "./matrix-sum";
import { whoAnswers } from "./who-answers";

const cell = (model: number, set: number, way: "tools" | "alone" = "tools") => ({
  ...{ model, modelName: `model ${model}`, set, setName: `set ${set}`, way },
});

test("cells stand under their set and way, in the order in which they come; a missing one leaves its place", () => {
  const cells = [cell(7, 2), cell(7, 2, "alone"), cell(7, 1), cell(3, 2), cell(3, 1)];
  expect(gridOf(cells)).toEqual({
    columns: [
      { set: 2, setName: "set 2", way: "tools" },
      { set: 2, setName: "set 2", way: "alone" },
      { set: 1, setName: "set 1", way: "tools" },
    ],
    rows: [
      { model: 7, modelName: "model 7", cells: [cells[0], cells[1], cells[2]] },
      { model: 3, modelName: "model 3", cells: [cells[3], null, cells[4]] },
    ],
  });
  expect(gridOf([])).toEqual({ columns: [], rows: [] });
});

test("every cell is counted once as done, failed, cancelled or left", () => {
  const statuses = ["waiting", "serving", "running", "labelling", "done", "done", "failed", "cancelled"] as const;
  expect(countCells(statuses.map((status) => ({ status })))).toEqual({
    ...{ all: 8, done: 2, failed: 1, cancelled: 1, left: 4, again: 2 },
  });
});

test("tokens are those of the cells where they can be told", () => {
  expect(
    sumMatrix([
      { trajectories: 10, tokens: 120.5 },
      { trajectories: 10, tokens: null },
      { trajectories: 4, tokens: 100 },
    ]),
  ).toEqual({ cells: 3, trajectories: 24, tokens: 1_605, unknown: 1 });
  expect(sumMatrix([{ trajectories: 3, tokens: null }])).toMatchObject({ tokens: null, unknown: 1 });
});

test("an endpoint answers before a server is started; without a path, or of the sample pool, nobody does", () => {
  const model = { endpoint: null, path: "/checkpoints/3", isSample: false };
  expect(whoAnswers({ ...model, endpoint: "Cluster", isSample: true })).toEqual({ by: "endpoint", name: "Cluster" });
  expect(whoAnswers(model)).toEqual({ by: "server" });
  expect(whoAnswers({ ...model, path: null })).toMatchObject({ by: "nobody" });
  expect(whoAnswers({ ...model, isSample: true })).toMatchObject({ by: "nobody" });
});
