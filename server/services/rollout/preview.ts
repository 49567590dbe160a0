/** What a rollout run would ask, before it begins. */
import type { Message } from "@/domain/message";
import { chatRequest, firstContext } from "@/domain/rollout/request";
import type { RolloutPlan } from "@/domain/rollout/settings";
import { stepSeed } from "@/domain/rollout/step-seed";
import { requestBody } from "@/server/adapters/llm/request-body";
import type { Db } from "@/server/db";
import { checkPlan } from "./check-plan";

export type RolloutPreview = {
  questions: number;
  trajectories: number;
  /** The messages before the first action, for the question that is asked first */
  messages: Message[];
  /** The whole body of the first request, as JSON text */
  body: string;
};

/** Throws what starting it would throw. */
export async function previewRollout(db: Db, plan: Omit<RolloutPlan, "name" | "purpose">): Promise<RolloutPreview> {
  const { settings } = plan;
  const { endpoint, questions, first } = await checkPlan(db, plan);
  const messages = firstContext(settings, first.text);
  const request = chatRequest(settings, messages, stepSeed(settings.seed, first.key, 0, 0));
  return {
    questions,
    trajectories: questions * settings.samples,
    messages,
    body: JSON.stringify(requestBody(endpoint, request), null, 2),
  };
}
