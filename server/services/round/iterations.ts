/** What came of each iteration of a model, by one judge. */
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { type EvalResult, readEvalResults } from "@/server/queries/eval/results";
import {
  type Iteration,
  type IterationJudge,
  readIterationJudges,
  readIterations,
} from "@/server/queries/round/iterations";

export type ModelIterations = {
  iterations: Iteration[];
  results: EvalResult[];
  /** Judges that ruled on what was generated, and the one whose verdicts are shown; null where there is none */
  judges: IterationJudge[];
  judge: string | null;
  /** Whether all were generated on the same question sets with the same settings: else shares compare other questions, too */
  isAlike: boolean;
};

/** `judge` names one; else it is the one that ruled on most iterations, of equals the newest. Throws not-found. */
export async function readModelIterations(
  db: Db,
  asked: { modelId: number; judge: string | null },
): Promise<ModelIterations> {
  const judges = await readIterationJudges(db.pool, asked.modelId);
  const judge = judges.find(({ name }) => name === asked.judge) ?? judges[0] ?? null;
  const iterations = await readIterations(db.pool, asked.modelId, judge?.judgings ?? []);
  if (iterations.length === 0) throw new StudioError("not-found", `There is no model ${asked.modelId}.`);
  const results = await readEvalResults(db.pool, { models: iterations.map(({ model }) => model) });
  const made = new Set(
    iterations.flatMap(({ generated }) =>
      generated
        ? [JSON.stringify([generated.sets, [...new Set(generated.rolloutRuns.map((run) => run.inference))].sort()])]
        : [],
    ),
  );
  return { iterations, results, judges, judge: judge?.name ?? null, isAlike: made.size <= 1 };
}
