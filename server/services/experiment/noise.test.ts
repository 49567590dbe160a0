/** Estimated label noise against shares that are added up here from the drawn rows, and against the whole truth. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { paperArms } from "@/domain/experiment";
import { Filter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";
import { NewReview } from "@/domain/review/plan";
import { poolOf } from "@/server/engine/judging/testing";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { useImports } from "@/server/testing/small-pool";

const { own, run, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const LENGTHS = Array.from({ length: 30 }, (_, sample) => 1 + ((sample * 7) % 5));
const judgeSays = (sample: number, step: number) => (sample % 3 === 0 && step === sample % 4 ? -1 : 1);
const isWrong = (sample: number, step: number) => (sample * 5 + step * 3) % 7 < 2;
let judge = 0;
/** Trajectory by id: which sample it is */
const sampleOf = new Map<number, number>();

beforeAll(async () => {
  const records = poolOf(LENGTHS).map((record) =>
    "steps" in record
      ? {
          ...record,
          verdicts: [
            { run: "judge", steps: record.steps.map((_, step) => ({ step, rating: judgeSays(record.sample, step) })) },
          ],
        }
      : record,
  );
  const judged = { type: "judging-run", key: "judge", name: "Judge", judgeKind: "model" };
  await run([...records.slice(0, 4), judged, ...records.slice(4)]);
  judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  for (const { id, sample_index } of await rows("SELECT id, sample_index FROM trajectory"))
    sampleOf.set(id, sample_index);
});

const ALL = Pool.parse({});
const LONG = Pool.parse({ minSteps: 3 });
const STEPS = LENGTHS.reduce((sum, length) => sum + length, 0);
const process = (more: object = {}) => Filter.parse({ mode: "process", process: { judges: [judge] }, ...more });
const arms = () => [
  { name: "All", filter: Filter.parse({ mode: "none" }) },
  { name: "Process", filter: process() },
  { name: "Beginnings", filter: process({ granularity: "prefixes" }) },
  { name: "Capped", filter: process({ caps: { trajectories: 6 } }) },
];
const KEPT: Record<string, (sample: number, step: number) => boolean> = {
  All: () => true,
  Process: (sample) => firstWrong(sample) === null,
  Beginnings: (sample, step) => step < (firstWrong(sample) ?? Number.POSITIVE_INFINITY),
};
function firstWrong(sample: number): number | null {
  const at = Array.from({ length: LENGTHS[sample] ?? 0 }, (_, step) => step).find(
    (step) => judgeSays(sample, step) < 0,
  );
  return at ?? null;
}

let names = 0;
async function review(plan: object, pool = ALL): Promise<number> {
  names += 1;
  const whole = { unit: "step", ruling: "steps", sampling: { kind: "uniform" }, size: STEPS, ...plan };
  const asked = NewReview.parse({ key: randomUUID(), name: `Review ${names}`, pool, plan: whole });
  return (await api().review.create(asked)).id;
}
type Item = { idx: number; trajectory_id: number; step: number | null; stratum: number };
const itemsOf = (id: number): Promise<Item[]> =>
  rows("SELECT idx, trajectory_id, step, stratum FROM review_item WHERE review_id = $1 ORDER BY idx", [id]);

/** A person says the truth of every item but those of the trajectories that are left. */
async function ruleOn(id: number, leaves: (trajectory: number) => boolean = () => false) {
  for (const { idx, trajectory_id, step } of await itemsOf(id)) {
    if (leaves(trajectory_id)) continue;
    const sample = sampleOf.get(trajectory_id) ?? -1;
    const steps = step === null ? Array.from({ length: LENGTHS[sample] ?? 0 }, (_, at) => at) : [step];
    const rulings = steps.map((at) => ({ step: at, rating: isWrong(sample, at) ? -1 : 1 }) as const);
    await api().review.rule({ review: id, idx, person: "Ann", at: "2026-01-01T00:00:00Z", rulings });
  }
}
const noise = (given: { pool?: Pool; review?: number; matching?: boolean } = {}) =>
  api().experiment.noise({ pool: LONG, arms: arms(), matching: false, ...given });

