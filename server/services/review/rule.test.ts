/** What of a ruling stands on a real database: clocks, what is changed in hindsight, what is put off, and decisions. */
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { NewReview } from "@/domain/review/plan";
import { IN_HINDSIGHT } from "@/domain/review/ruling";
import { poolOf } from "@/server/engine/judging/testing";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { useImports } from "@/server/testing/small-pool";

const { own, run, rows } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).review;
beforeAll(async () => {
  await run(poolOf([3, 2]));
});

async function make(plan: object): Promise<number> {
  const given = { key: randomUUID(), name: randomUUID(), pool: EMPTY_POOL };
  const sample = { unit: "step", sampling: { kind: "uniform" }, size: 5, ruling: "steps" };
  return (await api().create(NewReview.parse({ ...given, plan: { ...sample, ...plan } }))).id;
}

type Rating = -1 | 0 | 1 | null;
const rule = (review: number, idx: number, rulings: [number, Rating][], at = new Date().toISOString(), person = "A") =>
  api().rule({ review, idx, person, at, rulings: rulings.map(([step, rating]) => ({ step, rating, note: null })) });
const itemsOf = (review: number) =>
  rows(
    `SELECT i.idx, i.step, t.id, t.num_steps FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id
     WHERE review_id = $1 ORDER BY idx`,
    [review],
  );
const verdictsOf = (review: number, trajectory: number, person = "A") =>
  rows(
    `SELECT v.idx, v.rating, v.raw FROM verdict v JOIN judging_run r ON r.id = v.judging_run_id
     JOIN review w ON r.key = 'review:' || w.key || ':' || $3 WHERE w.id = $1 AND v.trajectory_id = $2 ORDER BY 1`,
    [review, trajectory, person],
  );

test("a browser whose clock is ahead keeps nobody from changing their mind; a clock before 2000 is refused", async () => {
  const review = await make({});
  const [{ step, id }] = await itemsOf(review);
  await rule(review, 0, [[step, 1]], "2099-01-01T00:00:00.000Z");
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  expect(await rule(review, 0, [[step, -1]])).toMatchObject({ superseded: null });
  expect(await verdictsOf(review, id)).toMatchObject([{ idx: step, rating: -1 }]);
  await expect(rule(review, 0, [[step, 1]], "0000-01-01T00:00:00Z")).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("what is changed once the rest was shown is marked, step by step, for good; the same again is not", async () => {
  const review = await make({ unit: "trajectory", ruling: "whole", size: 2 });
  const { idx, id } = (await itemsOf(review)).find(({ num_steps }) => num_steps === 3);
  const marks = async () => (await verdictsOf(review, id)).map(({ rating, raw }) => [rating, raw === IN_HINDSIGHT]);
  await rule(review, idx, [[0, 1], [1, 1], [2, 1]]); // biome-ignore format: one line reads better
  await rule(review, idx, [[0, 1], [1, 1], [2, 1]]); // biome-ignore format: one line reads better
  expect(await marks()).toEqual([[1, false], [1, false], [1, false]]); // biome-ignore format: one line reads better
  await rule(review, idx, [[0, 1], [1, -1], [2, 1]]); // biome-ignore format: one line reads better
  await rule(review, idx, [[0, 1], [1, -1], [2, null]]); // biome-ignore format: one line reads better
  expect(await marks()).toEqual([[1, false], [-1, true], [null, true]]); // biome-ignore format: one line reads better
  expect((await api().get({ id: review })).people).toMatchObject([{ person: "A", done: 1, inHindsight: 2 }]);
  const item = await api().item({ review, idx, person: "A" });
  expect(item.own?.map(({ rating }) => rating)).toEqual([1, -1, null]);
  expect((await api().item({ review, idx, person: "B" })).own).toBeNull();

  await rule(review, idx, [[0, 1], [1, 1], [2, 1]], undefined, "B"); // biome-ignore format: one line reads better
  const [one] = (await api().cases({ review })).cases;
  expect(one?.people).toMatchObject([
    { person: "A", isInHindsight: true },
    { person: "B", isInHindsight: false },
  ]);
});

test("in a hindsight review nothing is hidden, and nothing is marked", async () => {
  const review = await make({ hindsight: true });
  const [{ step, id }] = await itemsOf(review);
  await rule(review, 0, [[step, 1]]);
  await rule(review, 0, [[step, -1]]);
  expect(await verdictsOf(review, id)).toMatchObject([{ rating: -1, raw: null }]);
});

test("an item that is put off is free for others, hides later steps of its trajectory, and comes last", async () => {
  const review = await make({});
  const { items } = await api().next({ review, person: "A", count: 20 });
  const first = items.find(({ step }) => step === 0);
  const skipped = [first?.idx ?? -1];
  const rest = items.filter(({ trajectoryId }) => trajectoryId !== first?.trajectoryId).map(({ idx }) => idx);
  const later = await api().next({ review, person: "A", count: 20, skipped });
  expect(later.items.map(({ idx }) => idx)).toEqual(rest);
  expect((await api().next({ review, person: "B", count: 20 })).items.map(({ idx }) => idx)).toEqual(skipped);

  const other = await make({ overlap: 2 });
  expect((await api().next({ review: other, person: "A", count: 20, skipped: [0, 1, 2, 3, 4] })).items).toHaveLength(5);
});

test("of several who decide at once one does, and the others are told who and what", async () => {
  const review = await make({ overlap: 2 });
  const [{ step, id }] = await itemsOf(review);
  await rule(review, 0, [[step, 1]]);
  await rule(review, 0, [[step, -1]], undefined, "B");
  const decide = (person: string, seen: Parameters<ReturnType<typeof api>["decide"]>[0]["seen"]) =>
    api().decide({ review, idx: 0, step, person, rating: 0, note: `${person} thinks so`, seen });
  const answers = await Promise.allSettled(["Cleo", "Dora", "Eva"].map((person) => decide(person, null)));
  const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
  expect(refused).toHaveLength(2);
  const [kept] = await verdictsOf(review, id, "final");
  for (const error of refused) {
    expect(error).toMatchObject({ code: "CONFLICT" });
    expect(error.message).toContain(`${kept.raw}: neutral (${kept.raw.replace("decided by ", "")} thinks so)`);
  }
  const final = (await api().cases({ review })).cases[0]?.final;
  if (!final) throw new Error("nothing stands");
  const seen = { rating: final.rating, note: final.note?.text ?? null, by: final.by };
  await expect(api().undecide({ review, idx: 0, step, seen: null })).rejects.toMatchObject({ code: "CONFLICT" });
  await decide("Fay", seen);
  expect(await verdictsOf(review, id, "final")).toMatchObject([{ raw: "decided by Fay" }]);
  await expect(api().undecide({ review, idx: 0, step, seen })).rejects.toThrow("Meanwhile it was decided by Fay");
});

test("a judging run that says nothing of the pool is named before the draw", async () => {
  const [{ id }] = await rows(
    `INSERT INTO judging_run (key, version, name, judge_kind, settings)
     VALUES ('silent', 1, 'Silent', 'model', '{}') RETURNING id`,
    [],
  );
  const ofSteps = { unit: "step", ruling: "steps", size: 2 } as const;
  const stratified = { ...ofSteps, sampling: { kind: "stratified" as const, by: ["verdict" as const] }, judges: [id] };
  const uniform = { ...ofSteps, sampling: { kind: "uniform" as const } };
  expect(await api().preview({ pool: EMPTY_POOL, plan: stratified })).toMatchObject({ silent: ["Silent"] });
  expect(await api().preview({ pool: EMPTY_POOL, plan: uniform })).toMatchObject({ silent: [] });
});
