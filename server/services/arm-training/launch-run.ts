import { StudioError } from "@/domain/errors";
import { EMPTY_POOL } from "@/domain/pool";
import type { Db } from "@/server/db";
import type { OpenArmTraining } from "@/server/queries/arm-training/open";
import { recipeOf } from "@/server/services/training/check";
import { readChoice } from "@/server/services/training/choice";
import { type LaunchedTraining, launchTraining } from "@/server/services/training/launch";
import { configOf } from "./config";

const LONGEST_NAME = 200;

/** Launches the training run of an arm and a seed, once. Throws what a launch throws. */
export async function launchArmRun(
  db: Db,
  { plan, arms, runs }: OpenArmTraining,
  armIdx: number,
  seed: number,
): Promise<LaunchedTraining> {
  const arm = arms.find(({ idx }) => idx === armIdx);
  const run = runs.find((one) => one.arm === armIdx && one.seed === seed);
  if (!arm || !run) throw new RangeError(`There is no arm ${armIdx} with seed ${seed}.`);
  if (arm.set === null) throw new StudioError("not-found", "The arm's training set was removed.");
  const { baseModelId, engineId, algorithm, reward, changes } = plan.choice;
  const data = { pool: EMPTY_POOL, mode: "none" as const, trainingSet: arm.set.id };
  const read = await readChoice(db, { data, baseModelId, engineId, algorithm, reward });
  const { resources } = read.engine;
  return launchTraining(db, {
    ...read.choice,
    ...{ resources, key: run.key, clonedFrom: null },
    name: `${plan.name} · ${arm.name} · seed ${seed}`.slice(0, LONGEST_NAME),
    config: configOf(await recipeOf(db, read, resources), seed, changes),
  });
}
