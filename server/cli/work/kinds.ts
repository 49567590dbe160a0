/** The kinds of work that a studio's workers do: what each is called, and where one stands. */
import { isArmTrainingOver } from "@/domain/arm-training/status";
import { StudioError } from "@/domain/errors";
import { formatCount, formatNumber } from "@/domain/format";
import { isRoundOver } from "@/domain/round/status";
import { isTrainingOver } from "@/domain/training/status";
import { nameOfSet } from "@/domain/training-set/training-set";
import type { Db } from "@/server/db";
import { readArmTrainings } from "@/server/queries/arm-training/read";
import { readTrainingState } from "@/server/queries/training/state";
import { readTrainingSet } from "@/server/queries/training-set/read";
import { openRound } from "@/server/services/round/read";
import { type RunKind, resolveRun } from "@/server/services/runs";
import { lookAtMatrix } from "./eval-matrix";
import { headline } from "./headline";
import { lookAtRun } from "./run";
import type { Standing } from "./until-over";

type Kind = {
  /** What it is called in sentences, and found by */
  noun: RunKind;
  /** Throws not-found. */
  look(db: Db, id: number): Promise<Standing>;
};

/** By the word that `swirl wait` takes. */
export const WORK = {
  rollout: { noun: "rollout run", look: (db, id) => lookAtRun(db, "rollout", id) },
  judging: { noun: "judging run", look: (db, id) => lookAtRun(db, "judging", id) },
  labelling: { noun: "labelling run", look: (db, id) => lookAtRun(db, "labelling", id) },
  round: { noun: "round", look: lookAtRound },
  "training-set": { noun: "training set", look: lookAtTrainingSet },
  training: { noun: "training run", look: lookAtTraining },
  "arm-training": { noun: "training of arms", look: lookAtArmTraining },
  eval: { noun: "eval matrix", look: lookAtMatrix },
} as const satisfies Record<string, Kind>;
export type WorkKind = keyof typeof WORK;

export const WORK_KINDS = Object.keys(WORK) as WorkKind[];
export const isWorkKind = (word: string): word is WorkKind => Object.hasOwn(WORK, word);

const inBrackets = (message: string | null) => (message === null ? "" : ` (${message})`);
const EXITS: Readonly<Record<string, number>> = { done: 0, frozen: 0, stopped: 3, cancelled: 3 };
const exitOf = (status: string) => EXITS[status] ?? 1;

async function lookAtRound(db: Db, id: number): Promise<Standing> {
  const { name, status, message, experiment, runs, missing } = await openRound(db, id);
  const done = runs.filter((run) => run.status === "done").length;
  return {
    isOver: isRoundOver(status),
    exit: exitOf(status),
    state: `${status}, ${done} of ${formatCount(runs.length, "run")} that began${inBrackets(message)}`,
    json: { round: id, name, status, message, experiment, runs, missing },
    text: `${headline("round", id, name, status)}${inBrackets(message)}`,
  };
}

async function lookAtTrainingSet(db: Db, id: number): Promise<Standing> {
  const set = await readTrainingSet(db.pool, id);
  const { name, version, status, message, trajectories, subTrajectories, distinctContexts, sha256 } = set;
  const counts =
    subTrajectories === null
      ? ""
      : `, ${formatCount(trajectories ?? 0, "trajectory", "trajectories")}, ${formatCount(subTrajectories, "sub-trajectory", "sub-trajectories")}, sha256 ${sha256}`;
  return {
    isOver: status !== "freezing",
    exit: exitOf(status),
    state: status,
    json: {
      ...{ trainingSet: id, name, version, status, message },
      ...{ trajectories, subTrajectories, distinctContexts, sha256 },
    },
    text: `${headline("training set", id, nameOfSet(set), status)}${inBrackets(message)}${counts}`,
  };
}

async function lookAtTraining(db: Db, id: number): Promise<Standing> {
  const { name } = await resolveRun(db.pool, "training run", String(id));
  const state = await readTrainingState(db.pool, id);
  if (!state) throw new StudioError("not-found", `There is no training run ${id}.`);
  const { status, message, step, totalSteps, models, checkpoints } = state;
  const updates = `update ${formatNumber(step)} of ${totalSteps === null ? "?" : formatNumber(totalSteps)}`;
  const made = models.map((model) => `${model.name} (id ${model.id})`).join(", ");
  return {
    isOver: isTrainingOver(status),
    exit: exitOf(status),
    state: `${status}, ${updates}${inBrackets(message)}`,
    json: { trainingRun: id, name, status, message, step, totalSteps, models, checkpoints },
    text: `${headline("training run", id, name, status)}, ${updates}${inBrackets(message)}\nModel: ${made || "none"}`,
  };
}

async function lookAtArmTraining(db: Db, id: number): Promise<Standing> {
  const [found] = await readArmTrainings(db.pool, { id });
  if (!found) throw new StudioError("not-found", `There is no training of arms ${id}.`);
  const { name, status, message, experiment, matrix, arms } = found;
  return {
    isOver: isArmTrainingOver(status),
    exit: exitOf(status),
    state: `${status}${inBrackets(message)}`,
    json: { armTraining: id, name, status, message, experiment, matrix, arms },
    text: `${headline("training of arms", id, name, status)}${inBrackets(message)}`,
  };
}
