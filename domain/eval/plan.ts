/** Models by question sets to be evaluated in order. Kept as it was asked. */
import { z } from "zod";
import { isPlain, PLAIN } from "../plain-text";
import { QuestionChoice, RolloutSettings } from "../rollout/settings";
import { defaultSystemPrompt } from "../rollout/system-prompt";
import { TrainingResources } from "../training/engine";

/** `tools`: as trajectories of the set are generated. `alone`: one action, no tools: what the model knows by itself. */
export const EvalWay = z.enum(["tools", "alone"]);
export type EvalWay = z.infer<typeof EvalWay>;

const Id = z.int32().positive();
const isDistinct = <Item>(items: readonly Item[], keyOf: (item: Item) => unknown) =>
  new Set(items.map(keyOf)).size === items.length;

/** Greedy, one sample a question, unless somebody says otherwise */
const EvalSettings = z.preprocess(
  (given) => (typeof given === "object" && given !== null ? { temperature: 0, samples: 1, ...given } : given),
  RolloutSettings,
);

export const EvalSet = z.object({
  questions: QuestionChoice,
  /** With tools; the other way is made of it */
  settings: EvalSettings,
});
export type EvalSet = z.infer<typeof EvalSet>;

/** Starts servers for models that no endpoint answers for. */
export const ServingChoice = z.object({ engineId: Id, resources: TrainingResources });
export type ServingChoice = z.infer<typeof ServingChoice>;

export const EvalPlan = z.object({
  name: z.string().trim().min(1, "Give it a name.").max(150).refine(isPlain, PLAIN),
  models: z
    .array(Id)
    .min(1, "Choose a model.")
    .max(50)
    .refine((ids) => isDistinct(ids, (id) => id), "A model stands there twice."),
  sets: z
    .array(EvalSet)
    .min(1, "Choose a question set.")
    .max(50)
    .refine(
      (sets) => isDistinct(sets, ({ questions }) => questions.questionSetId),
      "A question set stands there twice.",
    ),
  ways: z
    .array(EvalWay)
    .min(1, "Choose a way of inferring.")
    .refine((ways) => isDistinct(ways, (way) => way), "A way stands there twice.")
    .default(["tools"]),
  /** null: every model must have an endpoint */
  serving: ServingChoice.nullable().default(null),
});
export type EvalPlan = z.infer<typeof EvalPlan>;

/** One model on one set in one way. */
export type PlannedCell = { modelId: number; questionSetId: number; way: EvalWay };

/** In the order in which they are carried out: all of one model together, so that it is served once. */
export function cellsOf(plan: EvalPlan): PlannedCell[] {
  return plan.models.flatMap((modelId) =>
    plan.sets.flatMap(({ questions }) =>
      plan.ways.map((way) => ({ modelId, questionSetId: questions.questionSetId, way })),
    ),
  );
}

/** What a cell's rollout run is asked to do. Throws where the plan has no such set. */
export function settingsOf(plan: EvalPlan, { questionSetId, way }: PlannedCell): EvalSet {
  const set = plan.sets.find(({ questions }) => questions.questionSetId === questionSetId);
  if (!set) throw new Error(`The plan has no question set ${questionSetId}.`);
  return way === "tools" ? set : { ...set, settings: alone(set.settings) };
}

/** The same inference in one action and without tools. */
export function alone(settings: RolloutSettings): RolloutSettings {
  const { protocol } = settings;
  return {
    ...settings,
    tools: [],
    search: null,
    stepLimit: 1,
    systemPrompt: defaultSystemPrompt({ protocol, tools: [], stepLimit: 1 }),
  };
}

/** Evals are greedy with one sample a question unless somebody says otherwise. */
export const greedy = (settings: RolloutSettings): RolloutSettings => ({
  ...settings,
  temperature: 0,
  topP: 1,
  topK: null,
  samples: 1,
});
