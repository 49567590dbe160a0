/** What went into a model, field by field in words. A field that a model has no use for is left out. */
import { poolChips } from "@/app/compare/pool-chips";
import { frozenFields } from "@/app/training-sets/compare/fields";
import type { ApiOutputs } from "@/app/trpc";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { ALGORITHM_WORDS } from "@/components/training/words";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { numberWords } from "@/domain/reference";
import { nameOfSet } from "@/domain/training-set/training-set";

export type Compared = ApiOutputs["model"]["compare"];
export type Round = NonNullable<Compared["rounds"][number]["a"]>;
type Model = Compared["a"];
export type Fields = Record<string, string>;

const NOT_RECORDED = "not recorded";
const some = (text: string | null) => text ?? NOT_RECORDED;

export const modelFields = (model: Model): Fields => ({
  Kind: some(model.kind),
  "Weights, sha256": some(model.weightsHash),
  "Base model": model.base,
  "Trained from": model.parent ?? "nothing here",
  "Loaded from": some(model.path),
  "Served by": model.endpoint ?? "nobody",
});

export function trainingFields({ run, updates, model }: Round): Fields {
  const { started, resources, engineSettings } = run;
  return {
    "Training run": run.name,
    "Model that came out": model.name,
    "Begins with": run.baseModel.name,
    "Weights it begins with, sha256": some(started?.baseWeightsHash ?? run.baseModel.weightsHash),
    Algorithm: ALGORITHM_WORDS[run.algorithm],
    Updates: formatNumber(updates),
    Engine: engineSettings.name,
    "Engine's address": engineSettings.address,
    Resources: [
      formatCount(resources.cpus, "CPU"),
      formatCount(resources.gpus, "GPU"),
      ...(resources.memoryGib === null ? [] : [`${formatNumber(resources.memoryGib)} GiB`]),
    ].join(", "),
    Device: some(started?.device ?? null),
    "Trainer's version": some(run.codeVersion),
  };
}

export function dataFields({ run, set }: Round, names: Names): Fields {
  const { checked, data, started } = run;
  return {
    "Filter mode": MODE_WORDS[data.mode],
    ...(set ? setFields(set, names) : poolFields(run, names)),
    Trajectories: formatNumber(checked.trajectories),
    "Sub-trajectories": formatNumber(run.dataRows ?? checked.subTrajectories),
    "Distinct contexts": formatNumber(checked.distinctContexts),
    "Contexts trained on": started === null ? NOT_RECORDED : formatNumber(started.contexts),
    "File, sha256": some(run.dataSha256),
    Policy: checked.policy,
  };
}

function setFields(set: NonNullable<Round["set"]>, names: Names): Fields {
  const { Arm: arm = "", ...frozen } = Object.fromEntries(frozenFields(set, names));
  return { "Training set": nameOfSet(set), "Training set, sha256": some(set.sha256), Arm: arm, ...frozen };
}

function poolFields({ data: { pool } }: Round["run"], names: Names): Fields {
  const nameOf = (list: Names["judgingRuns"], id: number | null) =>
    id === null ? "each trajectory's newest" : (list.find((run) => run.id === id)?.name ?? numberWords(id));
  const parts = new Map<string, string[]>();
  for (const { field, text } of poolChips(pool, names)) parts.set(field, [...(parts.get(field) ?? []), text]);
  return {
    "Training set": "none: a pool and a filter mode",
    "Verdicts of": nameOf(names.judgingRuns, pool.judge),
    "Outcomes of": nameOf(names.labellingRuns, pool.labels),
    ...Object.fromEntries([...parts].map(([field, texts]) => [`Pool: ${field.toLowerCase()}`, texts.join("; ")])),
  };
}

export function rewardFields({ run: { reward } }: Round): Fields {
  if (reward === null) return { Reward: "none: it learns the recorded actions" };
  if (reward.kind === "rule") return { Reward: `the rule ${reward.rule}` };
  return { Reward: "a judge", "Judge's endpoint": reward.endpoint, "Judge's template": reward.template };
}
