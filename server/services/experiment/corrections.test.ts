/** What people ruled in a review goes before the judge's verdicts in a filter, in the figures and in what is exported. */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { Filter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";
import { NewReview } from "@/domain/review/plan";
import { poolOf } from "@/server/engine/judging/testing";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { useImports } from "@/server/testing/small-pool";
import { loadArms } from "./evaluate";
import { readMembers } from "./members";

const { own, run, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });

test("corrections of a person, and final ones, move trajectories both ways; unsure leaves the judge's verdict", async () => {
  // The judge calls the second step of each trajectory unreasonable: process keeps the one with a single step.
  const records = poolOf([3, 1, 4, 2, 5]).map((record) =>
    "steps" in record
      ? {
          ...record,
          verdicts: [{ run: "judge", steps: record.steps.map((_, step) => ({ step, rating: step === 1 ? -1 : 1 })) }],
        }
      : record,
  );
  const judged = { type: "judging-run", key: "judge", name: "Judge", judgeKind: "model" };
  await run([...records.slice(0, 4), judged, ...records.slice(4)]);
  const judge = (await one("SELECT id FROM judging_run WHERE key = 'judge'")).id;
  const [cleared, condemned, neutral, unsure] = (await rows("SELECT id FROM trajectory ORDER BY sample_index")).map(
    ({ id }) => id as number,
  );

  const plan = { unit: "step", ruling: "steps", sampling: { kind: "uniform" }, size: 15 };
  const asked = NewReview.parse({ key: randomUUID(), name: "Corrections", pool: Pool.parse({}), plan });
  const review = (await api().review.create(asked)).id;
  const says = new Map<string, -1 | 0 | 1 | null>([
    [`${cleared} 1`, 1],
    [`${condemned} 0`, -1],
    [`${neutral} 1`, 0],
    [`${unsure} 1`, null],
  ]);
  for (const { idx, trajectory_id, step } of await rows("SELECT * FROM review_item WHERE review_id = $1", [review])) {
    const rating = says.get(`${trajectory_id} ${step}`);
    if (rating !== undefined)
      await api().review.rule({ review, idx, person: "Ann", at: "2026-01-01T00:00:00Z", rulings: [{ step, rating }] });
  }
  const person = (await api().review.get({ id: review })).people[0]?.runId ?? 0;
  expect((await api().browse.names()).judgingRuns).toContainEqual(
    expect.objectContaining({ id: person, kind: "human", isReview: true }),
  );

  const process = (more: object) => Filter.parse({ mode: "process", process: { judges: [judge], ...more } });
  const arms = (override: number) => [
    { name: "Judge", filter: process({}) },
    { name: "Corrected", filter: process({ override }) },
    { name: "Strict", filter: process({ override, neutralIsReasonable: false }) },
  ];
  const keptBy = (override: number) =>
    inSnapshot(own.db.pool, async (client) => {
      const of = { pool: Pool.parse({}), arms: arms(override), matching: false };
      const loaded = await loadArms(client, of);
      const members = [];
      for (const { name } of of.arms) {
        const kept = [...(await readMembers(client, loaded, of, name))];
        members.push(kept.map(({ id, ratings }) => ({ id, ratings })));
      }
      return members;
    });
  const expected = [
    [{ id: condemned, ratings: [1] }],
    [
      { id: cleared, ratings: [1, 1, 1] },
      { id: neutral, ratings: [1, 0, 1, 1] },
    ],
    [{ id: cleared, ratings: [1, 1, 1] }],
  ];
  expect(await keptBy(person)).toEqual(expected);
  const evaluated = await api().experiment.evaluate({ pool: Pool.parse({}), arms: arms(person), matching: false });
  expect(evaluated.arms.map(({ figures }) => [figures.trajectories, figures.subTrajectories])).toEqual([
    [1, 1],
    [2, 7],
    [1, 3],
  ]);

  await api().review.takeOverAgreed({ review });
  const final = (await api().review.get({ id: review })).finalRunId ?? 0;
  expect(final).not.toBe(person);
  expect(await keptBy(final)).toEqual(expected);
});
