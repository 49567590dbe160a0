/** What the launch page shows for its choices: the recipe's config with what was edited before, and the check. */
import { z } from "zod";
import { carryEdits } from "@/domain/training/chosen";
import { TrainingResources } from "@/domain/training/engine";
import type { ConfigIssue } from "@/domain/training/issues";
import { type TrainingCheck, TrainingChoice, TrainingPlan } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { readValues } from "@/server/formats/training-config/read";
import { writeConfig } from "@/server/formats/training-config/write";
import { checkLaunch, recipeOf } from "./check";
import { readChoice } from "./choice";

const Text = TrainingPlan.shape.config;

export const SuggestTraining = z.object({
  choice: TrainingChoice,
  /** null: what the engine's jobs ask for by default */
  resources: TrainingResources.nullable().default(null),
  /** The recipe of the choice before and what was made of it; null at the first choice */
  edited: z.object({ recipe: Text, config: Text }).nullable().default(null),
});

export type TrainingSuggestion = {
  name: string;
  /** The recipe as it is */
  recipe: string;
  /** The recipe with the edits, or the edited text itself where that cannot be read */
  config: string;
  /** Fields whose edits were kept */
  kept: string[];
  resources: TrainingResources;
  issues: ConfigIssue[];
  check: TrainingCheck | null;
};

/** Throws not-found or precondition for choices that cannot be. */
export async function suggestTraining(
  db: Db,
  { choice, resources, edited }: z.output<typeof SuggestTraining>,
): Promise<TrainingSuggestion> {
  const read = await readChoice(db, choice);
  const asked = resources ?? read.engine.resources;
  const recipe = await recipeOf(db, read, asked);
  const text = writeConfig(recipe);
  const { config, kept } = edited === null ? { config: text, kept: [] } : keepEdits(edited, recipe, text);
  const { issues, check } = await checkLaunch(db, choice, config, asked);
  const name = [read.base.name, choice.algorithm === "swirl" ? "SWiRL" : "SFT", choice.data.mode].join(" · ");
  return { name: name.slice(0, 200), recipe: text, config, kept, resources: asked, issues, check };
}

function keepEdits(
  edited: { recipe: string; config: string },
  recipe: Parameters<typeof writeConfig>[0],
  text: string,
): { config: string; kept: string[] } {
  const [from, to] = [readValues(edited.recipe), readValues(edited.config)];
  if ("issues" in to) return { config: edited.config, kept: [] };
  if ("issues" in from) return { config: text, kept: [] };
  const { config, kept } = carryEdits(to.values, from.values, recipe);
  return { config: kept.length === 0 ? text : writeConfig(config), kept };
}
