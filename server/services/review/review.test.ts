/** Reviews on a real database: drawn once, handed out, ruled on, decided. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { NewReview } from "@/domain/review/plan";
import { poolOf } from "@/server/engine/judging/testing";
import { readPeople } from "@/server/queries/review/progress";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { useImports } from "@/server/testing/small-pool";

const { own, run, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).review;
const LENGTHS = [3, 1, 4, 2, 5];
beforeAll(async () => {
  const records = poolOf(LENGTHS);
  const judged = { type: "judging-run", key: "judge", name: "Judge", judgeKind: "model" };
  const withVerdicts = records.map((record) =>
    "steps" in record
      ? {
          ...record,
          verdicts: [
            {
              run: "judge",
              steps: record.steps.map((_, step) => ({
                step,
                rating: step === 1 ? -1 : 1,
                rationale: `JUDGE-SAYS ${step}`,
              })),
            },
          ],
        }
      : record,
  );
  await run([...withVerdicts.slice(0, 4), judged, ...withVerdicts.slice(4)]);
});

let names = 0;
const reviewOf = (plan: object, given: object = {}) => {
  names += 1;
  return NewReview.parse({
    key: randomUUID(),
    name: `Review ${names}`,
    pool: EMPTY_POOL,
    plan: { unit: "step", sampling: { kind: "uniform" }, size: 100, ruling: "steps", ...plan },
    ...given,
  });
};
const make = async (plan: object = {}) => (await api().create(reviewOf(plan))).id;
let clock = Date.parse("2026-01-01T00:00:00Z");
const now = () => {
  clock += 1_000;
  return new Date(clock).toISOString();
};
type Rating = -1 | 0 | 1 | null;
const rule = (review: number, idx: number, person: string, rulings: [number, Rating, string?][], at = now()) =>
  api().rule({ review, idx, person, at, rulings: rulings.map(([step, rating, note]) => ({ step, rating, note })) });
const itemsOf = (review: number) =>
  rows("SELECT idx, trajectory_id, step FROM review_item WHERE review_id = $1 ORDER BY idx", [review]);
const verdictsOf = (review: number, person: string) =>
  rows(
    `SELECT v.trajectory_id, v.idx, v.rating, v.rationale FROM verdict v JOIN judging_run r ON r.id = v.judging_run_id
     JOIN review w ON r.key = 'review:' || w.key || ':' || $2 WHERE w.id = $1 ORDER BY 1, 2`,
    [review, person],
  );

test("a review is drawn once, however often it is asked for, and its name is its own", async () => {
  const asked = reviewOf({ size: 6, seed: 7 });
  const preview = await api().preview(asked);
  expect(preview).toMatchObject({ sampled: 6, population: 15, inPool: 15, problem: null, isRepresentative: true });
  const made = await Promise.all([api().create(asked), api().create(asked), api().create(asked)]);
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  const id = made[0]?.id ?? 0;
  const items = await rows("SELECT * FROM review_item WHERE review_id = $1", [id]);
  expect(items).toHaveLength(6);
  expect(items.reduce((sum, item) => sum + 1 / item.probability, 0)).toBeCloseTo(15);
  expect(await api().get({ id })).toMatchObject({
    population: [{ name: "all", population: 15, sampled: 6 }],
    items: 6,
    complete: 0,
    people: [],
  });
  const again = await make({ size: 6, seed: 7 });
  expect(await itemsOf(again)).toEqual(await itemsOf(id));
  const taken = reviewOf({}, { name: asked.name.toUpperCase() });
  await expect(api().create(taken)).rejects.toMatchObject({ code: "CONFLICT" });
});

test("what cannot be drawn is refused with a sentence", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const odd = reviewOf({ sampling: { kind: "stratified", by: ["verdict", "position"] }, judges: [judge], size: 2 });
  expect((await api().preview(odd)).problem).toMatch(/There are \d strata, and 2 items cannot hold one of each/);
  await expect(api().create(odd)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  const empty = reviewOf({}, { pool: { ...EMPTY_POOL, minSteps: 99 } });
  await expect(api().create(empty)).rejects.toThrow("There is no step in this pool.");
});

test("many people who ask at once: never more than the overlap, nothing twice, all gets done", async () => {
  const OVERLAP = 2;
  const review = await make({ overlap: OVERLAP });
  const done = new Map<number, string[]>();
  const work = async (person: string) => {
    const mine = new Set<number>();
    for (;;) {
      const { items, waiting } = await api().next({ review, person, count: 2 });
      if (items.length === 0 && waiting === 0) return;
      for (const { idx, step } of items) {
        if (mine.has(idx)) throw new Error(`${person} got ${idx} twice`);
        mine.add(idx);
        const live = await one(
          "SELECT count(*) AS n FROM review_claim WHERE review_id = $1 AND idx = $2 AND (done_at IS NOT NULL OR claimed_until > now())",
          [review, idx],
        );
        expect(live.n).toBeLessThanOrEqual(OVERLAP);
        await rule(review, idx, person, [[step ?? 0, 1]]);
        done.set(idx, [...(done.get(idx) ?? []), person]);
      }
    }
  };
  await Promise.all(["A", "B", "C", "D", "E"].flatMap((person) => [work(person)]));
  expect(done.size).toBe(15);
  for (const people of done.values()) expect(new Set(people).size).toBe(OVERLAP);
  expect(await api().get({ id: review })).toMatchObject({ items: 15, complete: 15 });
  // Two tabs of one person hold the same items.
  const other = await make({ overlap: 1 });
  const tabs = await Promise.all([1, 2, 3].map(() => api().next({ review: other, person: "A", count: 4 })));
  for (const { items } of tabs) expect(items.map(({ idx }) => idx)).toEqual([0, 1, 2, 3]);
});

test("a reservation keeps others away until it runs out, and asking again renews it", async () => {
  const review = await make({ size: 2 });
  expect((await api().next({ review, person: "A" })).items).toHaveLength(2);
  expect(await api().next({ review, person: "B" })).toEqual({ items: [], waiting: 2, done: 0, until: null });
  const runOut = (idx: number) =>
    own.db.pool.query(
      "UPDATE review_claim SET claimed_until = now() - interval '1 second' WHERE review_id = $1 AND idx = $2",
      [review, idx],
    );
  await runOut(0);
  await runOut(1);
  await api().next({ review, person: "A", count: 1 });
  expect((await api().next({ review, person: "B" })).items.map(({ idx }) => idx)).toEqual([1]);
  // A ruling that comes after all is kept.
  const [first, second] = await itemsOf(review);
  await rule(review, 1, "A", [[second.step, -1]]);
  await rule(review, 1, "B", [[second.step, 1]]);
  expect(await verdictsOf(review, "A")).toHaveLength(1);
  expect(await api().next({ review, person: "A", without: [0] })).toEqual({
    items: [],
    waiting: 0,
    done: 1,
    until: null,
  });
  expect(first.idx).toBe(0);
});

test("a page that goes away frees what it reserved, but nothing that was reserved since, ruled on, or is on its way", async () => {
  const review = await make({ size: 4 });
  const { until } = await api().next({ review, person: "A" });
  if (until === null) throw new Error("nothing was reserved");
  expect(await api().release({ review, person: "B", until })).toEqual({ released: 0 });
  const items = await itemsOf(review);
  await rule(review, 0, "A", [[items[0].step, 1]]);
  expect(await api().release({ review, person: "A", until, keep: [1] })).toEqual({ released: 2 });
  const others = await api().next({ review, person: "B" });
  expect(others.items.map(({ idx }) => idx)).toEqual([2, 3]);
  expect(await api().release({ review, person: "A", until, keep: [1] })).toEqual({ released: 0 });

  // Reloaded, or another tab: what the page before it sends late takes nothing away.
  const [before, after] = [await api().next({ review, person: "A" }), await api().next({ review, person: "A" })];
  expect(after.items.map(({ idx }) => idx)).toEqual([1]);
  expect(await api().release({ review, person: "A", until: before.until ?? "" })).toEqual({ released: 0 });
  expect((await api().next({ review, person: "C" })).items).toEqual([]);
  expect(await api().release({ review, person: "A", until: after.until ?? "" })).toEqual({ released: 1 });
  expect((await api().next({ review, person: "C" })).items.map(({ idx }) => idx)).toEqual([1]);
  await expect(api().release({ review, person: "A", until: "soon" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await expect(api().release({ review: 999_999, person: "A", until })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("before a ruling there is only what the judge saw; after it the rest, but for steps still to come", async () => {
  const review = await make();
  const { items } = await api().next({ review, person: "A", count: 20 });
  const text = JSON.stringify(items);
  for (const secret of ["SECRET-ANSWER", "JUDGE-SAYS", "Judge"]) expect(text).not.toContain(secret);
  for (const { step, steps, numSteps } of items) {
    expect(steps.at(-1)).toMatchObject({ index: step, observation: null, verdicts: [] });
    expect(steps.slice(0, -1).every(({ observation }) => observation !== null)).toBe(true);
    expect(numSteps).toBeNull();
  }
  const longest = items.filter(
    ({ trajectoryId }) => trajectoryId === items.find(({ step }) => step === 4)?.trajectoryId,
  );
  const [zero, one_, ...rest] = longest;
  const { reveal: held } = await rule(review, zero?.idx ?? -1, "A", [[0, 1]]);
  expect(held).toMatchObject({ hiddenFrom: 1, openOfQuestion: 14, judges: [], end: null, moreSteps: 4 });
  expect(held.steps).toHaveLength(1);
  expect(held.steps[0]?.observation).not.toBeNull();
  expect(JSON.stringify(held)).not.toContain("JUDGE-SAYS");
  for (const { idx, step } of rest) await rule(review, idx, "A", [[step ?? 0, 1]]);
  // Other trajectories of the question are still to come.
  const { reveal: early } = await rule(review, one_?.idx ?? -1, "A", [[1, 1]]);
  expect(early).toMatchObject({ hiddenFrom: null, openOfQuestion: 10, judges: [], end: null });
  expect(JSON.stringify(early)).not.toMatch(/SECRET-ANSWER|JUDGE-SAYS/);
  for (const { idx, step, trajectoryId } of items)
    if (trajectoryId !== zero?.trajectoryId) await rule(review, idx, "A", [[step ?? 0, 1]]);
  const { reveal: whole } = await rule(review, one_?.idx ?? -1, "A", [[1, 1]]);
  expect(whole).toMatchObject({ hiddenFrom: null, end: { answers: ["SECRET-ANSWER"] } });
  expect(whole.steps.map(({ index }) => index)).toEqual([1, 2, 3, 4]);
  expect(whole.judges.map(({ name }) => name)).toEqual(["Judge"]);

  const hindsight = await make({ hindsight: true, size: 3 });
  const [open] = (await api().next({ review: hindsight, person: "A" })).items;
  expect(open?.reveal?.end?.answers).toEqual(["SECRET-ANSWER"]);
});

test("what is said later stands, whatever comes late or twice", async () => {
  const review = await make({ size: 1 });
  const [{ step }] = await itemsOf(review);
  const [first, second] = [now(), now()];
  await rule(review, 0, "A", [[step, 1, " note "]], second);
  expect(await rule(review, 0, "A", [[step, 1, "note"]], second)).toMatchObject({ superseded: null });
  expect(await rule(review, 0, "A", [[step, -1]], first)).toMatchObject({
    superseded: [{ step, rating: 1, note: "note" }],
  });
  expect(await verdictsOf(review, "A")).toMatchObject([{ idx: step, rating: 1, rationale: "note" }]);
  await rule(review, 0, "A", [[step, null]]);
  expect(await verdictsOf(review, "A")).toMatchObject([{ idx: step, rating: null }]);
  const [anna] = await readPeople(own.db.pool, { id: review, key: (await api().get({ id: review })).key });
  expect(anna).toMatchObject({ person: "A", done: 1, open: 0 });
  const settings = await one("SELECT settings, judge_kind FROM judging_run WHERE id = $1", [anna?.runId]);
  expect({ ...settings, settings: JSON.parse(settings.settings) }).toEqual({
    judge_kind: "human",
    settings: { review, person: "A", hindsight: false },
  });
});

test("whole trajectories: every step, or the first error", async () => {
  const whole = await make({ unit: "trajectory", ruling: "whole" });
  const items = await rows(
    "SELECT idx, num_steps FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id WHERE review_id = $1",
    [whole],
  );
  const { idx } = items.find(({ num_steps }) => num_steps === 4) ?? { idx: -1 };
  await expect(rule(whole, idx, "A", [[0, 1]])).rejects.toMatchObject({ code: "BAD_REQUEST" });
  await rule(whole, idx, "A", [[0, 1], [1, 0], [2, null], [3, 1]]); // biome-ignore format: one line reads better
  expect((await verdictsOf(whole, "A")).map(({ rating }) => rating)).toEqual([1, 0, null, 1]);

  const first = await make({ unit: "trajectory", ruling: "first-error" });
  const at = (
    await rows(
      "SELECT idx, num_steps FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id WHERE review_id = $1",
      [first],
    )
  ).find(({ num_steps }) => num_steps === 4).idx;
  await rule(first, at, "A", [[0, 1], [1, 1], [2, 1], [3, 1]]); // biome-ignore format: one line reads better
  await rule(first, at, "A", [[0, 1], [1, -1]]); // biome-ignore format: one line reads better
  expect((await verdictsOf(first, "A")).map(({ rating }) => rating)).toEqual([1, -1]);
  expect(
    await one(
      "SELECT reasonable::text, unreasonable::text FROM judgment j JOIN judging_run r ON r.id = j.judging_run_id JOIN review w ON r.key = 'review:' || w.key || ':A' WHERE w.id = $1",
      [first],
    ),
  ).toEqual({
    reasonable: "1000",
    unreasonable: "0100",
  });
});

test("differences are listed, decided, and what all agree on is taken over and let go again", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const review = await make({ size: 4, overlap: 2, judges: [judge] });
  const items = await itemsOf(review);
  const judged = async (at: number) =>
    (
      await one("SELECT rating FROM verdict WHERE judging_run_id = $1 AND trajectory_id = $2 AND idx = $3", [
        judge,
        items[at].trajectory_id,
        items[at].step,
      ])
    ).rating as Rating;
  const against = ((await judged(1)) === 1 ? -1 : 1) as Rating;
  const say = (person: string, ratings: Rating[]) =>
    Promise.all(
      ratings.map((rating, idx) => rule(review, idx, person, [[items[idx].step, rating, `${person} on ${idx}`]])),
    );
  await say("Anna", [1, against, 0]);
  await say("Ben", [-1, against, 0, 1]);

  const cases = await api().cases({ review });
  expect(cases).toMatchObject({ total: 1, decided: 0, agreed: 2, agreedAndFinal: 0 });
  expect(cases.cases[0]).toMatchObject({
    idx: 0,
    people: [
      { person: "Anna", rating: 1, note: { text: "Anna on 0" } },
      { person: "Ben", rating: -1, note: { text: "Ben on 0" } },
    ],
    judge: { rating: await judged(0) },
    final: null,
  });
  const against_judge = await api().cases({ review, judge });
  expect(against_judge.cases.map(({ idx }) => idx)).toContain(1);

  expect(await api().takeOverAgreed({ review })).toEqual({ agreed: 2 });
  await api().decide({ review, idx: 0, step: items[0].step, person: "Cleo", rating: -1, note: "seen it", seen: null });
  expect(await api().cases({ review })).toMatchObject({
    decided: 1,
    agreedAndFinal: 2,
    cases: [{ final: { rating: -1, by: "decided by Cleo" } }],
  });
  expect(await verdictsOf(review, "final")).toHaveLength(3);

  await rule(review, 2, "Ben", [[items[2].step, -1]]);
  expect(await api().takeOverAgreed({ review })).toEqual({ agreed: 1 });
  expect(await verdictsOf(review, "final")).toHaveLength(2);
  // What a judgment sums up is what its verdicts are.
  const sums = await rows(
    `SELECT v.trajectory_id, count(v.rating)::int AS ruled,
       (SELECT bit_count(j.reasonable) + bit_count(j.neutral) + bit_count(j.unreasonable) FROM judgment j
        WHERE j.trajectory_id = v.trajectory_id AND j.judging_run_id = v.judging_run_id)::int AS summed
     FROM verdict v JOIN judging_run r ON r.id = v.judging_run_id JOIN review w ON r.key = 'review:' || w.key || ':final'
     WHERE w.id = $1 GROUP BY v.trajectory_id, v.judging_run_id`,
    [review],
  );
  expect(sums.length).toBeGreaterThan(0);
  for (const { ruled, summed } of sums) expect(summed).toBe(ruled);
  const judgments = await one(
    `SELECT count(*)::int AS n FROM judgment j JOIN judging_run r ON r.id = j.judging_run_id
     JOIN review w ON r.key = 'review:' || w.key || ':final' WHERE w.id = $1`,
    [review],
  );
  expect(judgments.n).toBe(sums.length);
  const seen = { rating: -1, note: "seen it", by: "decided by Cleo" } as const;
  await api().undecide({ review, idx: 0, step: items[0].step, seen });
  expect(await verdictsOf(review, "final")).toHaveLength(1);
  await expect(rule(review, 3, "Final", [[items[3].step, 1]])).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("open reviews: what is given of what is wanted, the one worked on last first; and the palette finds them", async () => {
  const [first, second] = [await make({ size: 3, overlap: 2 }), await make({ size: 2 })];
  const items = await itemsOf(first);
  for (const person of ["A", "B", "C"]) await rule(first, 1, person, [[items[1].step, 1]]);
  await rule(first, 0, "A", [[items[0].step, null]]);
  const before = await api().open({ limit: 50 });
  expect(before.reviews[0]).toMatchObject({ id: first, given: 3, wanted: 6 });
  expect(before.reviews).toContainEqual(expect.objectContaining({ id: second, given: 0, wanted: 2 }));
  expect(before.open).toBe(before.reviews.length);
  expect((await api().open({ limit: 1 })).reviews).toHaveLength(1);
  for (const { idx, step } of await itemsOf(second)) await rule(second, idx, "A", [[step, 1]]);
  const after = await api().open({ limit: 50 });
  expect(after).toMatchObject({ total: before.total, open: before.open - 1 });
  expect(after.reviews.map(({ id }) => id)).not.toContain(second);
  const { library } = createCallerFactory(appRouter)({ db: own.db });
  expect(await library.palette({ query: `review ${names}` })).toContainEqual(
    expect.objectContaining({ kind: "Reviews", name: `Review ${names}`, href: `/reviews/${second}` }),
  );
});

test("two who are unsure agree on nothing, and one of them against a word is a difference", async () => {
  const review = await make({ size: 3, overlap: 2 });
  const items = await itemsOf(review);
  const say = (person: string, ratings: Rating[]) =>
    Promise.all(ratings.map((rating, idx) => rule(review, idx, person, [[items[idx].step, rating]])));
  await say("Anna", [null, null, 1]);
  await say("Ben", [null, -1]);
  const found = await api().cases({ review });
  expect(found).toMatchObject({ total: 1, agreed: 0 });
  expect(found.cases.map(({ idx }) => idx)).toEqual([1]);
  expect((await api().cases({ review, from: 1 })).cases).toEqual([]);
  expect(await api().takeOverAgreed({ review })).toEqual({ agreed: 0 });
});

test("a trajectory stays while a review holds it; a removed review leaves its rulings", async () => {
  const review = await make({ size: 1 });
  const [{ trajectory_id: id, step }] = await itemsOf(review);
  await rule(review, 0, "Dora", [[step, 1]]);
  await expect(own.db.pool.query("DELETE FROM trajectory WHERE id = $1", [id])).rejects.toThrow("a review holds");
  await api().remove({ id: review });
  expect(await rows("SELECT 1 FROM review_claim WHERE review_id = $1", [review])).toEqual([]);
  const kept = await one(
    "SELECT count(*) AS n FROM verdict v JOIN judging_run r ON r.id = v.judging_run_id WHERE r.name LIKE 'Dora, %'",
  );
  expect(kept.n).toBe(1);
  await expect(api().remove({ id: review })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("an audit of everything is what people ruled, counted: no sample, no interval", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const id = await make({ size: 15, seed: 3 });
  // The judge calls the second step of each trajectory unreasonable. The person says that of the first of the third,
  // is unsure about the last of the fifth, and says reasonable elsewhere.
  const [third, fifth] = (await rows("SELECT id FROM trajectory ORDER BY id"))
    .map((row) => row.id)
    .filter((_, index) => index === 2 || index === 4);
  for (const { idx, trajectory_id, step } of await itemsOf(id))
    await rule(id, idx, "Ann", [
      [step, trajectory_id === third && step === 0 ? -1 : trajectory_id === fifth && step === 4 ? null : 1],
    ]);
  const audit = await api().audit({ review: id, judge });
  expect(audit).toMatchObject({ gone: 0, hasChanged: false });
  const [none, , process] = audit.modes;
  expect(audit.labelsGone).toBe(false);
  expect(none).toMatchObject({
    ...{ mode: "none", trajectories: null },
    steps: {
      keptUnreasonable: { share: expect.closeTo(1 / 14, 12), events: 1, of: 14, unruled: 1 },
      thrownReasonable: { share: null },
      response: { sampled: 15, ruled: 14 },
    },
  });
  // Of five trajectories process keeps the one with a single step: of 14 ruled steps 13 are thrown away, 12 of them right.
  expect(process).toMatchObject({
    mode: "process",
    steps: {
      keptUnreasonable: { share: 0, events: 0, of: 1 },
      thrownReasonable: { share: expect.closeTo(12 / 13, 12), events: 12, of: 13, unruled: 1 },
      reasonableThrown: { share: expect.closeTo(12 / 13, 12), events: 12, of: 13 },
    },
  });
  const targeted = { sampling: { kind: "threshold", at: 50 }, judges: [judge] };
  await own.db.pool.query("UPDATE review SET plan = (plan::jsonb || $2::jsonb)::json WHERE id = $1", [
    id,
    JSON.stringify(targeted),
  ]);
  await expect(api().audit({ review: id, judge })).rejects.toThrow(/a part of the pool/);
});

test("an audit of whole trajectories counts one as unreasonable where a kept step is", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const id = await make({ unit: "trajectory", ruling: "whole", size: 5 });
  for (const { idx, trajectory_id } of await itemsOf(id)) {
    const { num_steps: steps } = await one("SELECT num_steps FROM trajectory WHERE id = $1", [trajectory_id]);
    await rule(
      id,
      idx,
      "Ann",
      Array.from({ length: steps }, (_, step): [number, Rating] => [step, steps === 1 ? -1 : 1]),
    );
  }
  const [none, , process] = (await api().audit({ review: id, judge })).modes;
  expect(none?.trajectories?.keptUnreasonable).toMatchObject({ share: expect.closeTo(1 / 5, 12), events: 1, of: 5 });
  expect(process?.trajectories).toMatchObject({
    keptUnreasonable: { share: 1, events: 1, of: 1 },
    thrownReasonable: { share: 1, events: 4, of: 4 },
    reasonableThrown: { share: 1 },
  });
});

test("a review of first errors says nothing of steps", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const id = await make({ unit: "trajectory", ruling: "first-error", size: 5 });
  for (const { idx, trajectory_id } of await itemsOf(id)) {
    const { num_steps: steps } = await one("SELECT num_steps FROM trajectory WHERE id = $1", [trajectory_id]);
    await rule(id, idx, "Ann", steps === 1 ? [[0, 1]] : [[0, -1]]);
  }
  const [none] = (await api().audit({ review: id, judge })).modes;
  expect(none?.steps).toBeNull();
  expect(none?.trajectories?.keptUnreasonable).toMatchObject({ share: expect.closeTo(4 / 5, 12), of: 5 });
  expect(none?.trajectories?.response).toMatchObject({ ruled: 5, open: 0 });
});

test("an audit before all is done takes trajectories whose drawn steps are all ruled on", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const id = await make({ size: 15, seed: 3 });
  const items = await itemsOf(id);
  const first = items.filter(({ trajectory_id }) => trajectory_id === items[0]?.trajectory_id).length;
  const next = items.filter(({ trajectory_id }) => trajectory_id === items[first]?.trajectory_id).length;
  const begun = items.slice(0, first + Math.max(0, next - 1));
  for (const { idx, step } of begun) await rule(id, idx, "Ann", [[step, 1]]);
  const { steps } = (await api().audit({ review: id, judge })).modes[0] ?? {};
  expect(steps?.keptUnreasonable).toMatchObject({ share: 0, of: first });
  expect(steps?.keptUnreasonable.interval?.high).toBeGreaterThan(0.2);
  expect(steps?.response).toMatchObject({ ruled: first, open: 15 - first });
});

test("an audit whose labelling run is gone takes another one, and says so", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const id = await make({ labels: null });
  await own.db.pool.query("UPDATE review SET plan = (plan::jsonb || '{\"labels\": 9999}'::jsonb)::json WHERE id = $1", [
    id,
  ]);
  expect(await api().audit({ review: id, judge })).toMatchObject({ labels: null, labelsGone: true });
});

test("a pool of as many items, of which some came later, has changed", async () => {
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const id = await make();
  expect(await api().audit({ review: id, judge })).toMatchObject({ hasChanged: false });
  await own.db.pool.query("UPDATE review SET created_at = '2001-01-01' WHERE id = $1", [id]);
  expect(await api().audit({ review: id, judge })).toMatchObject({ gone: 0, hasChanged: true });
});
