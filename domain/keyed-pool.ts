/** A pool as files carry it: what a pool names by id stands there under its key, and so means the same everywhere. */
import { z } from "zod";
import { EMPTY_POOL, Pool } from "./pool";
import { Key, LabelRunRef, ModelName, QuestionRef } from "./record-parts";
import { GONE, Gone, NOT_HERE, type Resolve } from "./reference";

const orGone = <Shape extends z.ZodType>(shape: Shape) => z.union([shape, Gone]);
const LabelRun = orGone(LabelRunRef).nullable().default(null);

export const KeyedPool = Pool.extend({
  sets: z.array(orGone(Key)).default([]),
  runs: z.array(orGone(Key)).default([]),
  /** Names; null is "not recorded" */
  models: z.array(orGone(ModelName).nullable()).default([]),
  scope: LabelRun,
  judge: LabelRun,
  labels: LabelRun,
  judgeAgainst: LabelRun,
  labelsAgainst: LabelRun,
  question: orGone(QuestionRef).nullable().default(null),
  /** Training sets do not travel */
  trainingSet: Gone.nullable().default(null),
});
export type KeyedPool = z.infer<typeof KeyedPool>;

type Version = z.infer<typeof LabelRunRef>;
/** What the things of a database are called in files; undefined for what is not there. */
export type Keys = {
  set(id: number): string | undefined;
  run(id: number): string | undefined;
  model(id: number): string | undefined;
  corpus(id: number): string | undefined;
  judgingRun(id: number): Version | undefined;
  labellingRun(id: number): Version | undefined;
  question(id: number): z.infer<typeof QuestionRef> | undefined;
};

const MODEL_NOT_RECORDED = 0;

/** Fields at their default are left out; the others stand in the order of the schema. */
export function poolToKeys(pool: Pool, keys: Keys): Partial<KeyedPool> {
  const orNull = <Found>(id: number | null, find: (id: number) => Found | undefined) =>
    id === null ? null : (find(id) ?? GONE);
  const keyed: KeyedPool = {
    ...pool,
    sets: pool.sets.map((id) => keys.set(id) ?? GONE),
    runs: pool.runs.map((id) => keys.run(id) ?? GONE),
    models: pool.models.map((id) => (id === MODEL_NOT_RECORDED ? null : (keys.model(id) ?? GONE))),
    scope: orNull(pool.scope, keys.judgingRun),
    judge: orNull(pool.judge, keys.judgingRun),
    labels: orNull(pool.labels, keys.labellingRun),
    judgeAgainst: orNull(pool.judgeAgainst, keys.judgingRun),
    labelsAgainst: orNull(pool.labelsAgainst, keys.labellingRun),
    question: orNull(pool.question, keys.question),
    trainingSet: pool.trainingSet === null ? null : GONE,
  };
  const fields = Object.keys(EMPTY_POOL) as (keyof Pool)[];
  const told = fields.filter((field) => JSON.stringify(keyed[field]) !== JSON.stringify(EMPTY_POOL[field]));
  return Object.fromEntries(told.map((field) => [field, keyed[field]]));
}

/** What was gone, and what `resolve` does not find, becomes NOT_HERE: leaving it out would widen the pool. */
export function poolFromKeys(keyed: KeyedPool, resolve: Resolve): Pool {
  const find = (kind: "question set" | "rollout run" | "model", key: string | typeof GONE) =>
    typeof key === "string" ? (resolve({ kind, key }) ?? NOT_HERE) : NOT_HERE;
  const findRun = (kind: "judging run" | "labelling run", ref: Version | typeof GONE | null) => {
    if (ref === null) return null;
    return "gone" in ref ? NOT_HERE : (resolve({ kind, key: ref.run, version: ref.version }) ?? NOT_HERE);
  };
  const { question } = keyed;
  return {
    ...keyed,
    sets: keyed.sets.map((key) => find("question set", key)),
    runs: keyed.runs.map((key) => find("rollout run", key)),
    models: keyed.models.map((name) => (name === null ? MODEL_NOT_RECORDED : find("model", name))),
    scope: findRun("judging run", keyed.scope),
    judge: findRun("judging run", keyed.judge),
    labels: findRun("labelling run", keyed.labels),
    judgeAgainst: findRun("judging run", keyed.judgeAgainst),
    labelsAgainst: findRun("labelling run", keyed.labelsAgainst),
    question:
      question === null || "gone" in question
        ? question && NOT_HERE
        : (resolve({ kind: "question", set: question.set, key: question.question }) ?? NOT_HERE),
    trainingSet: keyed.trainingSet === null ? null : NOT_HERE,
  };
}

/** A pool with all that it names by id replaced by what is not here: ids of another database must not be looked up. */
export function withoutIds(pool: Pool): Pool {
  const none = (id: number | null) => id && NOT_HERE;
  return {
    ...pool,
    sets: pool.sets.map(() => NOT_HERE),
    runs: pool.runs.map(() => NOT_HERE),
    models: pool.models.map((id) => (id === MODEL_NOT_RECORDED ? id : NOT_HERE)),
    scope: none(pool.scope),
    judge: none(pool.judge),
    labels: none(pool.labels),
    judgeAgainst: none(pool.judgeAgainst),
    labelsAgainst: none(pool.labelsAgainst),
    question: none(pool.question),
    trainingSet: none(pool.trainingSet),
  };
}

/** Whether it names something that is not here. */
export const namesWhatIsNotHere = (pool: Pool): boolean =>
  [
    ...[pool.sets, pool.runs, pool.models],
    ...[pool.scope, pool.judge, pool.labels, pool.judgeAgainst, pool.labelsAgainst, pool.question, pool.trainingSet],
  ]
    .flat()
    .includes(NOT_HERE);
