/** `swirl train` */
import { randomUUID } from "node:crypto";
import { FilterMode } from "@/domain/filter";
import { EMPTY_POOL } from "@/domain/pool";
import { Algorithm } from "@/domain/training/config";
import { TrainingChoice, type TrainingData, TrainingPlan } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { changeConfig } from "@/server/formats/training-config/change";
import { freeNameOf, resolveRun } from "@/server/services/runs";
import { launchTraining } from "@/server/services/training/launch";
import { suggestTraining } from "@/server/services/training/suggest";
import { readChanges } from "./config-changes";
import { ENGINE_OPTIONS, engineOf } from "./engine-options";
import { UsageError } from "./exit-status";
import { readMode } from "./filter-options";
import { templateOf } from "./judge";
import { POOL_HELP, POOL_OPTIONS, poolFromOptions } from "./pool-options";
import { print } from "./print";
import { readArgs, readOptionFile, readPlan } from "./read-args";
import { showCheck } from "./training-check";
import { FINISH_HELP, FINISH_OPTIONS, finish, readTimeout } from "./work/finish";

const HELP = `Usage: swirl train --training-set NAME --base NAME --engine NAME --endpoint NAME [options]
       swirl train --mode MODE --judging-run NAME --base NAME --engine NAME --endpoint NAME [options] [pool options]
Trains a model on a training set, or on what a filter mode keeps of a pool, and waits. The worker of a running studio
submits the job and follows it.
  --training-set NAME    its newest version; NAME@2 is the second, an id works too
  --mode MODE            ${FilterMode.options.join(", ")}
  --base NAME            the model that is trained; a name or id
  --engine NAME          the training engine; a name or id
  --cpus N, --gpus N     what the job asks for, and --memory GIB; else as the engine says
  --algorithm WORD       ${Algorithm.options.join(", ")}; swirl
  --endpoint NAME        of the judge that rewards sampled actions; a name or id; not for sft
  --template NAME        its prompt; NAME@2 is the second version
  --rule well-formed     a rule in place of a judge, for tests and first tries
  --config FILE          a whole config as YAML, in place of the recipe
  --change FIELD=VALUE   a field of the config, such as optimiser.max_steps=60; may be repeated
  --check                starts nothing: prints the config and what is known of the run beforehand
  --name NAME            of the run, and of its model
${POOL_HELP}
${FINISH_HELP}`;

const OPTIONS = {
  ...POOL_OPTIONS,
  ...FINISH_OPTIONS,
  ...ENGINE_OPTIONS,
  "training-set": { type: "string" },
  mode: { type: "string" },
  base: { type: "string" },
  algorithm: { type: "string" },
  endpoint: { type: "string" },
  template: { type: "string" },
  rule: { type: "string" },
  config: { type: "string" },
  change: { type: "string", multiple: true },
  check: { type: "boolean" },
  name: { type: "string" },
} as const;
type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;

/** What stands in the way of a training set, which says all of it. */
const SAID_BY_SET = ["mode", "judging-run", "labelling-run", "set", "rollout-run", "pool"] as const;

/** Answers the exit status. */
export async function trainCommand(args: string[], db: Db): Promise<number> {
  const given = readArgs(args, OPTIONS, HELP);
  if (given.help) {
    print(HELP);
    return 0;
  }
  readTimeout(given);
  const changes = readChanges(given.change ?? []);
  const written = given.config === undefined ? null : await readOptionFile("config", given.config);
  const { choice, resources } = await choose(db, given);
  const suggested = await suggestTraining(db, { choice, resources, edited: null });
  const config = changeConfig(written ?? suggested.config, changes);
  if (given.check) return showCheck(db, { choice, config, resources }, given.json ?? false);
  const plan = {
    ...choice,
    name: given.name ?? (await freeNameOf(db.pool, "training run", suggested.name)),
    resources,
    config,
    key: randomUUID(),
  };
  const { id } = await launchTraining(db, readPlan(TrainingPlan, plan, HELP));
  return finish(db, "training", id, given);
}

async function choose(db: Db, given: Given) {
  if (given.base === undefined || given.engine === undefined)
    throw new UsageError(`name a model with --base and a training engine with --engine\n\n${HELP}`);
  const data = await dataOf(db, given);
  const { id: baseModelId } = await resolveRun(db.pool, "model", given.base);
  const { engineId, resources } = await engineOf(db, given.engine, given);
  const algorithm = given.algorithm ?? "swirl";
  const reward = await rewardOf(db, given, algorithm);
  return { choice: readPlan(TrainingChoice, { data, baseModelId, engineId, algorithm, reward }, HELP), resources };
}

async function dataOf(db: Db, given: Given): Promise<TrainingData> {
  if (given["training-set"] !== undefined) {
    const beside = SAID_BY_SET.filter((option) => given[option] !== undefined);
    if (beside.length > 0) throw new UsageError(`--training-set says that already: leave out --${beside.join(", --")}`);
    const { id } = await resolveRun(db.pool, "training set", given["training-set"]);
    // Pool and mode are those of the set.
    return { pool: EMPTY_POOL, mode: "none", trainingSet: id };
  }
  if (given.mode === undefined || given["judging-run"] === undefined)
    throw new UsageError(`say what to train on: --training-set NAME, or --mode MODE --judging-run NAME\n\n${HELP}`);
  return { pool: await poolFromOptions(db, given), mode: readMode(given.mode), trainingSet: null };
}

async function rewardOf(db: Db, { endpoint, template, rule }: Given, algorithm: string): Promise<unknown> {
  if (algorithm === "sft") {
    if ((endpoint ?? template ?? rule) !== undefined)
      throw new UsageError("sft is not rewarded: leave out --endpoint, --template and --rule");
    return null;
  }
  if ((endpoint === undefined) === (rule === undefined))
    throw new UsageError(`name either a judge's endpoint with --endpoint, or a rule with --rule\n\n${HELP}`);
  if (endpoint === undefined) {
    if (template !== undefined) throw new UsageError("a rule takes no --template");
    return { kind: "rule", rule };
  }
  const [{ id: endpointId }, { id: templateId }] = await Promise.all([
    resolveRun(db.pool, "endpoint", endpoint),
    templateOf(db, template),
  ]);
  return { kind: "judge", endpointId, templateId };
}
