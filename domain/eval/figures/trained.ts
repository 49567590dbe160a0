/** Training runs as figures see them, and which of them are seeds of one arm. */
import type { FilterMode } from "../../filter";
import { isSame } from "../../training/chosen";
import type { Algorithm, TrainingConfig } from "../../training/config";
import type { KeptReward, TrainingCheck } from "../../training/plan";

type Named = { id: number; name: string };

/** What one training run was trained on, and by whom. */
export type Training = {
  id: number;
  name: string;
  /** null: not recorded */
  mode: FilterMode | null;
  reward: KeptReward | null;
  /** The judging runs whose verdicts chose the data */
  dataJudges: readonly number[];
  /** Question sets whose questions it was trained on; empty where that was not recorded */
  trainedOn: readonly number[];
};

export type TrainedRun = Training & {
  status: string;
  algorithm: Algorithm;
  base: Named;
  /** The training runs that its base came out of, along the parents */
  before: readonly Training[];
  /** Whether `before` are all that there were: a checkpoint of an unknown run is among no parents */
  isBeforeWhole: boolean;
  /** Models that came out of it, oldest first */
  models: readonly Named[];
  trainingSet: (Named & { version: number; arm: string; experiment: Named | null }) | null;
  /** Tells pools apart, for runs without a training set */
  poolKey: string;
  /** null where it cannot be read */
  config: TrainingConfig | null;
  policy: TrainingCheck["policy"];
  /** The model that ruled as judge, where it is one of the studio's */
  judgeModel: Named | null;
  /** Names of the models that wrote the trajectories; null: not recorded */
  writers: readonly (string | null)[];
  /** What the filter kept; null: not recorded */
  trajectories: number | null;
  distinctContexts: number | null;
  /** Sub-trajectories that the trainer was given */
  rows: number | null;
};

/** Runs on the same data with the same base model and config but for the seed. */
export type SeedGroup = {
  /** The oldest run's id */
  key: number;
  name: string;
  mode: FilterMode | null;
  algorithm: Algorithm;
  base: Named;
  /** One of each seed */
  runs: readonly TrainedRun[];
  /** Runs that repeat a seed of the group: they say nothing of how seeds differ */
  repeats: readonly TrainedRun[];
};

/**
 * Of `runs`, oldest first. Without a readable config, or without recorded data, a run stands alone. Of runs with the same
 * seed the newest with a model counts; the others are `repeats`.
 */
export function groupSeeds(runs: readonly TrainedRun[]): SeedGroup[] {
  const groups: TrainedRun[][] = [];
  for (const run of [...runs].sort((a, b) => a.id - b.id)) {
    const group = groups.find(([first]) => first && areSeeds(first, run));
    if (group) group.push(run);
    else groups.push([run]);
  }
  return groups.flatMap((group) => {
    const kept = newestOfEachSeed(group);
    const [first] = kept;
    if (!first) return [];
    const { id, mode, algorithm, base } = first;
    const repeats = group.filter((run) => !kept.includes(run));
    return [{ key: id, name: first.trainingSet?.arm ?? first.name, mode, algorithm, base, runs: kept, repeats }];
  });
}

function newestOfEachSeed(group: readonly TrainedRun[]): TrainedRun[] {
  const newest = new Map<number | null, TrainedRun>();
  for (const run of group) {
    const seed = run.config?.optimiser.seed ?? null;
    const known = newest.get(seed);
    if (!known || modelOf(run) !== null || modelOf(known) === null) newest.set(seed, run);
  }
  return [...newest.values()].sort((a, b) => a.id - b.id);
}

function areSeeds(one: TrainedRun, other: TrainedRun): boolean {
  if (one.config === null || other.config === null || one.mode === null || one.mode !== other.mode) return false;
  return (
    one.base.id === other.base.id &&
    one.trainingSet?.id === other.trainingSet?.id &&
    (one.trainingSet !== null || one.poolKey === other.poolKey) &&
    isSame(withoutSeed(one.config), withoutSeed(other.config))
  );
}

/** Addresses and folders, and how often something is saved, decide nothing that is learnt. */
export function withoutSeed(config: TrainingConfig) {
  const { algorithm, model, lora, data, protocol, reward, optimiser, policy } = config;
  return {
    ...{ algorithm, lora, protocol, policy },
    model: { ...model, path: null },
    data: { ...data, path: null, questions: null },
    reward: reward?.kind === "judge" ? { ...reward, base_url: null, key_variable: null, seed: null } : reward,
    optimiser: { ...optimiser, seed: null },
  };
}

/** The model of a run that figures are about: its newest. */
export const modelOf = ({ models }: TrainedRun): Named | null => models.at(-1) ?? null;
