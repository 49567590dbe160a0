import { expect, test } from "vitest";
import { bootstrapDifference } from "../../bootstrap";
import { randomFor } from "../../random";
import { bestJudging, judgeName, judgesOfEvals, judgesWithAPart, judgeThatTrained } from "./judges";
import { processFigures, type StepShares } from "./process";

const { next } = randomFor("steps");
/** One trajectory a question, of four steps of which about so many are reasonable. */
const noisy = (mean: number, count = 150): StepShares => {
  const questions = Array.from({ length: count }, (_, id) => id + 1);
  const reasonable = () => [0, 1, 2, 3].filter(() => next() < mean).length / 4;
  return { questions, trajectories: questions.map(() => 1), shares: questions.map(reasonable) };
};
const meanOf = ({ shares }: StepShares) => shares.reduce((sum, share) => sum + share, 0) / shares.length;

test("shares, gains and the gap are those of the definition; intervals those of another bootstrap", () => {
  const own = { before: noisy(0.5), after: noisy(0.9) };
  const other = { before: noisy(0.5), after: noisy(0.55) };
  const found = processFigures(own, other);
  expect(found.own.before.value).toBeCloseTo(meanOf(own.before), 12);
  expect(found.own.gain.value).toBeCloseTo(meanOf(own.after) - meanOf(own.before), 12);
  expect(found.gap.value).toBeCloseTo(
    meanOf(own.after) - meanOf(own.before) - (meanOf(other.after) - meanOf(other.before)),
    12,
  );
  const pairs = own.before.shares.map((share, at) => ({
    before: { count: share, of: 1 },
    after: { count: own.after.shares[at] ?? 0, of: 1 },
  }));
  const expected = bootstrapDifference(pairs, randomFor("elsewhere").next, 4_000);
  expect(found.own.gain.interval?.low).toBeCloseTo(expected?.low ?? -1, 1.5);
  expect(found.own.gain.interval?.high).toBeCloseTo(expected?.high ?? -1, 1.5);

  const gaps = own.before.shares.map(
    (_, at) =>
      (own.after.shares[at] ?? 0) -
      (own.before.shares[at] ?? 0) -
      (other.after.shares[at] ?? 0) +
      (other.before.shares[at] ?? 0),
  );
  const gap = gaps.reduce((sum, value) => sum + value, 0) / gaps.length;
  const error = Math.sqrt(gaps.reduce((sum, value) => sum + (value - gap) ** 2, 0) / (gaps.length - 1) / gaps.length);
  expect(found.gap.interval?.low).toBeCloseTo(gap - 1.96 * error, 1.5);
  expect(found.gap.interval?.high).toBeCloseTo(gap + 1.96 * error, 1.5);
});

test("several trajectories of a question count each; what no judge ruled on is not zero", () => {
  const before: StepShares = { questions: [1, 2], trajectories: [1, 3], shares: [1, 1.5] };
  const found = processFigures({ before, after: null }, { before: null, after: null });
  expect(found.own.before).toMatchObject({ value: 2.5 / 4, n: 4 });
  expect(found.own.gain).toMatchObject({ value: null, interval: null });
  expect(found.gap).toMatchObject({ value: null, interval: null });
});

test("a judge is its endpoint and template; it trained where it rewarded, or chose the data by its verdicts", () => {
  const teacher = judgeName({ name: "run 3", endpoint: "teacher", template: "Reasonable step", version: 2 });
  expect(teacher).toBe("teacher with Reasonable step v2");
  expect(judgeName({ name: "people", endpoint: null, template: null, version: null })).toBe("people");
  const reward = {
    kind: "judge",
    endpointId: 1,
    templateId: 1,
    endpoint: "teacher",
    template: "Reasonable step v2",
  } as const;
  const names = new Map([[4, "people"]]);
  expect(judgeThatTrained({ reward, mode: "none", dataJudges: [4] }, names)).toBe(teacher);
  expect(judgeThatTrained({ reward: null, mode: "process", dataJudges: [4] }, names)).toBe("people");
  expect(judgeThatTrained({ reward: null, mode: "outcome", dataJudges: [4] }, names)).toBeNull();
  const rule = { kind: "rule", rule: "well-formed" } as const;
  expect(judgeThatTrained({ reward: rule, mode: "process", dataJudges: [9] }, names)).toBeNull();

  const judged = [
    { run: 1, set: 1, judging: 1, judge: "a", trajectories: 20 },
    { run: 1, set: 1, judging: 2, judge: "a", trajectories: 20 },
    { run: 1, set: 1, judging: 3, judge: "a", trajectories: 5 },
    { run: 1, set: 1, judging: 4, judge: "b", trajectories: 99 },
  ];
  expect(bestJudging(judged, { run: 1, set: 1, judge: "a" })?.judging).toBe(2);
  expect(bestJudging(judged, { run: 1, set: 2, judge: "a" })).toBeNull();
  expect(judgesOfEvals(judged)).toEqual(["b", "a"]);
});

test("a gain compares questions judged on both sides, the gap those that both judges did", () => {
  const one = (...shares: readonly (number | null)[]): StepShares => {
    const known = shares.flatMap((share, at) => (share === null ? [] : [{ id: at + 1, share }]));
    return {
      questions: known.map(({ id }) => id),
      trajectories: known.map(() => 1),
      shares: known.map((k) => k.share),
    };
  };
  // Easy questions 3 and 4 alone were judged afterwards: nothing was gained on them.
  const own = { before: one(0, 0, 1, 1), after: one(null, null, 1, 1) };
  const other = { before: one(0, 0, 0, 1), after: one(0.5, 0.5, null, 1) };
  const found = processFigures(own, other);
  expect(found.own.before).toMatchObject({ value: 0.5, n: 4 });
  expect(found.own.after).toMatchObject({ value: 1, n: 2 });
  expect(found.own.gain).toMatchObject({ value: 0, n: 2 });
  expect(found.other.gain.value).toBeCloseTo(1 / 3, 12);
  expect(found.gap).toMatchObject({ value: 0, n: 1 });
  expect(found.compared).toEqual({ own: 2, other: 3, gap: 1 });
});

test("whoever rewarded, or chose the data of, a model or one before it had a part in its training", () => {
  const names = new Map([
    [4, "filter"],
    [5, "first filter"],
    [6, "unused"],
  ]);
  const reward = { kind: "judge", endpointId: 1, templateId: 1, endpoint: "teacher", template: "t v1" } as const;
  const parent = { id: 1, name: "first", mode: null, reward: null, dataJudges: [5], trainedOn: [1] };
  const run = { reward, mode: "process", dataJudges: [4], before: [parent] } as const;
  expect(judgesWithAPart(run, names)).toEqual(new Set(["teacher with t v1", "filter", "first filter"]));
  const outcome = { reward: null, mode: "outcome", dataJudges: [6], before: [] } as const;
  expect(judgesWithAPart(outcome, names)).toEqual(new Set());
});
