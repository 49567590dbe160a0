/** The plan of jobs that trains and evaluates the arms of an experiment, before anything happens. */
import { countKeptContexts } from "@/domain/arm-training/contexts";
import { type ArmTrainingCost, costOf, type Pace, type TokensSoFar } from "@/domain/arm-training/cost";
import type { ArmTrainingChoice, ArmTrainingPlan } from "@/domain/arm-training/plan";
import { StudioError } from "@/domain/errors";
import { type Arm, judgesOf } from "@/domain/experiment";
import { keptRows, keptSteps, type Selection } from "@/domain/filtering/select";
import { checkTraining, type DataFacts } from "@/domain/training/check";
import type { TrainingConfig } from "@/domain/training/config";
import type { TrainingCheck } from "@/domain/training/plan";
import { baselineWarning } from "@/domain/training/warnings";
import type { Db } from "@/server/db";
import { readConfig } from "@/server/formats/training-config/read";
import { readOriginsOf } from "@/server/queries/arm-training/origins";
import { readUpdatePace } from "@/server/queries/arm-training/pace";
import { readActionTokens, readJudgeTokens } from "@/server/queries/arm-training/tokens";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { readRevision } from "@/server/queries/training/data-check";
import { fingerprintOf, type Loaded, loadArms } from "@/server/services/experiment/evaluate";
import { type Experiment, readExperiment } from "@/server/services/experiment/read";
import { recipeFor } from "@/server/services/training/check";
import { type ReadChoice, readChoiceOf } from "@/server/services/training/choice";
import { rolloutFacts } from "@/server/services/training/data-facts";
import { configOf } from "./config";
import { type PlannedEvals, planEvals } from "./evals";
import { type FrozenArm, findFrozenArm } from "./frozen";

export type PlannedArm = {
  name: string;
  check: TrainingCheck;
  /** A training set that holds what it keeps; null: it is frozen first */
  frozen: FrozenArm | null;
  /** Of a recorded action of what it keeps; null: none was counted */
  action: TokensSoFar | null;
};

export type ArmTrainingJobs = {
  arms: PlannedArm[];
  /** Of the recipe with its changes; null where that cannot be read */
  optimiser: Pick<
    TrainingConfig["optimiser"],
    "max_steps" | "learning_rate" | "contexts_per_step" | "samples_per_context"
  > | null;
  cells: PlannedEvals["cells"];
  cost: ArmTrainingCost | null;
  pace: Pace | null;
  /** Of a call of the judge that rewards */
  judgeCall: TokensSoFar | null;
  fingerprint: string;
  /** What forbids to start */
  problems: string[];
  warnings: string[];
};

const NO_FOLDER = "/not/launched";

/** Throws not-found or precondition for choices that cannot be. */
export async function planArmTraining(db: Db, choice: ArmTrainingChoice): Promise<ArmTrainingJobs> {
  return (await readPlan(db, choice)).jobs;
}

