/** Launching, through the router on a real database: what is suggested, checked, refused, and written down once. */
import { beforeAll, expect, test } from "vitest";
import { defaultSettings } from "@/domain/rollout/default-settings";
import type { TrainingChoice } from "@/domain/training/plan";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { addChoice, planOf } from "./testing";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).launch;

let choice: TrainingChoice;
beforeAll(async () => {
  await load(smallPool("pool", { samples: 3 }));
  choice = await addChoice(own.db, { judge: (await one("SELECT id FROM judging_run")).id });
});
const runs = async () => (await one("SELECT count(*)::int AS n FROM training_run")).n;
const suggest = (part: Partial<TrainingChoice> = {}) => api().defaults({ choice: { ...choice, ...part } });

test("a recipe for a machine without a GPU, with the judge as it is and exact counts", async () => {
  const { config, check, issues, resources, name } = await suggest();
  expect(issues).toEqual([]);
  expect(name).toMatch(/SWiRL · process$/);
  expect(resources).toEqual({ cpus: 1, gpus: 0, memoryGib: null });
  for (const line of ["path: /models/tiny", "key_variable: JUDGE_KEY", "max_steps: 60", "device: cpu", "top_k: 1"])
    expect(config).toContain(line);
  // Of three samples one is reasonable throughout; samples of a question share their first context only.
  expect(check).toMatchObject({
    trajectories: 1,
    subTrajectories: 2,
    distinctContexts: 2,
    tokens: null,
    uncounted: 2,
    stepsPerEpoch: 1,
    judgeCalls: 60 * 16 * 6,
    policy: "unknown",
  });
  const all = await suggest({ data: { ...choice.data, mode: "none" } });
  expect(all.check).toMatchObject({ trajectories: 3, subTrajectories: 6, distinctContexts: 4 });
});

test("only the weights that a rollout run recorded say what the policy is", async () => {
  const { id } = await one("SELECT id FROM rollout_run");
  const before = await one("SELECT settings::text FROM rollout_run WHERE id = $1", [id]);
  const recorded = async (weightsHash: string | null) => {
    const settings = {
      ...defaultSettings(null),
      questions: { questionSetId: 1, order: "first", limit: null, seed: 0 },
      endpoint: { name: "e", baseUrl: "http://127.0.0.1:1/v1", servedName: "tiny", extraBody: {} },
      model: { name: "tiny", kind: "base", weightsHash },
    };
    await own.db.pool.query("UPDATE rollout_run SET settings = $2, model_id = $3 WHERE id = $1", [
      ...[id, JSON.stringify(settings), choice.baseModelId],
    ]);
    return (await suggest()).check?.policy;
  };
  // The model has a hash by now: a run that was made before does not get it after the fact.
  await own.db.prisma.model.update({ where: { id: choice.baseModelId }, data: { weightsHash: "a".repeat(64) } });
  expect(await recorded(null)).toBe("unknown");
  expect(await recorded("a".repeat(64))).toBe("on-policy");
  expect(await recorded("b".repeat(64))).toBe("off-policy");
  await own.db.pool.query("UPDATE rollout_run SET settings = $2 WHERE id = $1", [id, before.settings]);
});

test("a changed choice keeps what was edited, but for what was chosen", async () => {
  const before = await suggest();
  const config = before.config.replace("max_steps: 60", "max_steps: 7").replace("path: /models/tiny", "path: /mine");
  const edited = { recipe: before.recipe, config };
  const after = await api().defaults({ choice: { ...choice, algorithm: "sft", reward: null }, edited });
  expect(after.kept).toEqual(["optimiser.max_steps"]);
  expect(after.config).toContain("max_steps: 7");
  expect(after.config).toContain("path: /models/tiny");
  expect(after.config).toContain("reward: null");
  expect(after.check).toMatchObject({ judgeCalls: 0 });
  const broken = await api().defaults({ choice, edited: { recipe: before.recipe, config: "a: [" } });
  expect(broken).toMatchObject({ config: "a: [", check: null, issues: [{ line: 1 }] });
});

