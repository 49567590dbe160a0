import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { NewReview } from "@/domain/review/plan";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { createReview } from "@/server/services/review/create";
import { outputOf } from "@/server/testing/command-output";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { reviewCommand } from "./review";

const { own, run: load } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).review;
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
let folder = "";
let review = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "swirl-review-"));
  await load(smallPool("pool", { samples: 2 }));
  const plan = { unit: "step", sampling: { kind: "uniform" }, size: 4, ruling: "steps" };
  const asked = NewReview.parse({ key: randomUUID(), name: "Steps", pool: EMPTY_POOL, plan });
  review = (await createReview(own.db, asked)).id;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every drawn item is written, with what everybody ruled and what stands; nobody's too", async () => {
  const before = linesOf((await outputOf(() => reviewCommand(["export", "steps"], own.db))).out);
  expect(before[0]).toMatchObject({ type: "review", name: "Steps", plan: { unit: "step", size: 4 } });
  expect(before[0].strata).toMatchObject([{ population: 4, sampled: 4 }]);
  expect(before.slice(1).map(({ item, people, final }) => [item, people, final])).toEqual(
    [0, 1, 2, 3].map((item) => [item, [], []]),
  );
  const [, { step }, second] = before;
  const said = async (person: string, idx: number, at: number, rating: -1 | 1 | null, note?: string) =>
    api().rule({ review, idx, person, at: new Date().toISOString(), rulings: [{ step: at, rating, note }] });
  await said("Ada", 0, step, -1, "no sum");
  await said("Bob", 0, step, null);
  await said("Ada", 1, second.step, 1);
  await api().takeOverAgreed({ review });

  const out = join(folder, "review.jsonl");
  const { exit, json } = await outputOf(() =>
    reviewCommand(["export", String(review), "--out", out, "--json"], own.db),
  );
  expect([exit, json]).toEqual([0, { review, out, items: 4, notDone: 2 }]);
  const [, first, next, ...others] = linesOf(await readFile(out, "utf8"));
  expect(first).toMatchObject({
    ...{ type: "item", item: 0, run: "pool-run", set: "pool-set", question: "1", step, probability: 1 },
    people: [
      { person: "Ada", isDone: true, rulings: [{ step, rating: -1, note: "no sum", isInHindsight: false }] },
      { person: "Bob", isDone: true, rulings: [{ step, rating: null, note: null, isInHindsight: false }] },
    ],
    final: [],
  });
  expect(next.final).toMatchObject([{ step: second.step, rating: 1 }]);
  expect(others.map(({ people }) => people)).toEqual([[], []]);
});

test.each([
  [["export"], /export` and a review/],
  [["list", "Steps"], /export` and a review/],
  [["export", "Others"], /No review is called "Others"/],
  [["export", "Steps", "--out", "/nowhere/x.jsonl"], /there is no folder/],
])("%j is refused in a sentence", async (args, sentence) => {
  await expect(reviewCommand(args, own.db)).rejects.toThrow(sentence);
});
