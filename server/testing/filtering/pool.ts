/** Random pools for tests, as plain objects, and the same as a table. */
import fc from "fast-check";
import type { JudgeColumn, OutcomeColumn, PoolTable } from "@/domain/filtering/pool-table";

export type PlainVerdict = { rating: 1 | 0 | -1 | null; score: number | null };
export type PlainStep = { context: number; tokens: number | null; tools: string[]; verdicts: PlainVerdict[] };
export type PlainTrajectory = {
  id: number;
  question: number;
  set: number;
  content: number;
  tokens: number | null;
  steps: PlainStep[];
  /** By labelling run */
  outcomes: ({ correct: boolean; value: number | null } | null)[];
};

export const JUDGES = 3;
export const LABELLERS = 2;

const verdict: fc.Arbitrary<PlainVerdict> = fc.record({
  rating: fc.constantFrom(1 as const, 1 as const, 0 as const, -1 as const, null),
  score: fc.option(fc.integer({ min: 0, max: 100 })),
});
const step: fc.Arbitrary<PlainStep> = fc.record({
  context: fc.integer({ min: 1, max: 30 }),
  tokens: fc.option(fc.integer({ min: 0, max: 50 })),
  tools: fc.array(fc.constantFrom("search", "calculator"), { maxLength: 2 }),
  verdicts: fc.array(verdict, { minLength: JUDGES, maxLength: JUDGES }),
});
const outcome = fc.option(
  fc.record({ correct: fc.boolean(), value: fc.option(fc.constantFrom(0, 0.25, 0.5, 0.7, 1)) }),
);

export const arbitraryPool: fc.Arbitrary<PlainTrajectory[]> = fc
  .array(
    fc.record({
      question: fc.integer({ min: 1, max: 6 }),
      content: fc.integer({ min: 0, max: 2 ** 31 }),
      tokens: fc.option(fc.integer({ min: 0, max: 1000 })),
      steps: fc.oneof(
        { weight: 12, arbitrary: fc.array(step, { maxLength: 6 }) },
        { weight: 1, arbitrary: fc.array(step, { minLength: 65, maxLength: 70 }) },
      ),
      outcomes: fc.array(outcome, { minLength: LABELLERS, maxLength: LABELLERS }),
    }),
    { maxLength: 25, size: "+1" },
  )
  .map((list) => list.map((one, index) => ({ ...one, id: 10 + 3 * index, set: one.question % 3 })));

export function tableOf(pool: readonly PlainTrajectory[]): PoolTable {
  const steps = pool.flatMap((one) => one.steps);
  const calls = steps.flatMap((one) => one.tools);
  const toolNames = [...new Set(calls)];
  const contexts = [...new Set(steps.map((one) => one.context))];
  const running = (lengths: readonly number[]) => {
    const offsets = [0];
    for (const length of lengths) offsets.push((offsets.at(-1) ?? 0) + length);
    return Int32Array.from(offsets);
  };
  return {
    size: pool.length,
    id: Int32Array.from(pool, (one) => one.id),
    question: Int32Array.from(pool, (one) => one.question),
    set: Int32Array.from(pool, (one) => one.set),
    offset: running(pool.map((one) => one.steps.length)),
    content: Uint32Array.from(pool.flatMap((one) => [one.content, 7])),
    tokens: Float64Array.from(pool, (one) => one.tokens ?? Number.NaN),
    context: Int32Array.from(steps, (one) => contexts.indexOf(one.context)),
    contextHash: BigInt64Array.from(contexts, BigInt),
    contextTokens: Int32Array.from(steps, (one) => one.tokens ?? -1),
    toolOffset: running(steps.map((one) => one.tools.length)),
    tool: Uint16Array.from(calls, (name) => toolNames.indexOf(name)),
    toolNames,
  };
}

export function judgeColumn(pool: readonly PlainTrajectory[], judge: number): JudgeColumn {
  const verdicts = pool.flatMap((one) => one.steps.map((each) => each.verdicts[judge]));
  return {
    rating: Int8Array.from(verdicts, (one) => one?.rating ?? 2),
    score: Int16Array.from(verdicts, (one) => one?.score ?? -1),
  };
}

export function outcomeColumn(pool: readonly PlainTrajectory[], labeller: number): OutcomeColumn {
  const outcomes = pool.map((one) => one.outcomes[labeller] ?? null);
  return {
    correct: Int8Array.from(outcomes, (one) => (one === null ? -1 : Number(one.correct))),
    value: Float64Array.from(outcomes, (one) => one?.value ?? Number.NaN),
  };
}