test("without a review of the pool there is no estimate, and one of less or of a part of it is none", async () => {
  expect(await noise()).toEqual({ reviews: [], estimate: null });
  const shorter = await review({ size: 4 }, Pool.parse({ maxSteps: 4 }));
  const targeted = await review({ size: 9 });
  await own.db.pool.query(
    `UPDATE review SET plan = jsonb_set(plan::jsonb, '{sampling}', '{"kind": "disagreement"}')::json WHERE id = $1`,
    [targeted],
  );
  expect(await noise()).toEqual({ reviews: [], estimate: null });
  await expect(noise({ review: shorter })).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(noise({ review: 999_999 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(noise({ review: -1 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  const covering = await review({ size: 4 });
  expect(await noise()).toMatchObject({
    reviews: [{ id: covering, items: 4, ruled: 0 }],
    estimate: {
      review: { id: covering },
      response: { sampled: 4, ruled: 0 },
      arms: [{ steps: { share: null } }, {}, {}, {}],
    },
  });
});

describe("a sample of steps from a pool around the experiment's", () => {
  test.each([
    ["uniform", { sampling: { kind: "uniform" } }],
    ["stratified", { sampling: { kind: "stratified", by: ["position"] } }],
  ])("%s: each ruling stands for population / ruled of its stratum", async (_, plan) => {
    const id = await review({ ...plan, size: 50, seed: 5 });
    const isLeft = (trajectory: number) => trajectory % 7 === 4;
    await ruleOn(id, isLeft);
    const found = (await noise({ review: id })).estimate;
    const ruled = (await itemsOf(id)).filter(({ trajectory_id }) => !isLeft(trajectory_id));
    const { population } = await api().review.get({ id });
    expect(found).toMatchObject({ hasChanged: false, response: { sampled: 50, ruled: ruled.length } });
    for (const [name, kept] of Object.entries(KEPT)) {
      let [events, of, hits, size] = [0, 0, 0, 0];
      for (const { trajectory_id, step, stratum } of ruled) {
        const sample = sampleOf.get(trajectory_id) ?? -1;
        if ((LENGTHS[sample] ?? 0) < 3 || !kept(sample, step ?? -1)) continue;
        const weight = (population[stratum]?.population ?? 0) / ruled.filter((each) => each.stratum === stratum).length;
        const isEvent = isWrong(sample, step ?? -1);
        of += 1;
        size += weight;
        if (isEvent) events += 1;
        if (isEvent) hits += weight;
      }
      expect(of).toBeGreaterThan(5);
      expect(events).toBeGreaterThan(0);
      const arm = found?.arms.find((each) => each.name === name);
      expect(arm, name).toMatchObject({ followsReview: false, trajectories: null });
      expect(arm?.steps, name).toMatchObject({ events, of, share: expect.closeTo(hits / size, 12) });
      expect(arm?.steps?.interval?.low).toBeLessThan(hits / size);
      expect(arm?.steps?.interval?.high).toBeGreaterThan(hits / size);
    }
    const capped = found?.arms[3]?.steps;
    expect(capped?.of).toBeGreaterThan(0);
    expect(capped?.of).toBeLessThan(found?.arms[1]?.steps?.of ?? 0);
  });
});

test("everything looked at is the truth, of steps and of trajectories, and the four modes are those of the review's page", async () => {
  const id = await review({ unit: "trajectory", ruling: "whole", size: LENGTHS.length });
  await ruleOn(id);
  const { estimate } = await noise({ review: id });
  for (const [name, kept] of Object.entries(KEPT)) {
    const own = LENGTHS.flatMap((length, sample) => {
      const steps = Array.from({ length }, (_, step) => step).filter((step) => length >= 3 && kept(sample, step));
      return steps.length > 0 ? [steps.map((step) => isWrong(sample, step))] : [];
    });
    const steps = own.flat();
    const arm = estimate?.arms.find((each) => each.name === name);
    const share = steps.filter(Boolean).length / steps.length;
    const close = expect.closeTo(share, 12);
    expect(arm?.steps, name).toMatchObject({ of: steps.length, share: close, interval: { low: close, high: close } });
    expect(arm?.trajectories, name).toMatchObject({
      of: own.length,
      events: own.filter((wrong) => wrong.includes(true)).length,
    });
  }
  const modes = paperArms(judge, null);
  const page = await api().review.audit({ review: id, judge });
  const same = await api().experiment.noise({ pool: ALL, arms: modes, matching: false, review: id });
  expect(same.estimate?.arms.map(({ steps }) => steps)).toEqual(page.modes.map(({ steps }) => steps?.keptUnreasonable));
  expect(same.estimate?.arms.map(({ trajectories }) => trajectories)).toEqual(
    page.modes.map(({ trajectories }) => trajectories?.keptUnreasonable),
  );
});

test("of several reviews the one with the most rulings; an arm that follows its rulings cannot be measured by it", async () => {
  const id = await review({ size: STEPS - 1, seed: 9 });
  await ruleOn(id);
  const { key, people } = await api().review.get({ id });
  const person = people[0]?.runId ?? 0;
  expect(await one("SELECT key FROM judging_run WHERE id = $1", [person])).toEqual({ key: `review:${key}:Ann` });
  const corrected = process({ process: { judges: [judge], override: person } });
  const asked = { pool: ALL, matching: false, arms: [...arms(), { name: "Corrected", filter: corrected }] };
  const found = await api().experiment.noise(asked);
  expect(found.reviews[0]).toMatchObject({ id, ruled: STEPS - 1, items: STEPS - 1 });
  expect(found.estimate?.arms.at(-1)).toEqual({
    ...{ name: "Corrected", followsReview: true, steps: null, trajectories: null },
  });
  expect(found.estimate?.arms[1]).toMatchObject({ followsReview: false, steps: { share: expect.any(Number) } });
  // Another review measures it.
  const other = await review({ size: 30, seed: 2 });
  await ruleOn(other);
  expect((await api().experiment.noise({ ...asked, review: other })).estimate?.arms.at(-1)).toMatchObject({
    ...{ followsReview: false, steps: { share: expect.any(Number) } },
  });
});

test("a reading that stops at the first error says nothing of the steps behind it, so only of trajectories", async () => {
  const id = await review({ unit: "trajectory", ruling: "first-error", size: LENGTHS.length });
  for (const { idx, trajectory_id } of await itemsOf(id)) {
    const sample = sampleOf.get(trajectory_id) ?? -1;
    const steps = Array.from({ length: LENGTHS[sample] ?? 0 }, (_, step) => step);
    const error = steps.find((step) => isWrong(sample, step)) ?? steps.length;
    const rulings = steps.slice(0, error + 1).map((step) => ({ step, rating: step === error ? -1 : 1 }) as const);
    await api().review.rule({ review: id, idx, person: "Bo", at: "2026-01-01T00:00:00Z", rulings });
  }
  const arm = (await noise({ review: id })).estimate?.arms[0];
  const long = LENGTHS.flatMap((length, sample) => (length >= 3 ? [{ length, sample }] : []));
  const wrong = long.filter(({ length, sample }) =>
    Array.from({ length }, (_, step) => isWrong(sample, step)).includes(true),
  );
  expect(arm).toMatchObject({ steps: null, trajectories: { events: wrong.length, of: long.length } });
});
