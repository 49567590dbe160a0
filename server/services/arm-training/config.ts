import type { RecipeChanges } from "@/domain/arm-training/plan";
import type { Recipe } from "@/domain/training/recipe";
import { writeConfig } from "@/server/formats/training-config/write";

/** The recipe with one of the seeds and what was changed in it, as YAML. */
export function configOf(recipe: Recipe, seed: number, { maxSteps, learningRate }: RecipeChanges): string {
  const { optimiser } = recipe;
  return writeConfig({
    ...recipe,
    optimiser: {
      ...optimiser,
      seed,
      max_steps: maxSteps ?? optimiser.max_steps,
      learning_rate: learningRate ?? optimiser.learning_rate,
    },
  });
}
