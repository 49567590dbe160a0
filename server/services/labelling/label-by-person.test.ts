import { beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { Bindings, poolSql } from "@/server/queries/pool-where";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { labelByPerson } from "./label-by-person";

const { own, run, one, rows } = useImports();
let ids: number[];
beforeAll(async () => {
  await run(smallPool("p"));
  ids = (await rows("SELECT id FROM trajectory ORDER BY sample_index")).map(({ id }) => id);
});

const label = (sample: number, person: string, correct: boolean | null, reason: string | null = null) =>
  labelByPerson(own.db, { trajectoryId: ids[sample] ?? 0, person, correct, reason });
const labels = (runId: number | null) =>
  rows("SELECT trajectory_id, correct, value, reason FROM outcome WHERE labelling_run_id = $1 ORDER BY 1", [runId]);
const revision = async () => Number((await one("SELECT value #>> '{}' AS n FROM fact WHERE key = 'revision'")).n);

test("a person's labels are one labelling run, changed and taken back one by one", async () => {
  expect(await label(0, "nobody yet", null)).toEqual({ runId: null });
  const before = await revision();
  const { runId } = await label(0, "Ada", true);
  expect(await label(1, "Ada", false, "half of it\0")).toEqual({ runId });
  expect(await one("SELECT key, version, name, labeller_kind FROM labelling_run WHERE id = $1", [runId])).toEqual({
    key: "human:Ada",
    version: 1,
    name: "Ada",
    labeller_kind: "human",
  });
  expect(await revision()).toBe(before + 2);
  await label(0, "Ada", false);
  expect(await labels(runId)).toEqual([
    { trajectory_id: ids[0], correct: false, value: null, reason: null },
    { trajectory_id: ids[1], correct: false, value: null, reason: "half of it\uFFFD" },
  ]);
  await label(0, "Ada", null);
  expect((await labels(runId)).map((row) => row.trajectory_id)).toEqual([ids[1]]);
});

test("two at once make one run", async () => {
  const both = await Promise.all([label(0, "Grace", true), label(1, "Grace", true), label(0, "Grace", true)]);
  expect(new Set(both.map(({ runId }) => runId)).size).toBe(1);
  expect(await labels(both[0].runId)).toHaveLength(2);
});

test("what a person says stands before a metric's newer word", async () => {
  await label(0, "Emmy", false);
  await run([
    ...smallPool("p").slice(0, 4),
    { type: "labelling-run", key: "newer", name: "newer", labellerKind: "metric" },
    {
      type: "outcome",
      run: "newer",
      correct: true,
      trajectory: { run: "p-run", set: "p-set", question: "1", sample: 0 },
    },
  ]);
  const bind = new Bindings();
  const { from, where } = poolSql({ ...EMPTY_POOL, outcome: ["incorrect"] }, bind);
  expect(await rows(`SELECT t.sample_index AS sample FROM ${from} WHERE ${where}`, bind.values)).toContainEqual({
    sample: 0,
  });
});

test("a trajectory that is gone is said so", async () => {
  const gone = { trajectoryId: 2_000_000_000, person: "Ada", correct: true, reason: null };
  await expect(labelByPerson(own.db, gone)).rejects.toMatchObject({ code: "not-found" });
});
