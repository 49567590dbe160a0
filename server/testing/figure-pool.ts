/** A small pool with trained and evaluated models, for tests of the figures of evals. */
import type { StudioRecordInput } from "@/domain/studio-record";

const AT = "2026-01-02T03:04:05Z";
const SETS = ["arithmetic", "search"] as const;
/** Questions of each set */
const QUESTIONS = 20;

type Trained = { name: string; mode: "none" | "outcome" | "process"; seed: number; right: Record<string, number> };

/** Right answers of twenty on each set; a model without a set was not evaluated there. */
export const FIGURE_BASE = { arithmetic: 8, search: 5 };
export const FIGURE_MODELS: Trained[] = [
  { name: "process, seed 1", mode: "process", seed: 1, right: { arithmetic: 14, search: 7 } },
  { name: "process, seed 2", mode: "process", seed: 2, right: { arithmetic: 12 } },
  { name: "none", mode: "none", seed: 1, right: { arithmetic: 10, search: 4 } },
  { name: "outcome", mode: "outcome", seed: 1, right: {} },
];
/** Reasonable steps of two a trajectory, before and after training, by the judge that trained and by another. */
export const FIGURE_STEPS = { own: { before: 1, after: 2 }, other: { before: 1, after: 1 } };

const config = (seed: number) =>
  [
    "algorithm: swirl",
    "model: { path: /base }",
    "reward: { kind: rule, rule: well-formed }",
    `optimiser: { seed: ${seed} }`,
  ].join("\n");
const key = (n: number) => `00000000-0000-4000-8000-0000000001${String(n).padStart(2, "0")}`;

function trainingRun({ name, mode, seed }: Trained, at: number): StudioRecordInput {
  return {
    ...{ type: "training-run", key: key(at), name, algorithm: "swirl", status: "done", baseModel: "figure base" },
    engine: { name: "cluster", address: "http://10.0.0.1:8265", storage: "/shared" },
    data: { pool: { runs: ["figure-gen"], judge: { run: "figure-own", version: 1 } }, mode },
    reward: { kind: "judge", endpoint: "teacher", template: "Reasonable step v1" },
    ...{ config: config(seed), resources: {} },
    checked: {
      ...{ trajectories: 100 * (at + 1), subTrajectories: 200, distinctContexts: 150, tokens: null, uncounted: 0 },
      ...{ tooLong: 0, stepsPerEpoch: 1, epochs: 1, judgeCalls: 0, warnings: [] },
      policy: mode === "none" ? "off-policy" : "on-policy",
    },
    ...{
      step: 2,
      createdAt: AT,
      attempts: [{ attempt: 1, status: "done", createdAt: AT }],
      results: [name],
      dataRows: 200,
    },
  };
}

function trajectory(run: string, set: string, question: number, isRight: boolean, isTrained: boolean | null) {
  const rated = (least: number) =>
    [0, 1].map((step) => ({ step, rating: step < least ? (1 as const) : (-1 as const), score: null }));
  const when = isTrained ? "after" : "before";
  return {
    ...{ type: "trajectory" as const, run, set, question: `q${question}`, sample: 0, endState: "answered" },
    prompt: [{ role: "user", content: `${set} ${question}?` }],
    steps: [
      {
        action: { role: "assistant", content: `<math_exp>${question}</math_exp>` },
        observation: [{ role: "tool", content: "1" }],
      },
      { action: { role: "assistant", content: `${run} answers ${question}` }, observation: null },
    ],
    verdicts:
      isTrained === null
        ? []
        : [
            { run: "figure-own", version: 1, steps: rated(FIGURE_STEPS.own[when]) },
            ...(set === "arithmetic"
              ? [{ run: "figure-other", version: 1, steps: rated(FIGURE_STEPS.other[when]) }]
              : []),
          ],
    outcomes: [{ run: "figure-em", version: 1, correct: isRight }],
  } satisfies StudioRecordInput;
}

/** Records of the pool: a base, four training runs on one pool of arithmetic, their evals, two judges of them. */
export function figurePool(): StudioRecordInput[] {
  const evals = [
    { key: "base", model: "figure base", right: FIGURE_BASE as Record<string, number> },
    ...FIGURE_MODELS.map(({ name, right }) => ({ key: name, model: name, right })),
  ];
  return [
    { type: "swirl-studio", version: 1 },
    ...SETS.flatMap((set): StudioRecordInput[] => [
      { type: "question-set", key: set, name: `Figure ${set}` },
      ...Array.from({ length: QUESTIONS }, (_, question) => ({
        ...{ type: "question" as const, set, key: `q${question}`, text: `${set} ${question}?`, answers: ["1"] },
      })),
    ]),
    { type: "model", name: "figure base", kind: "base" },
    { type: "model", name: "teacher", kind: "base" },
    ...FIGURE_MODELS.map(({ name }) => ({
      type: "model" as const,
      name,
      kind: "checkpoint" as const,
      parent: "figure base",
    })),
    { type: "rollout-run", key: "figure-gen", name: "data", model: "figure base" },
    ...evals.map(({ key: run, model }) => ({
      ...{ type: "rollout-run" as const, key: `eval-${run}`, name: `eval of ${run}`, model, purpose: "eval" as const },
    })),
    { type: "rollout-run", key: "eval-teacher", name: "eval of teacher", model: "teacher", purpose: "eval" },
    {
      ...{ type: "judging-run", key: "figure-own", version: 1, name: "teacher's rulings", judgeKind: "model" },
      settings: { endpoint: { name: "teacher" }, template: { name: "Reasonable step", version: 1 } },
    },
    { type: "judging-run", key: "figure-other", version: 1, name: "another judge", judgeKind: "import" },
    { type: "labelling-run", key: "figure-em", version: 1, name: "figure em", labellerKind: "metric" },
    trajectory("figure-gen", "arithmetic", 0, true, null),
    ...evals.flatMap(({ key: run, right }) =>
      Object.entries(right).flatMap(([set, count]) =>
        Array.from({ length: QUESTIONS }, (_, question) =>
          trajectory(`eval-${run}`, set, question, question < count, run !== "base"),
        ),
      ),
    ),
    ...Array.from({ length: QUESTIONS }, (_, question) =>
      trajectory("eval-teacher", "arithmetic", question, question < 18, null),
    ),
    ...FIGURE_MODELS.map(trainingRun),
  ];
}
