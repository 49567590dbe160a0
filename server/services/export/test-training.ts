/** Random models and training runs for tests of the studio's own format, with all that they may have and lack. */
import fc from "fast-check";
import type { StudioRecordInput } from "@/domain/studio-record";
import { arbitraryText, type RandomTrajectory } from "./test-pool";

const plainName = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).map((text) => `n ${text.trim()}`);
const hash = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
const time = fc
  .date({ min: new Date("2025-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().replace("Z", "456Z"));
const real = fc.double({ noNaN: true, noDefaultInfinity: true });

const model = fc.record({
  kind: fc.constantFrom("base" as const, "checkpoint" as const, null),
  weightsHash: fc.option(hash),
  /** Which of those before it; modulo their number */
  parent: fc.option(fc.nat(9)),
  isSample: fc.boolean(),
  createdAt: time,
});

const attempt = fc.record({
  status: fc.constantFrom("stopped" as const, "failed" as const, "lost" as const, "done" as const),
  message: fc.option(arbitraryText),
  exitCode: fc.option(fc.integer({ min: -9, max: 255 })),
  log: arbitraryText,
  createdAt: time,
  startedAt: fc.option(time),
  endedAt: fc.option(time),
});
const seconds = fc.double({ min: 1_700_000_000, max: 1_800_000_000, noNaN: true });
const event = fc.oneof(
  fc.record({
    event: fc.constant("started" as const),
    time: seconds,
    attempt: fc.integer({ min: 1, max: 9 }),
    resumed_from: fc.option(fc.nat(100)),
    total_steps: fc.nat(100),
    contexts: fc.nat(100),
    dropped: fc.record({ too_long: fc.nat(9), repeated: fc.nat(9) }),
    base_weights_hash: hash,
    device: fc.constant("cpu"),
    versions: fc.dictionary(arbitraryText, arbitraryText, { maxKeys: 2 }),
  }),
  fc.record({ event: fc.constant("warning" as const), time: seconds, message: arbitraryText }),
  fc.record({ event: fc.constant("done" as const), time: seconds, step: fc.nat(100), seconds: fc.nat(1_000) }),
);
const action = fc.record({
  text: arbitraryText,
  reward: fc.option(real),
  tokens: fc.nat(1_000),
  ended: fc.boolean(),
});
const context = fc.record({
  /** A trajectory of the pool; null: it is gone */
  sample: fc.option(fc.nat(9)),
  question: fc.option(fc.nat(2)),
  step: fc.nat(40),
  watched: fc.boolean(),
  prompt: fc.array(fc.record({ role: fc.constantFrom("system", "user"), content: arbitraryText }), { maxLength: 2 }),
  samples: fc.uniqueArray(fc.record({ step: fc.nat(300), actions: fc.array(action, { maxLength: 2 }) }), {
    selector: ({ step }) => step,
    maxLength: 4,
  }),
});

const run = fc.record({
  key: fc.uuid(),
  name: plainName,
  algorithm: fc.constantFrom("swirl" as const, "sft" as const),
  status: fc.constantFrom("stopped" as const, "failed" as const, "lost" as const, "done" as const),
  message: fc.option(arbitraryText),
  reward: fc.constantFrom(
    null,
    { kind: "rule" as const, rule: "well-formed" as const },
    { kind: "judge" as const, endpoint: "Judge 🙂", template: "Reasonable step v1" },
  ),
  config: arbitraryText,
  cpus: fc.double({ min: 0.1, max: 64, noNaN: true }),
  epochs: real,
  tokens: fc.option(fc.record({ total: fc.nat(), max: fc.nat(), mean: real })),
  warnings: fc.array(fc.record({ message: arbitraryText, blocks: fc.boolean() }), { maxLength: 2 }),
  /** Which of those before it */
  clonedFrom: fc.option(fc.nat(9)),
  baseModel: fc.nat(9),
  result: fc.option(fc.nat(9)),
  dataRows: fc.option(fc.nat(1_000)),
  dataSha256: fc.option(hash),
  codeVersion: fc.option(arbitraryText),
  step: fc.nat(300),
  totalSteps: fc.option(fc.nat(300)),
  isSample: fc.boolean(),
  createdAt: time,
  finishedAt: fc.option(time),
  /** Parts of its pool that are told */
  pool: fc.record({
    judged: fc.boolean(),
    gone: fc.boolean(),
    question: fc.option(fc.nat(2)),
    search: fc.constantFrom("", "river -bank"),
  }),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 3 }),
  metrics: fc.uniqueArray(
    fc.record({
      step: fc.nat(300),
      values: fc.dictionary(fc.constantFrom("reward", "loss", "kl", "naïve\u0000"), fc.option(real)),
      at: time,
    }),
    { selector: ({ step }) => step, maxLength: 5 },
  ),
  checkpoints: fc.array(
    fc.record({ step: fc.nat(300), weightsHash: fc.option(hash), isFinal: fc.boolean(), at: time }),
    { maxLength: 3 },
  ),
  events: fc.array(event, { maxLength: 4 }),
  contexts: fc.array(context, { maxLength: 3 }),
});

export const arbitraryTraining = fc.record({
  models: fc.array(model, { minLength: 1, maxLength: 5 }),
  runs: fc.uniqueArray(run, { selector: ({ key }) => key, maxLength: 3 }),
});
export type RandomTraining = typeof arbitraryTraining extends fc.Arbitrary<infer Made> ? Made : never;

export const modelName = (key: string, index: number) => `${key} model ${index} 🙂`;

export function modelRecords(key: string, { models }: RandomTraining): StudioRecordInput[] {
  return models.map((one, index) => ({
    type: "model",
    name: modelName(key, index),
    ...one,
    parent: one.parent === null || index === 0 ? null : modelName(key, one.parent % index),
  }));
}

/** On the pool of `recordsOf(key, trajectories)`, after `modelRecords` of the same. */
export function trainingRecords(
  key: string,
  { models, runs }: RandomTraining,
  trajectories: readonly RandomTrajectory[],
): StudioRecordInput[] {
  const isJudged = trajectories.some(({ judged }) => judged);
  const taken = new Set<number>();
  const records = runs.map((one, index): StudioRecordInput => {
    const { pool, cpus, epochs, tokens, warnings, contexts: _, result, ...rest } = one;
    const came = result === null ? null : result % models.length;
    const isFree = came !== null && !taken.has(came);
    if (isFree) taken.add(came);
    return {
      ...rest,
      type: "training-run",
      clonedFrom: one.clonedFrom === null || index === 0 ? null : (runs[one.clonedFrom % index]?.key ?? null),
      baseModel: modelName(key, one.baseModel % models.length),
      results: isFree ? [modelName(key, came)] : [],
      engine: { name: "cluster", kind: "ray", address: "http://10.0.0.1:8265", storage: "/shared" },
      resources: { cpus, gpus: 0, memoryGib: null },
      checked: { ...NOTHING_CHECKED, epochs, tokens, warnings },
      data: {
        pool: {
          sets: [`${key}-set`],
          runs: pool.gone ? [`${key}-run`, { gone: true }] : [`${key}-run`],
          ...(pool.judged && isJudged && { judge: { run: `${key}-judge`, version: 2 } }),
          ...(pool.gone && { labels: { gone: true } }),
          ...(pool.question !== null && { question: { set: `${key}-set`, question: `q${pool.question}` } }),
          ...(pool.search !== "" && { search: pool.search }),
        },
        mode: "process",
      },
      attempts: one.attempts.map((each, at) => ({ attempt: at + 1, ...each })),
      metrics: byStep(one.metrics),
      checkpoints: byStep(one.checkpoints.map((each, at) => ({ path: `/shared/checkpoint-${at}`, ...each }))),
      events: one.events.map((each, seq) => ({ ...each, seq })),
    };
  });
  const contexts = runs.flatMap((one) =>
    one.contexts.map(({ sample, question, samples, ...rest }, index): StudioRecordInput => {
      const at = sample === null ? null : sample % Math.max(1, trajectories.length);
      const trajectory = at === null ? undefined : trajectories[at];
      return {
        type: "training-context",
        run: one.key,
        context: `c${index}`,
        trajectory: trajectory
          ? { run: `${key}-run`, set: `${key}-set`, question: `q${trajectory.question}`, sample: at ?? 0 }
          : null,
        question: trajectory || question === null ? null : { set: `${key}-set`, question: `q${question}` },
        ...rest,
        samples: byStep(samples),
      };
    }),
  );
  return [...records, ...contexts];
}

const byStep = <One extends { step: number }>(items: readonly One[]): One[] =>
  [...items].sort((a, b) => a.step - b.step);

const NOTHING_CHECKED = {
  ...{ trajectories: 1, subTrajectories: 2, distinctContexts: 2, uncounted: 0, tooLong: 0, stepsPerEpoch: 1 },
  ...{ judgeCalls: 0, policy: "unknown" as const },
};
