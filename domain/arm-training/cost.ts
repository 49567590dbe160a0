/** What training and evaluating all arms comes to. What is not known is counted, never guessed. */
import type { Algorithm } from "../training/config";
import type { TrainingCheck } from "../training/plan";

/** Of earlier work, and of how many runs */
export type Pace = { seconds: number; runs: number };

/** Tokens of one thing on average, and of how many that is known: actions, or judging runs */
export type TokensSoFar = { mean: number; of: number };

export type PlannedEval = {
  /** Models that answer */
  models: number;
  /** Of one model */
  trajectories: number;
  /** Tokens of a trajectory so far; null: none was counted */
  tokens: number | null;
  /** Seconds a trajectory; null: no earlier run */
  pace: Pace | null;
};

export type CostFacts = {
  arms: readonly {
    check: Pick<TrainingCheck, "tokens" | "judgeCalls">;
    isFrozen: boolean;
    /** Of a recorded action; null: none was counted */
    action: TokensSoFar | null;
  }[];
  seeds: number;
  algorithm: Algorithm;
  optimiser: { max_steps: number; contexts_per_step: number; samples_per_context: number };
  /** Seconds an update; null: no earlier run */
  pace: Pace | null;
  /** Of a call of the judge that rewards, prompt and reply; null: it has judged nothing that was counted */
  judgeCall: TokensSoFar | null;
  evals: readonly PlannedEval[];
};

export type ArmTrainingCost = {
  freezes: number;
  reused: number;
  trainingRuns: number;
  updates: number;
  /** At most */
  judgeCalls: number;
  /** Contexts times samples, without what is sampled; `unknownRuns` have contexts that nobody counted the tokens of */
  contextTokens: { known: number; unknownRuns: number };
  /** Estimated: as many actions as are sampled, each as long as the recorded ones. Nothing for the baseline. */
  sampledTokens: { known: number; unknownRuns: number };
  /** Estimated, at most: as many calls as there may be, each as long as earlier ones; null: not known */
  judgeTokens: number | null;
  /** One training run after another; null: not known */
  trainingSeconds: number | null;
  evalCells: number;
  evalTrajectories: number;
  evalTokens: { known: number; unknownTrajectories: number };
  evalSeconds: { known: number; unknownTrajectories: number };
};

export function costOf(facts: CostFacts): ArmTrainingCost {
  const { arms, seeds, algorithm, optimiser, pace, judgeCall, evals } = facts;
  const trainingRuns = arms.length * seeds;
  const updates = trainingRuns * optimiser.max_steps;
  // The baseline learns recorded actions: each context is read once.
  const samples = algorithm === "swirl" ? optimiser.samples_per_context : 1;
  const read = optimiser.max_steps * optimiser.contexts_per_step * samples;
  const means = arms.flatMap(({ check }) => (check.tokens === null ? [] : [check.tokens.mean]));
  const judgeCalls = seeds * arms.reduce((all, { check }) => all + check.judgeCalls, 0);
  const actions = algorithm === "swirl" ? arms.flatMap(({ action }) => action?.mean ?? []) : arms.map(() => 0);
  const of = (one: PlannedEval) => one.models * one.trajectories;
  const sum = <Item>(items: readonly Item[], count: (item: Item) => number) =>
    items.reduce((all, item) => all + count(item), 0);
  const reused = arms.filter(({ isFrozen }) => isFrozen).length;
  return {
    freezes: arms.length - reused,
    reused,
    trainingRuns,
    updates,
    judgeCalls,
    contextTokens: {
      known: Math.round(seeds * read * sum(means, (mean) => mean)),
      unknownRuns: (arms.length - means.length) * seeds,
    },
    sampledTokens: {
      known: Math.round(seeds * read * sum(actions, (mean) => mean)),
      unknownRuns: (arms.length - actions.length) * seeds,
    },
    judgeTokens: judgeCalls === 0 ? 0 : judgeCall === null ? null : Math.round(judgeCalls * judgeCall.mean),
    trainingSeconds: pace === null ? null : updates * pace.seconds,
    evalCells: sum(evals, ({ models }) => models),
    evalTrajectories: sum(evals, of),
    evalTokens: {
      known: Math.round(sum(evals, (one) => of(one) * (one.tokens ?? 0))),
      unknownTrajectories: sum(evals, (one) => (one.tokens === null ? of(one) : 0)),
    },
    evalSeconds: {
      known: sum(evals, (one) => of(one) * (one.pace?.seconds ?? 0)),
      unknownTrajectories: sum(evals, (one) => (one.pace === null ? of(one) : 0)),
    },
  };
}
