/** Which judging runs are one judge's, and which judge trained a model. */
import { asksProcess } from "../../filtering/filter";
import type { TrainedRun, Training } from "./trained";

export type JudgedEval = {
  /** An eval run and a question set */
  run: number;
  set: number;
  judging: number;
  /** Names the judge across its judging runs */
  judge: string;
  /** Judged trajectories */
  trajectories: number;
};

/** A model judges by its endpoint's name and its template; what else there is, by the name of its judging run. */
export function judgeName(judging: {
  name: string;
  endpoint: string | null;
  template: string | null;
  version: number | null;
}): string {
  const { name, endpoint, template, version } = judging;
  return endpoint === null || template === null || version === null ? name : `${endpoint} with ${template} v${version}`;
}

/** Who rewarded the run; without a reward by a judge, whose verdicts chose its data. null: no judge had a part in it. */
export function judgeThatTrained(
  run: Pick<Training, "reward" | "mode" | "dataJudges">,
  nameOf: ReadonlyMap<number, string>,
): string | null {
  if (run.reward?.kind === "judge") return rewardName(run.reward);
  const [judging] = run.dataJudges;
  if (judging === undefined || run.mode === null || !asksProcess(run.mode)) return null;
  return nameOf.get(judging) ?? null;
}

const rewardName = ({ endpoint, template }: { endpoint: string; template: string }) => `${endpoint} with ${template}`;

/**
 * Every judge that had a part in the training of a run's model: who rewarded it, whose verdicts chose its data, and the
 * same of the runs that its base came out of. Where the filter mode is not recorded, the data's judges count.
 */
export function judgesWithAPart(
  run: Pick<TrainedRun, "reward" | "mode" | "dataJudges" | "before">,
  nameOf: ReadonlyMap<number, string>,
): Set<string> {
  return new Set(
    [run, ...run.before].flatMap(({ reward, mode, dataJudges }) => [
      ...(reward?.kind === "judge" ? [rewardName(reward)] : []),
      ...(mode === null || asksProcess(mode) ? dataJudges.flatMap((id) => nameOf.get(id) ?? []) : []),
    ]),
  );
}

/** The judge's judging run with the most trajectories of the eval; of equals the newest. */
export function bestJudging(
  judged: readonly JudgedEval[],
  asked: { run: number; set: number; judge: string },
): JudgedEval | null {
  const [best] = judged
    .filter(({ run, set, judge }) => run === asked.run && set === asked.set && judge === asked.judge)
    .sort((a, b) => b.trajectories - a.trajectories || b.judging - a.judging);
  return best ?? null;
}

/** Judges of evals, those with the most judged trajectories first. */
export function judgesOfEvals(judged: readonly JudgedEval[]): string[] {
  const sums = new Map<string, number>();
  for (const { judge, trajectories } of judged) sums.set(judge, (sums.get(judge) ?? 0) + trajectories);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([judge]) => judge);
}
