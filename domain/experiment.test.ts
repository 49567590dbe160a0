import { expect, test } from "vitest";
import { freeArmName, judgesOfArms, paperArms, withJudgeReplaced } from "./experiment";
import { Filter, paperFilter } from "./filtering/filter";
import { overlapBetween } from "./filtering/overlap";

test("names of arms stay different and short enough", () => {
  const arms = paperArms(1, 1);
  expect(freeArmName("Process", arms)).toBe("Process 2");
  expect(freeArmName("Strict", arms)).toBe("Strict");
  const long = "x".repeat(100);
  const first = freeArmName(long, [{ name: long }]);
  const second = freeArmName(long, [{ name: long }, { name: first }]);
  expect(new Set([long, first, second]).size).toBe(3);
  expect(Math.max(first.length, second.length)).toBeLessThanOrEqual(100);
});

test("a judging run is followed only by arms whose mode asks for verdicts", () => {
  const other = { name: "Other", filter: paperFilter("process", 5, 1) };
  const person = { name: "Person", filter: Filter.parse({ mode: "process", process: { judges: [4], override: 9 } }) };
  expect(judgesOfArms([...paperArms(4, 1), other, person])).toEqual([4, 5, 9]);
  expect(judgesOfArms([{ filter: paperFilter("outcome", 4, 1) }])).toEqual([]);
});

test("replacing a judging run changes those arms only, and asks none twice", () => {
  expect(withJudgeReplaced(paperFilter("outcome", 4, 1), 4, 5)).toBeNull();
  expect(withJudgeReplaced(paperFilter("process", 3, 1), 4, 5)).toBeNull();
  const joined = Filter.parse({ mode: "process", process: { judges: [4, 5, 6], override: 4, join: "majority" } });
  expect(withJudgeReplaced(joined, 4, 5)?.process).toMatchObject({ judges: [5, 6], override: 5, join: "majority" });
});

test("an overlap is read from either side", () => {
  const overlaps = [
    [
      { both: 1, onlyFirst: 2, onlySecond: 3, subTrajectories: 4 },
      { both: 5, onlyFirst: 6, onlySecond: 7, subTrajectories: 8 },
    ],
    [{ both: 9, onlyFirst: 10, onlySecond: 11, subTrajectories: 12 }],
    [],
  ];
  expect(overlapBetween(overlaps, 0, 2)).toEqual({ both: 5, onlyRow: 6, onlyColumn: 7, subTrajectories: 8 });
  expect(overlapBetween(overlaps, 2, 1)).toEqual({ both: 9, onlyRow: 11, onlyColumn: 10, subTrajectories: 12 });
  expect(overlapBetween(overlaps, 1, 1)).toBeNull();
});
