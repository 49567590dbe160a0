/** The parts of a round by the services that the pages use: generate, judge, label, train. Workers do the work. */
import { randomUUID } from "node:crypto";
import { StudioError } from "@/domain/errors";
import { EvalPlan } from "@/domain/eval/plan";
import type { FilterMode } from "@/domain/filter";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { JudgingPlan, type Rule } from "@/domain/judging/settings";
import { LabellingPlan, type Metric } from "@/domain/labelling/settings";
import { Pool } from "@/domain/pool";
import { RolloutPlan } from "@/domain/rollout/settings";
import type { Algorithm } from "@/domain/training/config";
import { TrainingChoice, TrainingPlan } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { changeConfig } from "@/server/formats/training-config/change";
import { readJudgingSummary } from "@/server/queries/judging/summary";
import { startEvalMatrix } from "@/server/services/eval/start";
import { startJudging } from "@/server/services/judging/start";
import { listTemplates } from "@/server/services/judging/templates";
import { startLabelling } from "@/server/services/labelling/start";
import { startRollout } from "@/server/services/rollout/start";
import { suggestRollout } from "@/server/services/rollout/suggest";
import { launchTraining } from "@/server/services/training/launch";
import { suggestTraining } from "@/server/services/training/suggest";
import type { Lab } from "./register";
import { waitForEvals, waitForRun } from "./wait";

/** Longest action the lab's model has been taught, generously. */
const MAX_TOKENS = 48;

export type Rollouts = {
  set: string;
  modelId: number;
  questions: number;
  samples: number;
  temperature: number;
  seed?: number;
};

async function askedOf(db: Db, { modelId, set: key, questions, samples, temperature, seed = 1 }: Rollouts) {
  const set = await db.prisma.questionSet.findUniqueOrThrow({ where: { key }, select: { id: true } });
  const suggested = await suggestRollout(db, { questionSetId: set.id, modelId });
  return {
    questions: { questionSetId: set.id, limit: questions },
    settings: { ...suggested.settings, samples, temperature, seed, maxTokens: MAX_TOKENS },
  };
}

/** @returns the rollout run's id, once it is done */
export async function generate(db: Db, name: string, rollouts: Rollouts): Promise<number> {
  const { modelId, temperature } = rollouts;
  const purpose = temperature === 0 ? "eval" : "generate";
  const { id } = await startRollout(
    db,
    RolloutPlan.parse({ name, purpose, modelId, ...(await askedOf(db, rollouts)) }),
  );
  await waitForRun(db, { kind: "rollout", runId: id });
  return id;
}

/**
 * An eval matrix of these models on these question sets. @returns the rollout runs' ids in the order of its cells, once all
 * are done and labelled. Throws upstream where one is not.
 */
export async function evaluate(
  db: Db,
  name: string,
  { modelIds, sets }: { modelIds: [number, ...number[]]; sets: readonly Omit<Rollouts, "modelId">[] },
): Promise<number[]> {
  const asked = await Promise.all(sets.map((set) => askedOf(db, { ...set, modelId: modelIds[0] })));
  const plan = EvalPlan.parse({ name, models: modelIds, sets: asked });
  const { id } = await startEvalMatrix(db, { key: randomUUID(), plan });
  const { cells } = await waitForEvals(db, id);
  return cells.map(({ status, message, modelName, setName, rolloutRun }) => {
    if (status === "done" && rolloutRun !== null) return rolloutRun;
    throw new StudioError("upstream", `${modelName} on ${setName} is ${status}: ${message ?? "it left no run"}`);
  });
}

export type Judged = { judgingRunId: number; reasonable: number; ruled: number };

/** The teacher's verdicts on these rollout runs, once they are judged. */
export async function judge(db: Db, name: string, lab: Lab, rolloutRunIds: number[]): Promise<Judged> {
  return judgeBy(db, name, { endpointId: lab.teacherId }, rolloutRunIds);
}

/** The same by a judge of one's own: an endpoint, and whether its probabilities are the scores; or rules. */
export async function judgeBy(
  db: Db,
  name: string,
  by: { endpointId: number; useLogprobs?: boolean } | { rules: Rule[] },
  rolloutRunIds: number[],
): Promise<Judged> {
  const judge =
    "rules" in by ? { kind: "rule", ...by } : { kind: "model", ...by, templateId: await defaultTemplate(db) };
  const pool = Pool.parse({ runs: rolloutRunIds });
  const { id } = await startJudging(db, JudgingPlan.parse({ name, pool, judge }));
  await waitForRun(db, { kind: "judging", runId: id });
  const { reasonable, neutral, unreasonable } = (await readJudgingSummary(db.pool, id)).marks;
  return { judgingRunId: id, reasonable, ruled: reasonable + neutral + unreasonable };
}

/** Outcomes of these rollout runs by an official metric. @returns the labelling run's id, once it is done */
export async function label(db: Db, name: string, metric: Metric, rolloutRunIds: number[]): Promise<number> {
  const pool = Pool.parse({ runs: rolloutRunIds });
  const { id } = await startLabelling(db, LabellingPlan.parse({ name, pool, labeller: { kind: "metric", metric } }));
  await waitForRun(db, { kind: "labelling", runId: id });
  return id;
}

async function defaultTemplate(db: Db): Promise<number> {
  const template = (await listTemplates(db)).find(({ name }) => name === DEFAULT_TEMPLATE.name);
  if (!template) throw new Error("The studio's own template is not there.");
  return template.id;
}

/** Values of the config that differ from the recipe, by the path of the field. */
export type Changes = Readonly<Record<string, string | number | boolean | null>>;

export type Training = {
  rolloutRunIds: number[];
  judgingRunId: number;
  labellingRunId?: number;
  mode?: FilterMode;
  /** swirl: rewarded by the lab's teacher */
  algorithm?: Algorithm;
  changes?: Changes;
};

/** What a launch suggests: config, resources and what is known beforehand. */
export async function suggested(db: Db, lab: Lab, training: Omit<Training, "changes">) {
  const { rolloutRunIds, judgingRunId, labellingRunId = null, mode = "process", algorithm = "swirl" } = training;
  const choice = TrainingChoice.parse({
    data: { pool: Pool.parse({ runs: rolloutRunIds, judge: judgingRunId, labels: labellingRunId }), mode },
    baseModelId: lab.modelId,
    engineId: lab.engineId,
    algorithm,
    reward:
      algorithm === "sft" ? null : { kind: "judge", endpointId: lab.teacherId, templateId: await defaultTemplate(db) },
  });
  return { choice, suggestion: await suggestTraining(db, { choice, resources: null, edited: null }) };
}

/** Launches training on what the filter mode keeps. @returns the training run's id, at once */
export async function train(db: Db, name: string, lab: Lab, training: Training): Promise<number> {
  const { changes = {} } = training;
  const { choice, suggestion } = await suggested(db, lab, training);
  const config = changeConfig(suggestion.config, changes);
  const { resources } = suggestion;
  const plan = TrainingPlan.parse({ ...choice, name, resources, config, key: randomUUID() });
  return (await launchTraining(db, plan)).id;
}
