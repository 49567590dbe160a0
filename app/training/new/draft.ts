/** What the launch form holds while it is filled in, and the choice it stands for. */
import type { ApiOutputs } from "@/app/trpc";
import type { FilterMode } from "@/domain/filter";
import type { Pool } from "@/domain/pool";
import type { Algorithm } from "@/domain/training/config";
import { TrainingResources } from "@/domain/training/engine";
import { TrainingChoice } from "@/domain/training/plan";

export type Lists = {
  models: ApiOutputs["endpoint"]["models"]["list"];
  engines: ApiOutputs["launch"]["engines"];
  endpoints: readonly { id: number; name: string; servedName: string }[];
  templates: readonly { id: number; name: string; version: number }[];
  /** Those that are frozen */
  trainingSets: ApiOutputs["trainingSet"]["list"];
};

export type Draft = {
  /** null: the suggested name */
  name: string | null;
  pool: Pool;
  mode: FilterMode;
  /** In place of pool and mode: they stay for whoever chooses a pool after all */
  trainingSet: number | null;
  baseModelId: number | null;
  engineId: number | null;
  algorithm: Algorithm;
  reward: "judge" | "well-formed";
  endpointId: number | null;
  templateId: number | null;
  /** As typed; null: what the engine's jobs ask for by default */
  resources: ResourceTexts | null;
};
export type ResourceTexts = { cpus: string; gpus: string; memoryGib: string };

export const textsOf = ({ cpus, gpus, memoryGib }: TrainingResources): ResourceTexts => ({
  cpus: String(cpus),
  gpus: String(gpus),
  memoryGib: memoryGib === null ? "" : String(memoryGib),
});

/** The choice, or a sentence about what is missing. */
export function choiceOf(draft: Draft): TrainingChoice | string {
  if (draft.trainingSet === null && draft.pool.judge === null)
    return "Choose a judging run: the filter modes follow its verdicts.";
  if (draft.baseModelId === null) return "Choose the base model that is trained.";
  if (draft.engineId === null) return "Choose the training engine that carries it out.";
  const isJudged = draft.algorithm === "swirl" && draft.reward === "judge";
  if (isJudged && draft.endpointId === null) return "Choose the endpoint that serves the judge.";
  if (isJudged && draft.templateId === null) return "Choose the template that the judge is asked with.";
  const { pool, mode, trainingSet, baseModelId, engineId, algorithm, endpointId, templateId } = draft;
  const reward = isJudged ? { kind: "judge", endpointId, templateId } : { kind: "rule", rule: draft.reward };
  const choice = {
    data: { pool, mode, trainingSet },
    baseModelId,
    engineId,
    algorithm,
    reward: algorithm === "swirl" ? reward : null,
  };
  return TrainingChoice.safeParse(choice).data ?? "Some fields need another look.";
}

/** null where nothing was typed. */
export function resourcesOf(
  texts: ResourceTexts,
): { resources: TrainingResources } | { errors: Partial<ResourceTexts> } {
  const number = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));
  const { data, error } = TrainingResources.safeParse({
    cpus: number(texts.cpus),
    gpus: number(texts.gpus),
    memoryGib: texts.memoryGib.trim() === "" ? null : number(texts.memoryGib),
  });
  if (data) return { resources: data };
  const wrong = new Set(error.issues.map(({ path }) => String(path[0])));
  return {
    errors: {
      ...(wrong.has("cpus") && { cpus: "A number from 0.1." }),
      ...(wrong.has("gpus") && { gpus: "A number from 0." }),
      ...(wrong.has("memoryGib") && { memoryGib: "A number above 0, or nothing." }),
    },
  };
}
