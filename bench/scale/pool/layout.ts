/** What a pool is made of: question sets, runs, models, judges, and which trajectory stands where. */
import type { Random } from "@/domain/random";
import type { StudioRecordInput } from "@/domain/studio-record";

export const CORPUS = "bench-passages";
const QUESTION_SAMPLES = 5;
/** Each question is answered in two rollout runs. */
const A_QUESTION = 2 * QUESTION_SAMPLES;

export const SETS = [
  { key: "bench-hops", name: "Bench: two hops", metric: "hotpotqa", tool: "search" },
  { key: "bench-chains", name: "Bench: chains", metric: "musique", tool: "search" },
  { key: "bench-sums", name: "Bench: sums", metric: "gsm8k", tool: "calculator" },
  { key: "bench-open", name: "Bench: open questions", metric: "beerqa", tool: "search" },
] as const;
/** Of ten questions in a row, the set that each belongs to. */
const SET_OF_TEN = [0, 1, 0, 2, 0, 1, 0, 2, 1, 3] as const;

export const MODELS = ["bench-2b", "bench-9b", "bench-9b-round-1"] as const;

/** `coverage`: of the trajectories; `unread`: of the steps, replies that could not be used; `left`: steps not looked at */
export const JUDGES = [
  { key: "bench-prm", name: "Bench PRM", kind: "model", coverage: 0.85, unread: 0.02, left: 0, scores: true },
  {
    key: "bench-prm-small",
    name: "Bench PRM, small",
    kind: "model",
    coverage: 0.5,
    unread: 0.05,
    left: 0,
    scores: true,
  },
  { key: "bench-rules", name: "Bench rules", kind: "rule", coverage: 0.1, unread: 0, left: 0, scores: false },
  { key: "bench-person", name: "Bench person", kind: "human", coverage: 0.01, unread: 0, left: 0.4, scores: false },
] as const;

/** `agrees`: how often it says what is so */
export const LABELLERS = [
  { key: "bench-match", name: "Bench exact match", kind: "metric", coverage: 0.95, agrees: 0.97 },
  { key: "bench-grader", name: "Bench grader", kind: "model", coverage: 0.4, agrees: 0.93 },
] as const;

export type Place = {
  /** Of all questions of the pool, from 0 */
  question: number;
  set: number;
  /** 0 or 1 */
  half: number;
  sample: number;
};

/** Where the trajectory of a number, from 0, stands. */
export function placeOf(index: number): Place {
  const question = Math.floor(index / A_QUESTION);
  const within = index % A_QUESTION;
  const set = SET_OF_TEN[question % SET_OF_TEN.length] ?? 0;
  return { question, set, half: Math.floor(within / QUESTION_SAMPLES), sample: within % QUESTION_SAMPLES };
}

export const isFirstOfQuestion = (index: number) => index % A_QUESTION === 0;
export const runKey = ({ set, half }: Pick<Place, "set" | "half">) => `${SETS[set]?.key}-run-${half + 1}`;
/** The last set's second run does not say what its model was. */
export const modelOf = ({ set, half }: Pick<Place, "set" | "half">) =>
  set === 3 && half === 1 ? null : (MODELS[(2 * set + half) % MODELS.length] ?? null);

const STEPS: readonly (readonly [number, number])[] = [
  [1, 60], [2, 160], [3, 220], [4, 200], [5, 130], [6, 90], [7, 50], [8, 35], [9, 20], [10, 15], [11, 10], [12, 10],
]; // biome-ignore format: one line of pairs reads better

/** 1 to 12, 4.2 on average; one trajectory in 2,000 has 200 and one in 4,000 has 300. */
export function stepsOf(index: number, random: Random): number {
  if (index % 2_000 === 117) return 200;
  return index % 4_000 === 29 ? 300 : random.weighted(STEPS);
}

/** The records that stand before the questions and trajectories. */
export function* headRecords(): Generator<StudioRecordInput> {
  yield { type: "swirl-studio", version: 1 };
  yield { type: "corpus", key: CORPUS, name: "Bench passages" };
  for (const { key, name, metric } of SETS) yield { type: "question-set", key, name, metric, corpus: CORPUS };
  for (const name of MODELS) yield { type: "model", name };
  for (const set of SETS.keys())
    for (const half of [0, 1]) {
      const place = { set, half };
      const name = `${SETS[set]?.name}, run ${half + 1}`;
      yield { type: "rollout-run", key: runKey(place), name, model: modelOf(place), settings: { temperature: 0.7 } };
    }
  for (const { key, name, kind } of JUDGES) yield { type: "judging-run", key, name, judgeKind: kind };
  for (const { key, name, kind } of LABELLERS) yield { type: "labelling-run", key, name, labellerKind: kind };
}
