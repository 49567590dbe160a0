/** Whether a model was trained on a question set, on another of its family, or on neither; along its parents. */
import type { TrainedRun } from "./trained";

export const Distribution = ["trained on", "same family", "other"] as const;
export type Distribution = (typeof Distribution)[number];

export type SetFacts = { id: number; name: string; metric: string | null; corpusId: number | null };

/** What a model was trained on: by its own run, and by those that its base came out of. */
export type TrainedSets = {
  own: readonly number[];
  earlier: readonly number[];
  /** Whether that is all: false where a run's data were not recorded, or a checkpoint's run is not known */
  isWhole: boolean;
};

const NOTHING: TrainedSets = { own: [], earlier: [], isWhole: true };
const inOrder = (sets: readonly number[]) => [...new Set(sets)].sort((a, b) => a - b);

/** Of the runs of one arm, which share base and data. */
export function trainedSetsOf(runs: readonly TrainedRun[]): TrainedSets {
  const own = inOrder(runs.flatMap(({ trainedOn }) => trainedOn));
  const base = baseSetsOf(runs);
  return {
    ...{ own, earlier: base.own.filter((set) => !own.includes(set)) },
    isWhole: base.isWhole && runs.every(({ trainedOn }) => trainedOn.length > 0),
  };
}

/** What the base of these runs was itself trained on; nothing for a model that no run of the studio made. */
export function baseSetsOf(runs: readonly TrainedRun[]): TrainedSets {
  const before = runs.flatMap((run) => run.before);
  return {
    ...NOTHING,
    own: inOrder(before.flatMap(({ trainedOn }) => trainedOn)),
    isWhole: runs.every((run) => run.isBeforeWhole) && before.every(({ trainedOn }) => trainedOn.length > 0),
  };
}

/** Sets with the same metric and corpus are of one family, as the train and held-out halves of one are; null: of none. */
const familyOf = (set: SetFacts | undefined): string | null =>
  set === undefined || set.metric === null ? null : JSON.stringify([set.metric, set.corpusId]);

/** null: not recorded well enough to say that the set was not trained on. */
export function distributionOf(
  { own, earlier, isWhole }: TrainedSets,
  set: number,
  facts: ReadonlyMap<number, SetFacts>,
): Distribution | null {
  const trained = [...own, ...earlier];
  if (trained.includes(set)) return "trained on";
  if (!isWhole) return null;
  const family = familyOf(facts.get(set));
  return family !== null && trained.some((id) => familyOf(facts.get(id)) === family) ? "same family" : "other";
}
