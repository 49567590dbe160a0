/** From questions to a training set by commands alone, while workers do the work. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judgingExecutor } from "@/server/engine/judging/executor";
import { labellingExecutor } from "@/server/engine/labelling/executor";
import { rolloutExecutor } from "@/server/engine/rollout/executor";
import { useEngine } from "@/server/engine/testing/use-engine";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { outputOf } from "@/server/testing/command-output";
import { addModel } from "@/server/testing/endpoint";
import { filterCommand } from "./filter";
import { importCommand } from "./import";
import { judgeCommand } from "./judge";
import { labelCommand } from "./label";
import { rolloutsCommand } from "./rollouts";
import { waitCommand } from "./wait";

const { own, serve, engine } = useEngine();
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "swirl-loop-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (command: (args: string[], db: typeof own.db) => Promise<unknown>, ...args: string[]) =>
  outputOf(() => command([...args, "--json"], own.db));

test("each command starts its work, waits for it, and answers what a script goes on with", async () => {
  const questions = join(folder, "sums.jsonl");
  const lines = [1, 2, 3].map((n) =>
    JSON.stringify({ question: `What is ${n} + ${n}?`, answer: `${n} #### ${n + n}` }),
  );
  await writeFile(questions, `${lines.join("\n")}\n`);
  expect(await outputOf(() => importCommand([questions], own.db))).toMatchObject({ exit: 0 });
  const set = (await own.db.pool.query("SELECT name FROM question_set")).rows[0].name;

  const server = await serve();
  await addModel(own.db, { url: server.url, name: "base" });
  for (const executor of [rolloutExecutor, judgingExecutor, labellingExecutor]) await engine(executor);
  const settings = join(folder, "settings.json");
  await writeFile(settings, JSON.stringify({ topk: 7, sameCallLimit: 3 }));
  const rolled = await run(
    rolloutsCommand,
    ...["--model", "base", "--set", set, "--samples", "2", "--step-limit", "4", "--settings", settings],
  );
  expect(rolled).toMatchObject({ exit: 0, json: { status: "done", name: `${set} · base`, planned: 6, done: 6 } });
  const kept = await own.db.pool.query("SELECT settings::jsonb AS settings FROM rollout_run");
  expect(kept.rows[0].settings).toMatchObject({ samples: 2, stepLimit: 4, topk: 7, sameCallLimit: 3 });
  // The prompt tells of as many steps as there are.
  expect(kept.rows[0].settings.systemPrompt).toContain("at most 4 steps");
  const rollout = String(rolled.json.rolloutRun);

  const judged = await run(judgeCommand, "--rule", "answer-present", "--rollout-run", rollout, "--name", "Rules");
  expect(judged).toMatchObject({ exit: 0, json: { status: "done", judged: 6 } });
  const byModel = await run(judgeCommand, "--endpoint", "base", "--rollout-run", rollout, "--votes", "2", "--no-wait");
  expect(byModel).toMatchObject({ exit: 0, json: { name: "base, Reasonable step v1", planned: 6 } });
  expect(await run(waitCommand, "judging", String(byModel.json.judgingRun))).toMatchObject({ exit: 0 });
  const labelled = await run(labelCommand, "--metric", "gsm8k-flexible", "--rollout-run", rollout);
  expect(labelled).toMatchObject({ exit: 0, json: { name: "GSM8K flexible", status: "done", labelled: 6 } });

  const choice = ["--mode", "none", "--judging-run", "Rules"];
  const looked = await run(filterCommand, ...choice);
  expect(looked).toMatchObject({ exit: 0, json: { arm: "None", experiment: null, pool: { trajectories: 6 } } });
  const { subTrajectories } = looked.json.figures as { subTrajectories: number };
  const stopping = new AbortController();
  const freezing = (async () => {
    while (!stopping.signal.aborted) {
      await freezeWaiting(own.db, "0.1.0", stopping.signal);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const frozen = await run(filterCommand, ...choice, "--freeze", "All");
  expect(frozen).toMatchObject({ exit: 0, json: { name: "All", version: 1, status: "frozen", subTrajectories } });
  // Of the experiment that it was kept as, the same again.
  const again = await run(filterCommand, "--experiment", "All", "--arm", "None", "--freeze", "All");
  stopping.abort();
  await freezing;
  expect(again).toMatchObject({ exit: 0, json: { version: 2, sha256: frozen.json.sha256 } });
});

test.each<[string, (args: string[], db: typeof own.db) => Promise<unknown>, string[], RegExp]>([
  ["nothing chosen", judgeCommand, ["--rule", "answer-present"], /choose trajectories/],
  ["everything and something", judgeCommand, ["--rule", "answer-present", "--all", "--pool", "min-steps=1"], /choose/],
  ["two judges", judgeCommand, ["--rule", "answer-present", "--endpoint", "base", "--all"], /either a judge/],
  ["an unknown rule", judgeCommand, ["--rule", "kind", "--all"], /--rule kind: it is one of calculator-call-valid/],
  ["votes of rules", judgeCommand, ["--rule", "answer-present", "--votes", "3", "--all"], /rules take no --votes/],
  ["too many votes", judgeCommand, ["--endpoint", "base", "--votes", "1000", "--all"], /judge.votes: /],
  ["an unknown metric", labelCommand, ["--metric", "em", "--all"], /--metric em: it is one of gsm8k-strict/],
  ["a threshold of an exact match", labelCommand, ["--metric", "hotpotqa-em", "--threshold", "0.3", "--all"], /0 or 1/],
  ["no number", rolloutsCommand, ["--model", "base", "--set", "1", "--samples", "many"], /--samples takes a number/],
  ["a purpose", rolloutsCommand, ["--model", "base", "--set", "1", "--purpose", "fun"], /purpose: /],
  ["a mode and a filter", filterCommand, ["--mode", "none", "--filter", "x.json"], /--filter goes without --mode/],
  ["no judge", filterCommand, ["--mode", "process"], /name a judging run/],
  [
    "an arm of nothing",
    filterCommand,
    ["--mode", "none", "--judging-run", "Rules", "--arm", "x"],
    /goes without --arm/,
  ],
  [
    "nothing kept",
    filterCommand,
    ["--mode", "none", "--judging-run", "Rules", "--pool", "min-steps=900", "--freeze", "x"],
    /keeps nothing/,
  ],
  ["another arm", filterCommand, ["--experiment", "All", "--arm", "x"], /--arm: None/],
  ["a time that is none", waitCommand, ["judging", "Rules", "--timeout", "soon"], /--timeout takes a number/],
])("%s is refused in a sentence, and nothing is started", async (_, command, args, sentence) => {
  const made = "SELECT (SELECT count(*) FROM run_state) AS runs, (SELECT count(*) FROM experiment) AS experiments";
  const before = (await own.db.pool.query(made)).rows;
  await expect(command(args, own.db)).rejects.toThrow(sentence);
  expect((await own.db.pool.query(made)).rows).toEqual(before);
});
