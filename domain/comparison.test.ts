import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ByMode,
  bothModes,
  type ComparisonCell,
  countInBins,
  rollUp,
  stepBins,
  type ToolCell,
  toolMix,
} from "./comparison";
import { FilterMode, keeps, Outcome } from "./filter";
import { ProcessLabel } from "./verdict";

/** A trajectory as far as a comparison sees it. */
const arbitraryTrajectory = fc.record({
  process: fc.constantFrom(...ProcessLabel.options),
  outcome: fc.constantFrom(...Outcome.options),
  numSteps: fc.integer({ min: 0, max: 60 }),
  question: fc.integer({ min: 1, max: 9 }),
  tokens: fc.option(fc.integer({ min: 0, max: 50_000 })),
  tools: fc.array(fc.constantFrom("search", "calculator", "browse"), { maxLength: 4 }),
});
type Trajectory = typeof arbitraryTrajectory extends fc.Arbitrary<infer T> ? T : never;

const kept = (pool: Trajectory[], mode: FilterMode) => pool.filter((one) => keeps(mode, one.process, one.outcome));
const byMode = <T>(value: (mode: FilterMode) => T) =>
  Object.fromEntries(FilterMode.options.map((mode) => [mode, value(mode)])) as ByMode<T>;

/** One cell a trajectory: rollUp must not depend on how finely its counts are grouped. */
function compare(pool: Trajectory[]) {
  const cells: ComparisonCell[] = pool.map(({ process, outcome, numSteps, tokens }) => ({
    process,
    outcome,
    numSteps,
    trajectories: 1,
    tokens: tokens ?? 0,
    tokensNotRecorded: tokens === null ? 1 : 0,
  }));
  const tools: ToolCell[] = pool.flatMap(({ process, outcome, tools: called }) =>
    called.map((tool) => ({ process, outcome, tool, calls: 1 })),
  );
  const questions = byMode((mode) => new Set(kept(pool, mode).map((one) => one.question)).size);
  return rollUp({ cells, tools, questions, distinctContexts: byMode(() => 0) });
}

const pools = fc.array(arbitraryTrajectory, { maxLength: 60 });
const total = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

test("every figure is what counting the kept trajectories one by one gives", () => {
  fc.assert(
    fc.property(pools, (pool) => {
      const comparison = compare(pool);
      for (const mode of FilterMode.options) {
        const mine = kept(pool, mode);
        const figures = comparison.modes[mode];
        const correct = mine.filter((one) => one.outcome === "correct").length;
        const labelled = mine.filter((one) => one.outcome !== "unlabelled").length;
        expect(figures.trajectories).toBe(mine.length);
        expect(figures.subTrajectories).toBe(total(mine.map((one) => one.numSteps)));
        expect(figures.correct).toBe(correct);
        expect(figures.incorrect).toBe(labelled - correct);
        expect(figures.unlabelled).toBe(mine.length - labelled);
        expect(figures.shareCorrect?.share ?? null).toBe(labelled === 0 ? null : correct / labelled);
        expect(figures.share).toBe(pool.length === 0 ? null : mine.length / pool.length);
        expect(total(figures.steps.map((entry) => entry.trajectories))).toBe(mine.length);
        expect(total(figures.tools.map((entry) => entry.calls))).toBe(total(mine.map((one) => one.tools.length)));
        expect(figures.tokens).toEqual({
          total: total(mine.map((one) => one.tokens ?? 0)),
          recorded: mine.filter((one) => one.tokens !== null).length,
          notRecorded: mine.filter((one) => one.tokens === null).length,
        });
      }
    }),
  );
});

test("the matrix holds the whole pool, and the modes are its corners", () => {
  fc.assert(
    fc.property(pools, (pool) => {
      const { matrix, modes, trajectories } = compare(pool);
      expect(trajectories).toBe(pool.length);
      expect(total(Object.values(matrix).flatMap((row) => Object.values(row)))).toBe(pool.length);
      expect(matrix.reasonable.correct).toBe(modes["process-and-outcome"].trajectories);
      expect(total(Object.values(matrix.reasonable))).toBe(modes.process.trajectories);
      expect(total(ProcessLabel.options.map((process) => matrix[process].correct))).toBe(modes.outcome.trajectories);
    }),
  );
});

test("the modes are nested", () => {
  fc.assert(
    fc.property(pools, (pool) => {
      const { modes } = compare(pool);
      for (const figure of ["trajectories", "subTrajectories", "correct", "questions"] as const) {
        expect(modes["process-and-outcome"][figure]).toBeLessThanOrEqual(modes.process[figure]);
        expect(modes["process-and-outcome"][figure]).toBeLessThanOrEqual(modes.outcome[figure]);
        expect(modes.process[figure]).toBeLessThanOrEqual(modes.none[figure]);
        expect(modes.outcome[figure]).toBeLessThanOrEqual(modes.none[figure]);
      }
    }),
  );
});

test("bars of steps lose no trajectory and stay few", () => {
  fc.assert(
    fc.property(pools, fc.integer({ min: 1, max: 30 }), (pool, limit) => {
      const comparison = compare(pool);
      const bins = stepBins(comparison, limit);
      expect(bins.length).toBeLessThanOrEqual(limit);
      for (const mode of FilterMode.options)
        expect(total(countInBins(comparison.modes[mode], bins))).toBe(comparison.modes[mode].trajectories);
    }),
  );
});

test("the tool mix keeps every call, whatever is gathered", () => {
  fc.assert(
    fc.property(pools, fc.integer({ min: 1, max: 4 }), (pool, limit) => {
      const comparison = compare(pool);
      const mix = toolMix(comparison, limit);
      expect(mix.length).toBeLessThanOrEqual(limit);
      for (const mode of FilterMode.options) {
        const calls = total(comparison.modes[mode].tools.map((entry) => entry.calls));
        expect(total(mix.map((entry) => entry.calls[mode]))).toBe(calls);
        const shares = mix.flatMap((entry) => entry.share[mode] ?? []);
        expect(total(shares)).toBeCloseTo(calls === 0 ? 0 : 1, 12);
      }
    }),
  );
});

test("two modes together keep what both keep", () => {
  for (const one of FilterMode.options)
    for (const other of FilterMode.options)
      for (const process of ProcessLabel.options)
        for (const outcome of Outcome.options)
          expect(keeps(bothModes(one, other), process, outcome)).toBe(
            keeps(one, process, outcome) && keeps(other, process, outcome),
          );
});