test("what comes from the choices cannot be written otherwise", async () => {
  const { config } = await suggest();
  const text = config.replace("base_url: http://10.0.0.7:8000/v1", "base_url: http://elsewhere/v1");
  const { issues } = await api().check({ choice, config: text, resources: { cpus: 1, gpus: 0, memoryGib: null } });
  const line = text.split("\n").findIndex((each) => each.includes("elsewhere")) + 1;
  expect(issues).toEqual([{ path: "reward.base_url", line, message: expect.stringContaining("chosen") }]);
  await expect(api().start(planOf(choice, text))).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining(`line ${line}, reward.base_url`),
  });
});

test.each([
  ["nothing kept", { data: { mode: "outcome" as const, pool: { maxSteps: 1 } } }, /keeps nothing/],
  ["no judging run", { data: { mode: "process" as const, pool: { judge: null } } }, /Choose a judging run/],
  ["no reward", { reward: null }, /needs a judge/],
  ["no such model", { baseModelId: 999 }, /no model 999/],
  ["no such engine", { engineId: 999 }, /no training engine 999/],
])("%s is said and launches nothing", async (_, part, message) => {
  const { config } = await suggest();
  const data =
    "data" in part ? { ...choice.data, ...part.data, pool: { ...choice.data.pool, ...part.data.pool } } : choice.data;
  const before = await runs();
  await expect(api().start(planOf({ ...choice, ...part, data }, config))).rejects.toMatchObject({
    message: expect.stringMatching(message),
  });
  expect(await runs()).toBe(before);
});

test("a model without a path is asked for one, at the line of it", async () => {
  const bare = await addChoice(own.db, { judge: choice.data.pool.judge ?? 0, path: null });
  const { issues, config } = await api().defaults({ choice: bare });
  expect(issues).toMatchObject([{ path: "model.path" }]);
  await expect(api().start(planOf(bare, config))).rejects.toMatchObject({ code: "BAD_REQUEST" });
});

test("a launch is one row, one attempt and what it was made of, however often it is sent at once", async () => {
  const { config } = await suggest();
  const plan = planOf(choice, config.replace("max_steps: 60", "max_steps: 3 # a first try"));
  const before = await runs();
  const ids = await Promise.all(Array.from({ length: 6 }, () => api().start(plan)));
  expect(new Set(ids.map(({ id }) => id)).size).toBe(1);
  expect(await runs()).toBe(before + 1);
  const [{ id }] = ids as [{ id: number }];
  expect(await api().start(plan)).toEqual({ id });
  expect(await rows("SELECT attempt, job_id, status FROM training_attempt WHERE run_id = $1", [id])).toEqual([
    { attempt: 1, job_id: `swirl-${plan.key}-1`, status: "launching" },
  ]);
  const run = await one("SELECT * FROM training_run WHERE id = $1", [id]);
  expect(run).toMatchObject({ status: "launching", algorithm: "swirl", base_model_id: choice.baseModelId });
  expect(run.config).toContain("# a first try");
  expect(run.config).toContain(`folder: /storage/swirl/runs/${plan.key}`);
  expect(run.config).not.toMatch(/secret|Bearer/);
  expect(JSON.parse(run.checked)).toMatchObject({ distinctContexts: 2 });
  expect(JSON.parse(run.data).pool.labels).toBeGreaterThan(0);

  const clone = await api().clone({ id });
  expect(clone).toMatchObject({ ...choice, data: { mode: "process" }, resources: plan.resources });
  expect(clone.config).toContain("# a first try");
  expect(clone.config).not.toContain("folder:");
  const again = await api().start(planOf(choice, clone.config, { clonedFrom: id }));
  expect(await one("SELECT cloned_from FROM training_run WHERE id = $1", [again.id])).toEqual({ cloned_from: id });
});
