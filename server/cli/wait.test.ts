import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import type { TrainingStatus } from "@/domain/training/status";
import { startJudging } from "@/server/services/judging/start";
import { actOnRun } from "@/server/services/run/act";
import { outputOf } from "@/server/testing/command-output";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { addTrainingRun } from "@/server/training/testing";
import { UsageError } from "./exit-status";
import { waitCommand } from "./wait";

const { own, run: load, one } = useImports();
beforeAll(async () => {
  await load(smallPool("pool"));
});

const wait = (...args: string[]) => outputOf(() => waitCommand([...args, "--json"], own.db));
const judging = (name: string) =>
  startJudging(own.db, { name, pool: EMPTY_POOL, judge: { kind: "rule", rules: ["answer-present"] } });

test.each<[TrainingStatus, number]>([
  ["done", 0],
  ["failed", 1],
  ["lost", 1],
  ["stopped", 3],
])("a training run that is %s ends it with %i", async (status, exit) => {
  await addTrainingRun(own.db, { status, name: `that is ${status}` });
  const waited = await wait("training", `that is ${status}`);
  expect(waited).toMatchObject({ exit, json: { name: `that is ${status}`, status, models: [] } });
});

test("it goes on until the run has ended, and a cancelled one is 3", async () => {
  const { id } = await judging("To be cancelled");
  const waiting = wait("judging", "to be cancelled", "--timeout", "60");
  await actOnRun(own.db, { kind: "judging", runId: id, action: "cancel" });
  expect(await waiting).toMatchObject({ exit: 3, json: { judgingRun: id, status: "cancelled", planned: 2, done: 0 } });
});

test("what is not over in time is 1, and stays as it is", async () => {
  const { id } = await judging("Patient");
  await actOnRun(own.db, { kind: "judging", runId: id, action: "pause" });
  expect(await wait("judging", String(id), "--timeout", "0.1")).toMatchObject({ exit: 1, json: { status: "paused" } });
  const { out } = await outputOf(() => waitCommand(["judging", String(id), "--timeout", "0"], own.db));
  expect(out).toMatch(/Patient: paused, 0 of 2 trajectories[\s\S]*not over in time/);
  expect(await one("SELECT status FROM run_state WHERE run_id = $1", [id])).toEqual({ status: "paused" });
});

test("nobody works on an imported run: it is over", async () => {
  expect(await wait("rollout", "pool")).toMatchObject({ exit: 0, json: { name: "pool", status: "imported" } });
});

test.each([
  ["failed", 1],
  ["frozen", 0],
])("a training set that is %s ends it with %i, under the version that is named", async (status, exit) => {
  const plan = { name: "x", pool: EMPTY_POOL, arms: [{ name: "All", filter: { mode: "none" } }], matching: false };
  for (const version of [1, 2])
    await own.db.pool.query(
      `INSERT INTO training_set (key, name, version, plan, arm, fingerprint, status) VALUES ($1, $2, $3, $4, 'All', 'f', $5)`,
      [randomUUID(), `Set ${status}`, version, JSON.stringify(plan), version === 1 ? status : "freezing"],
    );
  const json = { name: `Set ${status}`, version: 1, status };
  expect(await wait("training-set", `Set ${status}@1`)).toMatchObject({ exit, json });
  expect(await wait("training-set", `Set ${status}`, "--timeout", "0")).toMatchObject({
    exit: 1,
    json: { version: 2 },
  });
});

test.each([
  [[], /what to wait for/],
  [["judging"], /what to wait for/],
  [["pool", "1"], /no "pool" to wait for: it is one of rollout, judging/],
  [["toString", "1"], /no "toString"/],
  [["judging", "1", "--timeout", "-1"], /timeout/],
])("%j is called wrongly", async (args, sentence) => {
  const refused = waitCommand(args, own.db);
  await expect(refused).rejects.toThrow(sentence);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
});

test.each(["rollout", "judging", "labelling", "round", "training-set", "training", "arm-training", "eval"])(
  "there may be no such %s",
  async (kind) => {
    await expect(waitCommand([kind, "999999"], own.db)).rejects.toThrow(/is called "999999"/);
  },
);
