/** What the form holds while it is filled in, and the choice it stands for. */
import { type Draft as TrainingDraft, choiceOf as trainingChoiceOf } from "@/app/training/new/draft";
import { ArmTrainingChoice } from "@/domain/arm-training/plan";
import type { EvalWay } from "@/domain/eval/plan";

export type ChosenSet = { questionSetId: number; limit: string };

export type Draft = {
  name: string;
  arms: readonly string[];
  /** Base model, engine, algorithm and reward as the launch form has them */
  training: TrainingDraft;
  seeds: string;
  /** As typed; empty: as the recipe has it */
  maxSteps: string;
  learningRate: string;
  sets: readonly ChosenSet[];
  ways: readonly EvalWay[];
  withBase: boolean;
};

const numberOf = (text: string) => (text.trim() === "" ? null : Number(text));

/** The choice, or a sentence about what is missing. */
export function choiceOf(draft: Draft, experimentId: number): ArmTrainingChoice | string {
  const { training, arms, seeds, maxSteps, learningRate, sets, ways, withBase } = draft;
  if (arms.length === 0) return "Choose an arm.";
  // The data are the arms': a pool's judging run is nothing to ask for.
  const choice = trainingChoiceOf({ ...training, trainingSet: 1 });
  if (typeof choice === "string") return choice;
  const { data: _, ...chosen } = choice;
  const shape = ArmTrainingChoice.shape;
  const changes = { maxSteps: numberOf(maxSteps), learningRate: numberOf(learningRate) };
  if (!shape.seeds.safeParse(numberOf(seeds)).success) return "Choose one to ten seeds.";
  const wrong = shape.changes.safeParse(changes).error?.issues[0]?.path[0];
  if (wrong === "maxSteps") return "Updates are a whole number from 1.";
  if (wrong !== undefined) return "A learning rate is a number above 0, at most 1.";
  if (sets.length > 0 && ways.length === 0) return "Choose a way of inferring.";
  const asked = {
    ...chosen,
    ...{ experimentId, arms, changes, ways: ways.length === 0 ? ["tools"] : ways, withBase },
    seeds: numberOf(seeds),
    sets: sets.map(({ questionSetId, limit }) => ({ questionSetId, limit: numberOf(limit) })),
  };
  return ArmTrainingChoice.safeParse(asked).data ?? "A limit is a whole number of questions from 1, or empty for all.";
}
