import { expect, test } from "vitest";
import type { EngineReport } from "./engine";
import { engineNotes } from "./engine-notes";

const report: EngineReport = {
  version: "Ray 2.58.1",
  nodes: 2,
  cpus: { total: 8, free: 2 },
  gpus: { total: 0, free: 0 },
  latencyMs: 3,
};
const asking = (cpus: number, gpus: number) => ({ resources: { cpus, gpus, memoryGib: null } });

test("nothing is in the way of what fits", () => {
  expect(engineNotes(asking(2, 0), report)).toEqual([]);
  expect(engineNotes(asking(8, 0), { ...report, cpus: { total: 8, free: null } })).toEqual([]);
});

test("what there is not, and what is taken", () => {
  expect(engineNotes(asking(4, 1), report)).toEqual([
    "A job asks for 4 CPUs and 2 of 8 are free: it would wait for others.",
    "A job asks for 1 GPU and the whole cluster has none: it would wait until one with more joins.",
  ]);
  expect(engineNotes(asking(1, 0), { ...report, nodes: 0 })).toEqual([expect.stringContaining("No machine")]);
});
