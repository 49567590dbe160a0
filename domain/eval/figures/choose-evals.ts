/** Which eval runs are set beside each other: those that were inferred alike. */
import { isFinished, preferred, type Standing } from "../standing";

export type EvalOf = {
  run: number;
  model: number;
  set: number;
  /** What a page chooses: "greedy, with tools" */
  way: string;
  /** In full: figures are compared only where it is the same */
  inference: string;
  /** Left out: finished and labelled */
  standing?: Standing;
};

export type ChosenEvals<E extends EvalOf> = {
  /** Of a model on a set the newest that is finished and labelled, else what there is; by `${model} ${set}` */
  chosen: Map<string, E>;
  /** Evals in this way that were inferred otherwise than most on their set, and are in no figure */
  otherwise: E[];
};

export const evalKey = (model: number, set: number) => `${model} ${set}`;

const standingOf = ({ standing = "whole" }: EvalOf): Standing => standing;

/**
 * `evals` are the newest first. On each question set the way of inferring that the most models were evaluated with
 * counts, finished evals before others; of equals the newest.
 */
export function chooseEvals<E extends EvalOf>(evals: readonly E[], way: string): ChosenEvals<E> {
  const own = evals.filter((one) => one.way === way);
  const common = commonInferences(own);
  const groups = new Map<string, E[]>();
  const otherwise: E[] = [];
  for (const one of own) {
    const key = evalKey(one.model, one.set);
    if (common.get(one.set) !== one.inference) otherwise.push(one);
    else groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const chosen = [...groups].flatMap(([key, group]) => {
    const best = preferred(group.map((one) => ({ one, standing: standingOf(one) })));
    return best ? [[key, best.one] as const] : [];
  });
  return { chosen: new Map(chosen), otherwise };
}

/** By question set. */
function commonInferences(evals: readonly EvalOf[]): Map<number, string> {
  const models = new Map<string, Set<number>>();
  const keyOf = (set: number, inference: string, finished: boolean) => JSON.stringify([set, inference, finished]);
  for (const one of evals) {
    const key = keyOf(one.set, one.inference, isFinished(standingOf(one)));
    models.set(key, (models.get(key) ?? new Set()).add(one.model));
  }
  const sizeOf = (set: number, inference: string, finished: boolean) =>
    models.get(keyOf(set, inference, finished))?.size ?? 0;
  const isMore = (set: number, inference: string, before: string) =>
    sizeOf(set, inference, true) - sizeOf(set, before, true) ||
    (sizeOf(set, before, true) === 0 ? sizeOf(set, inference, false) - sizeOf(set, before, false) : 0);
  const common = new Map<number, string>();
  for (const { set, inference } of evals) {
    const before = common.get(set);
    if (before === undefined || isMore(set, inference, before) > 0) common.set(set, inference);
  }
  return common;
}

/** The ways of inferring, those that the most models were evaluated in first. */
export function waysOf(evals: readonly EvalOf[]): string[] {
  const models = new Map<string, Set<number>>();
  for (const { way, model } of evals) models.set(way, (models.get(way) ?? new Set()).add(model));
  return [...models].sort((a, b) => b[1].size - a[1].size || (a[0] < b[0] ? -1 : 1)).map(([way]) => way);
}
