/** A launch's config against its choices and its data, before anything happens. */

import { checkTraining, type DataFacts } from "@/domain/training/check";
import { changedChoices } from "@/domain/training/chosen";
import type { TrainingConfig } from "@/domain/training/config";
import type { TrainingResources } from "@/domain/training/engine";
import type { ConfigIssue } from "@/domain/training/issues";
import type { TrainingCheck, TrainingChoice } from "@/domain/training/plan";
import { type Recipe, recommend } from "@/domain/training/recipe";
import { baselineWarning } from "@/domain/training/warnings";
import type { Db } from "@/server/db";
import { issuesAt, readConfig } from "@/server/formats/training-config/read";
import { type ReadChoice, readChoice } from "./choice";
import { readDataFacts } from "./data-facts";

export type CheckedLaunch = {
  /** null where `issues` says why */
  config: TrainingConfig | null;
  issues: ConfigIssue[];
  /** null without a config */
  check: TrainingCheck | null;
  /** The data's revision that was counted */
  revision: number;
};

/** A folder for configs of runs that are not launched yet. */
const NO_FOLDER = "/not/launched";
const CHOSEN_ABOVE = "This comes from what is chosen beside it: choose something else there, or reset to the recipe.";
/** Enough to know how the data was generated. */
const ANY_LENGTH = 2_147_483_647;

/** Throws not-found or precondition for choices that cannot be; what is wrong with the config is an issue. */
export async function checkLaunch(
  db: Db,
  given: TrainingChoice,
  text: string,
  resources: TrainingResources,
  folder = NO_FOLDER,
): Promise<CheckedLaunch & { read: ReadChoice }> {
  const read = await readChoice(db, given);
  const { config, issues } = readConfig(text, folder);
  if (config === null) return { read, config, issues, check: null, revision: 0 };
  const data = await readDataFacts(db, read.choice.data, config.data.max_context_tokens);
  const recipe = recipeFor(read, resources, data);
  const changed = issuesAt(
    text,
    changedChoices(config, recipe).map((path) => ({ path, message: CHOSEN_ABOVE })),
  );
  const check = checkTraining({ config, data, base: read.base, engine: read.engine, resources });
  const baseline = baselineWarning(config.algorithm, read.choice.data.mode);
  return {
    read,
    config: changed.length > 0 ? null : config,
    issues: changed,
    check: { ...check, warnings: [...check.warnings, ...(baseline ? [baseline] : [])] },
    revision: data.revision,
  };
}

/** What the launch page is told about a config. */
export async function previewLaunch(
  db: Db,
  given: { choice: TrainingChoice; config: string; resources: TrainingResources },
): Promise<Pick<CheckedLaunch, "issues" | "check">> {
  const { issues, check } = await checkLaunch(db, given.choice, given.config, given.resources);
  return { issues, check };
}

/** The recipe of a choice; its data is looked at for how it was generated. */
export async function recipeOf(db: Db, read: ReadChoice, resources: TrainingResources): Promise<Recipe> {
  return recipeFor(read, resources, await readDataFacts(db, read.choice.data, ANY_LENGTH));
}

/** The recipe of a choice whose data were looked at. */
export const recipeFor = (
  read: ReadChoice,
  { gpus }: TrainingResources,
  { rollouts }: Pick<DataFacts, "rollouts">,
): Recipe =>
  recommend({
    algorithm: read.choice.algorithm,
    modelPath: read.base.path,
    gpus,
    rollouts: rollouts.flatMap(({ settings }) => (settings ? [settings] : [])),
    reward: read.reward,
  });
