/** Looks up what a launch's choices name: model, engine, judge, and the runs its data are read under. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { judgesOf } from "@/domain/experiment";
import { JudgingRunSettings } from "@/domain/judging/settings";
import type { RewardConfig } from "@/domain/training/config";
import { type TrainingEngineRecord, TrainingEngineSettings } from "@/domain/training/engine";
import type { KeptReward, RewardChoice, TrainingChoice, TrainingData } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { namedRun } from "@/server/queries/compare/named-run";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { readTrainingSet } from "@/server/queries/training-set/read";
import { findTemplate } from "@/server/services/judging/templates";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import { keptSettings } from "@/server/services/run/kept-settings";
import { requireFrozen } from "@/server/services/training-set/card";

const Model = z.object({
  id: z.int(),
  name: z.string(),
  path: z.string().nullable(),
  weightsHash: z.string().nullable(),
  isSample: z.boolean(),
});

export type ReadChoice = {
  /** The choice with its labelling run, or what its training set was frozen from, filled in */
  choice: TrainingChoice;
  base: z.infer<typeof Model>;
  engine: TrainingEngineRecord;
  reward: z.input<typeof RewardConfig> | null;
  /** As the run keeps it */
  kept: KeptReward | null;
  /** "Reasonable step v2 by judge-7b"; null where no judge is asked */
  judgeName: string | null;
};

/** Throws not-found where something is gone, precondition where something is missing. */
export async function readChoice(db: Db, given: TrainingChoice): Promise<ReadChoice> {
  return readChoiceOf(db, { ...given, data: await dataOf(db, given.data) });
}

/** The same for data that need no looking up. */
export async function readChoiceOf(db: Db, given: TrainingChoice): Promise<ReadChoice> {
  const [base, engine] = await Promise.all([findBase(db, given.baseModelId), findEngine(db, given.engineId)]);
  const isRewarded = given.algorithm === "swirl";
  if (isRewarded && given.reward === null)
    throw new StudioError("precondition", "Step-wise RL needs a judge: choose an endpoint and a template.");
  const judge =
    isRewarded && given.reward?.kind === "judge" ? await readJudge(db, given.reward, given.data.pool.judge) : null;
  return {
    choice: { ...given, reward: isRewarded ? given.reward : null },
    base,
    engine,
    reward: judge?.reward ?? (isRewarded && given.reward?.kind === "rule" ? given.reward : null),
    kept: judge?.kept ?? (isRewarded && given.reward?.kind === "rule" ? given.reward : null),
    judgeName: judge?.name ?? null,
  };
}

async function findBase(db: Db, id: number): Promise<z.infer<typeof Model>> {
  const model = await db.prisma.model.findUnique({
    where: { id },
    select: { id: true, name: true, path: true, weightsHash: true, isSample: true },
  });
  if (!model) throw new StudioError("not-found", `There is no model ${id} any more: choose another base model.`);
  return Model.parse(model);
}

async function findEngine(db: Db, id: number): Promise<TrainingEngineRecord> {
  const row = await db.prisma.trainingEngine.findUnique({ where: { id } });
  if (!row) throw new StudioError("not-found", `There is no training engine ${id} any more: choose another.`);
  return { ...TrainingEngineSettings.parse(row.settings), name: row.name, id };
}

async function dataOf(db: Db, { pool, mode, trainingSet }: TrainingData): Promise<TrainingData> {
  if (trainingSet !== null) {
    const set = requireFrozen(await readTrainingSet(db.pool, trainingSet));
    const [judge = set.pool.judge] = judgesOf(set.filter);
    return { pool: { ...set.pool, judge, labels: set.filter.outcome.labels }, mode: set.filter.mode, trainingSet };
  }
  if (pool.judge === null)
    throw new StudioError("precondition", "Choose a judging run: the filter modes follow its verdicts.");
  await namedRun(db.pool, "judging run", pool.judge);
  if (pool.labels !== null) await namedRun(db.pool, "labelling run", pool.labels);
  return { pool: { ...pool, labels: pool.labels ?? (await defaultLabellingRun(db.pool, pool)) }, mode, trainingSet };
}

async function readJudge(
  db: Db,
  { endpointId, templateId }: Extract<RewardChoice, { kind: "judge" }>,
  judgingRun: number | null,
): Promise<{ reward: z.input<typeof RewardConfig>; kept: KeptReward; name: string }> {
  const [endpoint, template] = await Promise.all([endpointOf(db, endpointId), findTemplate(db, templateId)]);
  if (!endpoint) throw new StudioError("not-found", "The judge's endpoint is not there any more: choose another.");
  if (!template) throw new StudioError("not-found", "The judge's template is not there any more: choose another.");
  return {
    name: `${template.name} v${template.version} by ${endpoint.servedName}`,
    kept: {
      kind: "judge",
      endpointId,
      templateId,
      endpoint: endpoint.name,
      template: `${template.name} v${template.version}`,
    },
    reward: {
      kind: "judge",
      base_url: endpoint.baseUrl,
      model: endpoint.servedName,
      key_variable: endpoint.keyVariable,
      extra_body: endpoint.extraBody,
      system_text: template.systemText,
      user_text: template.userText,
      grammar: template.grammar,
      timeout_seconds: Math.min(endpoint.timeoutMs / 1_000, 3_600),
      concurrency: Math.min(endpoint.maxConcurrency, 4_096),
      ...(judgingRun === null ? {} : await asBefore(db, judgingRun, endpointId, templateId)),
    },
  };
}

/** The same judge is asked as it was for the data's verdicts. */
async function asBefore(db: Db, judgingRun: number, endpointId: number, templateId: number) {
  const row = await db.prisma.judgingRun.findUnique({ where: { id: judgingRun }, select: { settings: true } });
  const settings = await keptSettings(db, "judging", judgingRun, row?.settings);
  const judge = JudgingRunSettings.safeParse(settings).data?.judge;
  if (judge?.kind !== "model" || judge.endpointId !== endpointId || judge.templateId !== templateId) return {};
  return {
    temperature: judge.temperature,
    max_tokens: judge.maxTokens,
    parse_retries: judge.parseRetries,
    seed: judge.seed,
  };
}
