/** The form of an eval matrix as it is chosen, and as it is meant. */
import type { z } from "zod";
import { askedOf, draftErrors, type Draft as SetDraft, type DraftErrors as SetErrors } from "@/app/rollouts/new/draft";
import { type ResourceTexts, resourcesOf, textsOf } from "@/app/training/new/draft";
import { EvalPlan, EvalSet, type EvalWay } from "@/domain/eval/plan";
import { formatCount } from "@/domain/format";
import { freeName } from "@/domain/free-name";
import type { TrainingResources } from "@/domain/training/engine";

export type MatrixDraft = {
  /** null follows what is chosen */
  name: string | null;
  models: readonly number[];
  sets: readonly number[];
  ways: readonly EvalWay[];
  /** null: the one that is suggested */
  engineId: number | null;
  /** null: what the engine asks for */
  resources: ResourceTexts | null;
};

export type ReadMatrix =
  | { plan: EvalPlan }
  | {
      /** What is missing, in words */
      hint: string;
      setErrors: ReadonlyMap<number, SetErrors>;
      resourceErrors: Partial<ResourceTexts>;
      nameError: string | null;
    };

type Given = {
  suggestedName: string;
  /** Of each chosen set; null until it is known how it is answered */
  sets: readonly { id: number; name: string; draft: SetDraft | null }[];
  /** Where servers are started; null where every chosen model has an endpoint, or there is no engine */
  engine: { id: number; resources: TrainingResources } | null;
};

/** What the form asks for, or what is wrong with it. */
export function readMatrix(draft: MatrixDraft, { suggestedName, sets, engine }: Given): ReadMatrix {
  const setErrors = new Map<number, SetErrors>();
  const read = sets.flatMap((set): z.output<typeof EvalSet>[] => {
    if (set.draft === null) return [];
    const { data, error } = EvalSet.safeParse(askedOf(set.draft));
    if (error) setErrors.set(set.id, draftErrors(set.draft, error));
    return data ? [data] : [];
  });
  const resources = engine && resourcesOf(draft.resources ?? textsOf(engine.resources));
  const { data, error } = EvalPlan.safeParse({
    name: draft.name ?? suggestedName,
    models: draft.models,
    sets: read,
    ways: draft.ways,
    serving:
      engine && resources && "resources" in resources ? { engineId: engine.id, resources: resources.resources } : null,
  });
  const resourceErrors = resources && "errors" in resources ? resources.errors : {};
  const wrong = sets.find(({ id }) => setErrors.has(id));
  const isPending = sets.some((set) => set.draft === null);
  if (data && !wrong && !isPending && Object.keys(resourceErrors).length === 0) return { plan: data };
  const nameError = error?.issues.find(({ path }) => path[0] === "name")?.message ?? null;
  const hint = hintOf();
  return { hint, setErrors, resourceErrors, nameError };

  function hintOf(): string {
    if (draft.models.length === 0) return "Choose the models to evaluate.";
    if (draft.sets.length === 0) return "Choose the question sets to evaluate them on.";
    if (wrong) return `The settings of "${wrong.name}" need another look.`;
    if (isPending) return "Looking up how the question sets are answered…";
    if (Object.keys(resourceErrors).length > 0) return "The resources of the servers need another look.";
    return error?.issues[0]?.message ?? "Some fields need another look.";
  }
}

/** "base on HotPotQA", "3 models on 2 question sets"; one that no other matrix has. */
export function suggestName(models: readonly string[], sets: readonly string[], taken: readonly string[]): string {
  const words = (names: readonly string[], one: string) =>
    names.length === 1 ? (names[0] ?? "") : formatCount(names.length, one);
  const name = `${words(models, "model")} on ${words(sets, "question set")}`;
  return freeName(models.length === 0 || sets.length === 0 ? "Evals" : name.slice(0, 140), taken);
}
