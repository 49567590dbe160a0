/** Groups of seeds by question sets: what each figure chooses from. */
import type { Answers } from "./answers";
import { type ChosenEvals, type EvalOf, evalKey } from "./choose-evals";
import { type Gain, gainOver, type Pooled, poolSeeds } from "./pooled";
import { groupSeeds, modelOf, type SeedGroup, type TrainedRun } from "./trained";

/** An accuracy and the eval runs it was counted from. */
export type FigureCell = Pooled & { evals: readonly number[] };

export type FigureSource = {
  chosen: ChosenEvals<EvalOf>["chosen"];
  /** By `${run} ${set}` */
  answers: ReadonlyMap<string, Answers>;
};

export const answersKey = (run: number, set: number) => `${run} ${set}`;

type Found = { run: number; answers: Answers };

function find({ chosen, answers }: FigureSource, model: number | undefined, set: number): Found | null {
  const found = model === undefined ? undefined : chosen.get(evalKey(model, set));
  const own = found && answers.get(answersKey(found.run, set));
  return found && own && own.questions.length > 0 ? { run: found.run, answers: own } : null;
}

const seedsOf = (source: FigureSource, group: SeedGroup, set: number): Found[] =>
  group.runs.flatMap((run) => find(source, modelOf(run)?.id, set) ?? []);

function poolFound(found: readonly Found[]): FigureCell | null {
  const pooled = poolSeeds(found.map(({ answers }) => answers));
  return pooled && { ...pooled, evals: found.map(({ run }) => run) };
}

/** null where no seed was evaluated on the set and labelled. */
export const cellOf = (source: FigureSource, group: SeedGroup, set: number): FigureCell | null =>
  poolFound(seedsOf(source, group, set));

export function modelCell(source: FigureSource, model: number, set: number): FigureCell | null {
  const found = find(source, model, set);
  return found && poolFound([found]);
}

/** Whether the model has a labelled answer on the set. */
export const isEvaluated = (source: FigureSource, model: number, set: number): boolean =>
  find(source, model, set) !== null;

/** Groups of the runs whose model has a labelled answer on one of the sets. */
export function evaluatedGroups(
  source: FigureSource,
  { runs, sets }: { runs: readonly TrainedRun[]; sets: readonly { id: number }[] },
): SeedGroup[] {
  return groupSeeds(runs.filter((run) => sets.some(({ id }) => isEvaluated(source, modelOf(run)?.id ?? 0, id))));
}

/** Over the model that the group was trained from; null where that one was not evaluated on the set. */
export function gainOf(source: FigureSource, group: SeedGroup, set: number): Gain | null {
  const base = find(source, group.base.id, set);
  return (
    base &&
    gainOver(
      base.answers,
      seedsOf(source, group, set).map(({ answers }) => answers),
    )
  );
}
