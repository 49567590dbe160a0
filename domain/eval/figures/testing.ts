/** Made-up training runs and evals for tests of figures. */
import { TrainingConfig } from "../../training/config";
import type { Answers } from "./answers";
import { answersKey, type FigureSource } from "./cells";
import { chooseEvals } from "./choose-evals";
import type { TrainedRun } from "./trained";

export const answersOf = (...right: readonly (boolean | null)[]): Answers => {
  const known = right.flatMap((correct, at) => (correct === null ? [] : [{ id: at + 1, correct }]));
  return {
    questions: known.map(({ id }) => id),
    labelled: known.map(() => 1),
    correct: known.map(({ correct }) => Number(correct)),
  };
};

/** `count` questions, of which the first `right` are answered correctly. */
export const rightOf = (right: number, count: number): Answers =>
  answersOf(...Array.from({ length: count }, (_, at) => at < right));

export const BASE = { id: 1, name: "base" };

/** A finished run whose model's id is a hundred more than its own. */
export function trainedRun(id: number, fields: Partial<TrainedRun> & { seed?: number } = {}): TrainedRun {
  const { seed = id, ...rest } = fields;
  return {
    ...{ id, name: `run ${id}`, status: "done", algorithm: "swirl", mode: "process", base: BASE },
    models: [{ id: id + 100, name: `model ${id}` }],
    ...{ trainingSet: null, poolKey: "pool", policy: "on-policy", reward: null, judgeModel: null, dataJudges: [] },
    config: TrainingConfig.parse({
      model: { path: "/base" },
      reward: { kind: "rule", rule: "well-formed" },
      optimiser: { seed },
      output: { folder: `/runs/${id}` },
    }),
    ...{ before: [], isBeforeWhole: true },
    ...{ trainedOn: [1], writers: ["base"], trajectories: 100, distinctContexts: 300, rows: 320 },
    ...rest,
  };
}

/** Evals of models on sets, each inferred alike; `run` is its place from 1 on. */
export function sourceOf(evals: readonly { model: number; set: number; answers: Answers }[]): FigureSource {
  const rows = evals.map(({ model, set }, at) => ({ run: at + 1, model, set, way: "greedy", inference: "greedy" }));
  return {
    chosen: chooseEvals(rows, "greedy").chosen,
    answers: new Map(evals.map(({ set, answers }, at) => [answersKey(at + 1, set), answers])),
  };
}
