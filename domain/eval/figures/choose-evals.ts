/** Which eval runs are set beside each other: those that were inferred alike. */

export type EvalOf = {
  run: number;
  model: number;
  set: number;
  /** What a page chooses: "greedy, with tools" */
  way: string;
  /** In full: figures are compared only where it is the same */
  inference: string;
};

export type ChosenEvals<E extends EvalOf> = {
  /** The newest of a model on a set, by `${model} ${set}` */
  chosen: Map<string, E>;
  /** Evals in this way that were inferred otherwise than most on their set, and are in no figure */
  otherwise: E[];
};

export const evalKey = (model: number, set: number) => `${model} ${set}`;

/**
 * `evals` are the newest first. On each question set the way of inferring that the most models were evaluated with
 * counts; of equals the newest.
 */
export function chooseEvals<E extends EvalOf>(evals: readonly E[], way: string): ChosenEvals<E> {
  const own = evals.filter((one) => one.way === way);
  const models = new Map<string, Set<number>>();
  for (const { set, inference, model } of own) {
    const key = JSON.stringify([set, inference]);
    models.set(key, (models.get(key) ?? new Set()).add(model));
  }
  const common = new Map<number, string>();
  const sizeOf = (set: number, inference: string) => models.get(JSON.stringify([set, inference]))?.size ?? 0;
  for (const { set, inference } of own) {
    const before = common.get(set);
    if (before === undefined || sizeOf(set, inference) > sizeOf(set, before)) common.set(set, inference);
  }
  const chosen = new Map<string, E>();
  const otherwise: E[] = [];
  for (const one of own) {
    if (common.get(one.set) !== one.inference) otherwise.push(one);
    else if (!chosen.has(evalKey(one.model, one.set))) chosen.set(evalKey(one.model, one.set), one);
  }
  return { chosen, otherwise };
}

/** The ways of inferring, those that the most models were evaluated in first. */
export function waysOf(evals: readonly EvalOf[]): string[] {
  const models = new Map<string, Set<number>>();
  for (const { way, model } of evals) models.set(way, (models.get(way) ?? new Set()).add(model));
  return [...models].sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1)).map(([way]) => way);
}