/** The plan with what is kept of it. */
export async function readPlan(
  db: Db,
  choice: ArmTrainingChoice,
): Promise<{ jobs: ArmTrainingJobs; evals: ArmTrainingPlan["evals"] }> {
  const experiment = await readExperiment(db, choice.experimentId);
  const arms = choice.arms.map((name) => requireArm(experiment, name));
  const { kept, fingerprint } = await readKept(db, experiment, arms);
  const problems: string[] = [];
  const warnings = new Set<string>();
  const planned: PlannedArm[] = [];
  let optimiser: ArmTrainingJobs["optimiser"] = null;
  for (const { arm, count, facts, action } of kept) {
    const read = await readArmChoice(db, choice, experiment, arm);
    const { resources } = read.engine;
    const { config, issues } = readConfig(configOf(recipeFor(read, resources, facts), 1, choice.changes), NO_FOLDER);
    for (const { path, message } of issues) problems.push(`"${arm.name}": ${path === "" ? "" : `${path}: `}${message}`);
    if (config === null) continue;
    const data = { ...facts, ...count(config.data.max_context_tokens) };
    const check = checkTraining({ config, data, base: read.base, engine: read.engine, resources });
    for (const { message, blocks } of check.warnings)
      if (blocks) problems.push(`"${arm.name}": ${message}`);
      else warnings.add(message);
    const baseline = baselineWarning(config.algorithm, arm.filter.mode);
    if (baseline) warnings.add(`"${arm.name}": ${baseline.message}`);
    planned.push({ name: arm.name, check, action, frozen: await findFrozenArm(db.pool, arm, fingerprint) });
    optimiser ??= config.optimiser;
  }
  const evals = await planEvals(db, choice, arms.length * choice.seeds);
  const pace = await readUpdatePace(db.pool, choice);
  const judgeCall = await readJudgeTokens(db.pool, choice.reward);
  const { algorithm, seeds } = choice;
  const isWhole = optimiser !== null && planned.length === arms.length;
  const cost = isWhole
    ? costOf({
        ...{
          algorithm,
          seeds,
          pace,
          judgeCall,
          optimiser: optimiser as NonNullable<typeof optimiser>,
          evals: evals.cells,
        },
        arms: planned.map(({ check, frozen, action }) => ({ check, action, isFrozen: frozen !== null })),
      })
    : null;
  for (const warning of evals.warnings) warnings.add(warning);
  return {
    jobs: {
      ...{ arms: planned, optimiser, cells: evals.cells, cost, pace, judgeCall, fingerprint },
      problems: [...problems, ...evals.problems],
      warnings: [...warnings],
    },
    evals: evals.evals,
  };
}

function requireArm({ arms }: Experiment, name: string): Arm {
  const arm = arms.find((one) => one.name === name);
  if (!arm) throw new StudioError("not-found", `The experiment as it is saved has no arm "${name}": choose again.`);
  return arm;
}

/** As a launch reads it once the arm is frozen. */
function readArmChoice(db: Db, choice: ArmTrainingChoice, { pool }: Experiment, { filter }: Arm): Promise<ReadChoice> {
  const { baseModelId, engineId, algorithm, reward } = choice;
  const [judge = pool.judge] = judgesOf(filter);
  const data = { pool: { ...pool, judge, labels: filter.outcome.labels }, mode: filter.mode, trainingSet: null };
  return readChoiceOf(db, { data, baseModelId, engineId, algorithm, reward });
}

type Count = ReturnType<typeof countKeptContexts>;
type KeptArm = {
  arm: Arm;
  count: (maxContextTokens: number) => Count;
  facts: Pick<DataFacts, "rollouts" | "judgingRunOpen" | "revision">;
  action: TokensSoFar | null;
};

/** What each arm keeps, all in one snapshot. */
function readKept(db: Db, experiment: Experiment, arms: readonly Arm[]) {
  return inSnapshot(db.pool, async (client): Promise<{ kept: KeptArm[]; fingerprint: string }> => {
    const loaded = await loadArms(client, experiment);
    const revision = await readRevision(client);
    const kept: KeptArm[] = [];
    for (const arm of arms) {
      const { table } = loaded;
      const selection = selectionOf(loaded, experiment, arm);
      const ids = keptRows(selection).map((row) => table.id[row] ?? 0);
      const rollouts = (await readOriginsOf(client, ids)).map(rolloutFacts);
      kept.push({
        arm,
        count: (most) => countKeptContexts(table, keptSteps(table, selection), most),
        facts: { rollouts, judgingRunOpen: null, revision },
        action: await readActionTokens(client, ids),
      });
    }
    return { kept, fingerprint: fingerprintOf(loaded) };
  });
}

function selectionOf({ selections }: Loaded, experiment: Experiment, { name }: Arm): Selection {
  const selection = selections[experiment.arms.findIndex((arm) => arm.name === name)];
  if (!selection) throw new RangeError(`The arm "${name}" was not evaluated.`);
  return selection;
}
