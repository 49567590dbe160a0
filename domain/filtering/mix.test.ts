import { expect, test } from "vitest";
import { lengthMix, positionMix, toolMixOf } from "./mix";

test("positions count from the first step, and an arm that keeps nothing has no shares", () => {
  const arms = [
    {
      positions: [
        { step: 0, subTrajectories: 3 },
        { step: 2, subTrajectories: 1 },
      ],
    },
    { positions: [] },
  ];
  expect(positionMix(arms)).toEqual([
    { from: 1, to: 1, counts: [3, 0], shares: [0.75, null] },
    { from: 2, to: 2, counts: [0, 0], shares: [0, null] },
    { from: 3, to: 3, counts: [1, 0], shares: [0.25, null] },
  ]);
  expect(positionMix([{ positions: [] }])).toEqual([]);
});

test("long trajectories are gathered in bars of equal width, none left out", () => {
  const lengths = Array.from({ length: 100 }, (_, index) => ({ steps: index + 1, trajectories: 1 }));
  const groups = lengthMix([{ lengths }]);
  expect(groups.length).toBeLessThanOrEqual(14);
  expect(groups.reduce((sum, { counts }) => sum + (counts[0] ?? 0), 0)).toBe(100);
  expect(new Set(groups.map(({ from, to }) => to - from)).size).toBe(1);
});

test("rare tools are one group", () => {
  const tools = Array.from({ length: 10 }, (_, index) => ({ tool: `t${index}`, calls: 10 - index }));
  const groups = toolMixOf([{ tools }, { tools: [] }], 4);
  expect(groups.map(({ tool }) => tool)).toEqual(["t0", "t1", "t2", "7 other tools"]);
  expect(groups[3]?.counts).toEqual([28, 0]);
  expect(groups[0]?.shares).toEqual([10 / 55, null]);
});
