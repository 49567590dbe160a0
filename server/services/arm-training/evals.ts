/** The evals that follow the training: how each set is answered, and what that comes to. */
import type { PlannedEval } from "@/domain/arm-training/cost";
import type { ArmTrainingChoice, ArmTrainingPlan } from "@/domain/arm-training/plan";
import type { EvalPlan } from "@/domain/eval/plan";
import type { Db } from "@/server/db";
import { readTrajectoryPace } from "@/server/queries/arm-training/pace";
import { checkMatrix } from "@/server/services/eval/check-matrix";
import { readServingEngines } from "@/server/services/eval/serving-of";
import { suggestEvalSet } from "@/server/services/eval/suggest-set";

const MOST_MODELS = 50;
const MOST_CELLS = 500;
const DRAW_SEED = 1;

export type PlannedEvals = {
  evals: ArmTrainingPlan["evals"];
  cells: (PlannedEval & { questionSetId: number; way: EvalPlan["ways"][number] })[];
  problems: string[];
  warnings: string[];
};

/** `runs`: training runs, each of which may come to a model. Throws not-found for a question set that is gone. */
export async function planEvals(db: Db, choice: ArmTrainingChoice, runs: number): Promise<PlannedEvals> {
  const { sets: chosen, ways, withBase, baseModelId, engineId } = choice;
  const engines = await readServingEngines(db.pool);
  const engine = engines.find(({ id }) => id === engineId);
  const sets = await Promise.all(
    chosen.map(async ({ questionSetId, limit }) => ({
      questions: { questionSetId, search: "", limit, drawSeed: DRAW_SEED },
      settings: (await suggestEvalSet(db, questionSetId)).settings,
    })),
  );
  const serving = engine ? { engineId, resources: engine.resources } : null;
  const evals = { sets, serving };
  if (sets.length === 0) return { evals, cells: [], problems: [], warnings: [] };
  const models = runs + (withBase ? 1 : 0);
  const checked = await checkMatrix(db, { models: [baseModelId], sets, ways, serving });
  const problems = [...checked.problems];
  if (models > MOST_MODELS)
    problems.push(
      `These would be ${models} models, and at most ${MOST_MODELS} are evaluated together: choose fewer arms or seeds.`,
    );
  else if (models * checked.cells.length > MOST_CELLS)
    problems.push(`These would be ${models * checked.cells.length} evals: choose at most ${MOST_CELLS}.`);
  const cells = await Promise.all(
    checked.cells.map(async ({ questionSetId, way, trajectories, tokens }) => ({
      ...{ questionSetId, way, models, trajectories, tokens },
      pace: await readTrajectoryPace(db.pool, questionSetId, way),
    })),
  );
  return { evals, cells, problems, warnings: checked.warnings };
}
