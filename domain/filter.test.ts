import fc from "fast-check";
import { expect, test } from "vitest";
import { FilterMode, keeps, Outcome } from "./filter";
import { ProcessLabel } from "./verdict";

const cell = fc.record({
  process: fc.constantFrom(...ProcessLabel.options),
  outcome: fc.constantFrom(...Outcome.options),
});
const pool = fc.array(cell, { maxLength: 60 });
type Cell = { process: ProcessLabel; outcome: Outcome };

const kept = (cells: Cell[], mode: FilterMode) =>
  new Set(cells.flatMap(({ process, outcome }, index) => (keeps(mode, process, outcome) ? [index] : [])));

test("the modes are nested: both together keep exactly what each keeps; none keeps all", () => {
  fc.assert(
    fc.property(pool, (cells) => {
      const [none, outcome, process, both] = FilterMode.options.map((mode) => kept(cells, mode));
      expect(none?.size).toBe(cells.length);
      expect(both).toEqual(new Set([...(process ?? [])].filter((index) => outcome?.has(index))));
    }),
  );
});

test("what each of the nine kinds of trajectory is kept by", () => {
  const table = ProcessLabel.options.flatMap((process) =>
    Outcome.options.map((outcome) => [
      `${process} ${outcome}`,
      FilterMode.options.filter((mode) => keeps(mode, process, outcome)).join(" "),
    ]),
  );
  expect(Object.fromEntries(table)).toEqual({
    "reasonable correct": "none outcome process process-and-outcome",
    "reasonable incorrect": "none process",
    "reasonable unlabelled": "none process",
    "unreasonable correct": "none outcome",
    "unreasonable incorrect": "none",
    "unreasonable unlabelled": "none",
    "unjudged correct": "none outcome",
    "unjudged incorrect": "none",
    "unjudged unlabelled": "none",
  });
});
