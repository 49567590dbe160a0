/** What a frozen set needs stays, also while it is being frozen; and what leaves with it is its own. */
import { randomUUID } from "node:crypto";
import { expect, test, vi } from "vitest";
import { ExperimentPlan, paperArms } from "@/domain/experiment";
import { Pool } from "@/domain/pool";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { exportOf, linesOf } from "@/server/services/export/formats/testing";
import { removeSamplePool } from "@/server/services/sample/remove";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { freezeWaiting } from "./freeze";

const { own, run, rows } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });
const idOf = async (table: string, key: string): Promise<number> =>
  (await rows(`SELECT id FROM ${table} WHERE key = $1`, [key]))[0].id;
const freezeAll = () => freezeWaiting(own.db, "0.1.0+test", new AbortController().signal);

/** Asks for an arm of the paper's experiment on `pool`. */
async function ask(prefix: string, arm: string, pool: Pool, judge: string | null = `${prefix}-judge`): Promise<number> {
  const labels = await idOf("labelling_run", `${prefix}-em`);
  const arms = paperArms(judge === null ? null : await idOf("judging_run", judge), labels);
  const plan = ExperimentPlan.parse({
    name: `Of ${prefix} ${arm}`,
    pool,
    arms: arms.filter(({ name }) => name === arm),
  });
  const { id: experimentId } = await api().experiment.save(plan);
  const { fingerprint } = await api().experiment.evaluate(plan);
  return (await api().trainingSet.freeze({ key: randomUUID(), experimentId, arm, fingerprint, name: plan.name })).id;
}

/** A small pool that is the sample. */
async function importSample(prefix: string): Promise<void> {
  await run(smallPool(prefix));
  for (const table of ["question_set", "rollout_run", "judging_run", "labelling_run"])
    await own.db.pool.query(`UPDATE ${table} SET is_sample = true WHERE key LIKE $1`, [`${prefix}-%`]);
}

const poolOf = async (prefix: string) => Pool.parse({ runs: [await idOf("rollout_run", `${prefix}-run`)] });

test("a sample pool is not removed from under a set that is being frozen", async () => {
  await importSample("under");
  const id = await ask("under", "None", await poolOf("under"));
  const blocker = await own.db.pool.connect();
  await blocker.query("BEGIN");
  await blocker.query("LOCK TABLE training_set_member IN SHARE MODE");
  const isWaiting = (query: string) =>
    vi.waitUntil(
      async () =>
        (await rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1", [query]))
          .length > 0,
      { timeout: 30_000, interval: 20 },
    );
  try {
    const freezing = freezeAll();
    await isWaiting("INSERT INTO training_set_member%");
    const removing = removeSamplePool(own.db).then(
      () => "removed",
      (error: Error) => error.message,
    );
    await Promise.race([removing, isWaiting("LOCK TABLE training_set_member IN EXCLUSIVE MODE")]);
    await blocker.query("ROLLBACK");
    expect(await freezing).toBe(1);
    expect(await removing).toMatch(/need it: remove Of under None v1 first/);
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
  const { content } = await exportOf(own.db, { format: "sub-trajectories", trainingSet: id });
  expect(linesOf(content)).toHaveLength(4);
  await api().trainingSet.remove({ id, name: "Of under None v1" });
  await removeSamplePool(own.db);
});

test("a judging run of the sample pool stays while the rows of a set name it, whatever the set's mode", async () => {
  await run(smallPool("rows"));
  await importSample("sample");
  const id = await ask("rows", "Outcome", await poolOf("rows"), "sample-judge");
  expect(await freezeAll()).toBe(1);
  await expect(removeSamplePool(own.db)).rejects.toThrow(/need it: remove Of rows Outcome v1 first/);
  const { content } = await exportOf(own.db, { format: "sub-trajectories", trainingSet: id });
  expect(JSON.parse(linesOf(content)[0] ?? "")).toMatchObject({ judging_run_key: "sample-judge", rating: null });
  expect(await api().trainingSet.card({ id })).toContain("sample judge v1 (model), for which the mode does not ask");
  await api().trainingSet.remove({ id, name: "Of rows Outcome v1" });
  await removeSamplePool(own.db);
});

test("in the studio's own format a set of a whole studio takes along only what its trajectories refer to", async () => {
  await run(smallPool("whole"));
  await run([
    { type: "swirl-studio", version: 1 },
    { type: "question-set", key: "elsewhere", name: "Without trajectories" },
  ]);
  const id = await ask("whole", "Outcome", Pool.parse({ sets: [await idOf("question_set", "whole-set")] }));
  const all = await ask("whole", "None", Pool.parse({}), null);
  expect(await freezeAll()).toBe(2);
  for (const trainingSet of [id, all]) {
    const { content } = await exportOf(own.db, { format: "swirl", trainingSet });
    const records = linesOf(content).map((line) => JSON.parse(line));
    expect(records.filter(({ key }) => key === "whole-set")).toHaveLength(1);
    expect(records.filter(({ key }) => key === "elsewhere")).toEqual([]);
  }
});
