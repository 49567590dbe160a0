/** Random eval matrices for tests of the studio's own format. */
import fc from "fast-check";
import type { EvalWay } from "@/domain/eval/plan";
import { RolloutSettings } from "@/domain/rollout/settings";
import type { StudioRecordInput } from "@/domain/studio-record";
import { arbitraryText, type RandomTrajectory } from "./test-pool";
import { modelName, type RandomTraining } from "./test-training";

const time = fc
  .date({ min: new Date("2025-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString());

export const arbitraryEval = fc.record({
  key: fc.uuid(),
  name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).map((text) => `e ${text.trim()}`),
  status: fc.constantFrom("done" as const, "cancelled" as const),
  ways: fc.constantFrom<EvalWay[]>(["tools"], ["alone", "tools"]),
  search: fc.boolean(),
  samples: fc.integer({ min: 1, max: 9 }),
  limit: fc.option(fc.integer({ min: 1, max: 99 })),
  cells: fc.array(
    fc.record({
      status: fc.constantFrom("done" as const, "failed" as const, "cancelled" as const),
      message: fc.option(arbitraryText),
      hasRun: fc.boolean(),
      isLabelled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 10 },
  ),
  isSample: fc.boolean(),
  createdAt: time,
  finishedAt: fc.option(time),
});
type RandomEval = typeof arbitraryEval extends fc.Arbitrary<infer Made> ? Made : never;

/** On the pool of `recordsOf(key, trajectories)`, after `modelRecords` of `training`. */
export function evalRecords(
  key: string,
  matrices: readonly RandomEval[],
  { models }: RandomTraining,
  trajectories: readonly RandomTrajectory[],
): StudioRecordInput[] {
  const isLabelled = trajectories.some(({ correct }) => correct !== null);
  return matrices.map(({ search, samples, limit, cells, ...rest }) => {
    const settings = RolloutSettings.parse({ systemPrompt: "Answer. 🙂", stepLimit: 5, samples });
    return {
      ...rest,
      type: "eval-matrix",
      sets: [
        {
          questions: { questionSet: `${key}-set`, search: "", limit, drawSeed: 1 },
          ...settings,
          search: search ? { kind: "corpus", corpus: `${key}-corpus` } : null,
        },
      ],
      // Each model once a way
      cells: models
        .flatMap((_, at) => rest.ways.map((way) => ({ model: modelName(key, at), set: `${key}-set`, way })))
        .map((cell, at) => {
          const { hasRun = true, isLabelled: wantsLabels = true, ...told } = cells[at % cells.length] ?? {};
          return {
            ...cell,
            status: "done" as const,
            ...told,
            rolloutRun: hasRun ? `${key}-run` : null,
            labellingRun: wantsLabels && isLabelled ? { run: `${key}-match`, version: 1 } : null,
          };
        }),
    };
  });
}
