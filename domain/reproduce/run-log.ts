/** Where the items of the miniature come from: kept beside them, since a run goes over several sittings. */
import { z } from "zod";

const Seed = z.int().nonnegative();

/** What a unit's model was trained on. */
export const UnitTraining = z.object({
  /** That its filter keeps */
  trajectories: z.int().nonnegative(),
  /** Contexts; of SFT the actions */
  contexts: z.int().nonnegative(),
  updates: z.int().nonnegative(),
});
export type UnitTraining = z.infer<typeof UnitTraining>;

export const UnitLog = z.object({
  arm: z.string(),
  seed: Seed,
  /** From the data that it was the first to need to its last item; what an interruption lost is not in it */
  seconds: z.number().nonnegative(),
  finishedAt: z.iso.datetime(),
  machine: z.string(),
  /** null: the base */
  training: UnitTraining.nullable(),
});
export type UnitLog = z.infer<typeof UnitLog>;

/** A unit that could not be trained, and why. */
export const NotRun = z.object({ arm: z.string(), seed: Seed, why: z.string() });
export type NotRun = z.infer<typeof NotRun>;

/** The code of training runs, and the versions of what they ran with. */
export const TrainedWith = z.object({ codeVersion: z.string(), versions: z.record(z.string(), z.string()) });
export type TrainedWith = z.infer<typeof TrainedWith>;

export const RunLog = z.object({
  command: z.string(),
  /** Of the base */
  parameters: z.int().positive(),
  trainedWith: z.array(TrainedWith),
  units: z.array(UnitLog),
  notRun: z.array(NotRun),
});
export type RunLog = z.infer<typeof RunLog>;

type Unit = { arm: string; seed: number };
const isOther = (unit: Unit) => (entry: Unit) => entry.arm !== unit.arm || entry.seed !== unit.seed;

/** The log with a unit that is done, in the place of what it said of it before. */
export const withUnit = (log: RunLog, unit: UnitLog): RunLog => ({
  ...log,
  units: [...log.units.filter(isOther(unit)), unit],
  notRun: log.notRun.filter(isOther(unit)),
});

export const withNotRun = (log: RunLog, unit: NotRun): RunLog => ({
  ...log,
  notRun: [...log.notRun.filter(isOther(unit)), unit],
});

/** The log with the codes that training runs were made with, each once. */
export function withTrained(log: RunLog, trained: readonly TrainedWith[]): RunLog {
  const all = [...log.trainedWith, ...trained];
  const known = new Map(all.map((each) => [JSON.stringify([each.codeVersion, each.versions]), each]));
  return { ...log, trainedWith: [...known.values()] };
}
