/** A trajectory: the ordered steps one model took on one question, once; and its sub-trajectories. */
import { z } from "zod";
import { Message } from "./message";

/** A count as the database holds it */
export const Count = z.int().min(0).max(2_147_483_647);

export const Step = z.object({
  /** The assistant message, as the next context holds it */
  action: Message,
  /** The messages between this action and the next, usually tool results; null where nothing followed */
  observation: z.array(Message).nullable(),
  finishReason: z.string().nullish(),
  promptTokens: Count.nullish(),
  completionTokens: Count.nullish(),
  durationMs: Count.nullish(),
  /** The model's message as it came, where the action is not all of it; never part of a context */
  raw: Message.nullish(),
});
export type Step = z.infer<typeof Step>;

/** What is needed to rebuild every context: the messages before the first action, then the steps. */
export type Episode = { prompt: Message[]; steps: Step[] };

/** A context and one action: the unit of training. */
export type SubTrajectory = { step: number; context: Message[]; action: Message };

/**
 * Splits a trajectory of k actions into its k sub-trajectories, in order (SWiRL, section 2.2). Each context is a
 * prefix of the next: the prompt, then every earlier action with the observation that followed it.
 */
export function decompose(episode: Episode): SubTrajectory[] {
  const context = [...episode.prompt];
  return episode.steps.map((step, index) => {
    const subTrajectory = { step: index, context: [...context], action: step.action };
    context.push(step.action);
    for (const message of step.observation ?? []) context.push(message);
    return subTrajectory;
  });
}

/** The last of an episode's sub-trajectories, without the others: of 32,000 steps all contexts together fill no memory. */
export function lastSubTrajectory({ prompt, steps }: Episode): SubTrajectory | null {
  const last = steps.at(-1);
  if (!last) return null;
  return {
    step: steps.length - 1,
    context: episodeMessages({ prompt, steps: steps.slice(0, -1) }),
    action: last.action,
  };
}

/**
 * Splits a conversation into prompt and steps: every assistant message from the first on is an action, what stands
 * between two of them is the earlier one's observation. The inverse of listing the messages in order.
 */
export function episodeFromMessages(messages: Message[]): Episode {
  const first = messages.findIndex((message) => message.role === "assistant");
  if (first < 0) return { prompt: messages, steps: [] };
  const steps: Step[] = [];
  for (const message of messages.slice(first)) {
    if (message.role === "assistant") {
      steps.push({ action: message, observation: null });
      continue;
    }
    const last = steps.at(-1);
    if (last?.observation) last.observation.push(message);
    else if (last) last.observation = [message];
  }
  return { prompt: messages.slice(0, first), steps };
}

/** All messages of an episode in order. */
export function episodeMessages(episode: Episode): Message[] {
  return [...episode.prompt, ...episode.steps.flatMap((step) => [step.action, ...(step.observation ?? [])])];
}
