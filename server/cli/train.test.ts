import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addChoice } from "@/server/services/training/testing";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { outputOf } from "@/server/testing/command-output";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { filterCommand } from "./filter";
import { trainCommand } from "./train";

const { own, run: load, one, rows } = useImports();
let choice: string[] = [];
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "swirl-train-"));
  await load(smallPool("pool", { samples: 3 }));
  const { id: judge } = await one("SELECT id FROM judging_run");
  const { baseModelId, engineId, reward } = await addChoice(own.db, { judge });
  if (reward?.kind !== "judge") throw new Error("A judge rewards.");
  choice = ["--mode", "process", "--judging-run", "pool judge", "--base", String(baseModelId)];
  choice.push("--engine", String(engineId), "--endpoint", String(reward.endpointId));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const train = (...args: string[]) => outputOf(() => trainCommand([...choice, ...args, "--json"], own.db));

test("what is known beforehand is said, and nothing is started", async () => {
  const checked = await train("--check", "--change", "optimiser.max_steps=7", "--change", "lora={r: 4}");
  expect(checked).toMatchObject({ exit: 0, json: { issues: [], check: { trajectories: 1, subTrajectories: 2 } } });
  for (const line of [/max_steps: 7 # updates/, /lora:\n? *{? ?r: 4/]) expect(checked.json.config).toMatch(line);
  const wrong = await train("--check", "--change", "optimiser.max_steps=none");
  expect(wrong).toMatchObject({ exit: 1, json: { check: null } });
  expect(await rows("SELECT id FROM training_run")).toEqual([]);
});

test("it is launched with the recipe, the changes and what the job asks for", async () => {
  const begun = await train("--change", "optimiser.max_steps=7", "--cpus", "3", "--name", "Mine", "--no-wait");
  expect(begun).toMatchObject({ exit: 0, json: { name: "Mine", status: "launching", models: [] } });
  const kept = await one(
    `SELECT config, algorithm, resources::jsonb AS resources, data::jsonb AS data, reward::jsonb AS reward
     FROM training_run WHERE id = $1`,
    [begun.json.trainingRun],
  );
  expect(kept).toMatchObject({
    algorithm: "swirl",
    resources: { cpus: 3, gpus: 0 },
    data: { mode: "process", trainingSet: null },
    reward: { kind: "judge", template: "Reasonable step v1" },
  });
  expect(kept.config).toContain("max_steps: 7");
  expect(await train("--timeout", "0", "--name", "Late")).toMatchObject({ exit: 1, json: { status: "launching" } });
});

test("a training set says what it is made of", async () => {
  const kept = ["--mode", "process", "--judging-run", "pool judge", "--freeze", "Kept", "--no-wait"];
  expect(await outputOf(() => filterCommand(kept, own.db))).toMatchObject({ exit: 0 });
  await freezeWaiting(own.db, "0.1.0", new AbortController().signal);
  const args = ["--training-set", "kept", ...choice.slice(choice.indexOf("--base")), "--check", "--json"];
  const { exit, json } = await outputOf(() => trainCommand(args, own.db));
  expect({ exit, json }).toMatchObject({ exit: 0, json: { check: { trajectories: 1, subTrajectories: 2 } } });
});

test("a whole config may be brought along, and what is wrong with it is said", async () => {
  const file = join(folder, "config.yaml");
  const { json } = await train("--check");
  await writeFile(file, String(json.config).replace(/max_steps: \d+/, "max_steps: 11"));
  const begun = await train("--config", file, "--no-wait");
  const { config } = await one("SELECT config FROM training_run WHERE id = $1", [begun.json.trainingRun]);
  expect(config).toContain("max_steps: 11");
  await writeFile(file, `${json.config}nothing: 1\n`);
  await expect(train("--config", file)).rejects.toThrow(/line \d+, nothing/);
});

test.each([
  [["--training-set", "1"], /leave out --mode, --judging-run/],
  [["--algorithm", "sft"], /sft is not rewarded/],
  [["--rule", "well-formed"], /either a judge's endpoint with --endpoint, or a rule/],
  [["--change", "max_steps"], /write a field and a value/],
  [["--change", "optimiser.max_steps.x=1"], /holds no fields/],
  [["--config", "/nowhere/x.yaml"], /--config: cannot read/],
  [["--gpus", "many"], /--gpus takes a number/],
  [["--cpus", "-1"], /cpus/],
])("%j is refused in a sentence", async (args, sentence) => {
  const before = await rows("SELECT count(*) FROM training_run");
  await expect(train(...args)).rejects.toThrow(sentence);
  expect(await rows("SELECT count(*) FROM training_run")).toEqual(before);
});
