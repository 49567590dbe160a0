/** Makes one trajectory: asks for an action, runs its tools, and asks again, until it ends. */
import { ChatFailure, type ChatReply } from "@/domain/chat";
import type { EndState } from "@/domain/end-state";
import type { Message } from "@/domain/message";
import { observe } from "@/domain/rollout/observe";
import { chatRequest, firstContext, offeredSchemas } from "@/domain/rollout/request";
import type { RolloutSettings, ToolName } from "@/domain/rollout/settings";
import { stepSeed } from "@/domain/rollout/step-seed";
import { readReply, type ToolUse, type Turn } from "@/domain/rollout/turn";
import type { Step } from "@/domain/trajectory";
import { writeEpisode } from "@/server/services/import/hashes";
import type { NewTrajectory } from "@/server/services/trajectory/write";
import type { Failure, PieceTools, Result } from "../executor";
import type { RolloutPiece } from "./missing";

/** A trajectory that waits to be written. */
export type Played = { questionId: number; sample: number } & Pick<NewTrajectory, "record" | "episode">;

type Hands = {
  chat: PieceTools["chat"];
  useTool(tool: ToolName, input: string): Promise<string>;
};
type End = { endState: EndState; finalAnswer: string | null; failure?: ChatFailure };

/** Throws what `hands` throw, but for a failure that is about this trajectory alone: that ends it. */
export async function play(settings: RolloutSettings, piece: RolloutPiece, hands: Hands): Promise<Result<Played>> {
  const prompt = firstContext(settings, piece.text);
  const context = [...prompt];
  const history: ToolUse[][] = [];
  const steps: Step[] = [];
  for (;;) {
    const seed = stepSeed(settings.seed, piece.key, piece.sample, steps.length);
    const reply = await ask(hands.chat(chatRequest(settings, context, seed)));
    if (reply instanceof ChatFailure) return finish(settings, piece, prompt, steps, failed(reply));
    const turn = readReply(settings, reply, history);
    const step = stepOf(turn, reply);
    steps.push(step);
    if (turn.kind === "end") return finish(settings, piece, prompt, steps, turn);
    const texts = await Promise.all(turn.calls.map((call) => hands.useTool(call.tool, call.input)));
    step.observation = observe(settings, turn.calls, texts);
    context.push(step.action, ...step.observation);
    history.push(turn.calls);
  }
}

/** The reply, or the failure that ends this trajectory and no other. */
async function ask(asked: Promise<ChatReply>): Promise<ChatReply | ChatFailure> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ChatFailure && error.kind !== "misconfigured") return error;
    throw error;
  }
}

const failed = (failure: ChatFailure): End => ({
  endState: failure.kind === "context-overflow" ? "context-overflow" : "refused",
  finalAnswer: null,
  failure,
});

function stepOf(turn: Turn, reply: ChatReply): Step {
  return {
    action: turn.action,
    observation: null,
    finishReason: reply.finishReason,
    promptTokens: reply.promptTokens,
    completionTokens: reply.completionTokens,
    durationMs: Math.round(reply.durationMs),
    raw: turn.raw,
  };
}

function finish(
  settings: RolloutSettings,
  piece: RolloutPiece,
  prompt: Message[],
  steps: Step[],
  { endState, finalAnswer, failure }: End,
): Result<Played> {
  const promptTokens = total(steps.map((step) => step.promptTokens));
  const completionTokens = total(steps.map((step) => step.completionTokens));
  const record = {
    prompt,
    tools: offeredSchemas(settings),
    steps,
    endState,
    finalAnswer,
    promptTokens,
    completionTokens,
    metadata: failure ? { failure: { kind: failure.kind, message: failure.message, status: failure.status } } : {},
  };
  return {
    data: { questionId: piece.questionId, sample: piece.sample, record, episode: writeEpisode(record) },
    endState,
    promptTokens: promptTokens ?? 0,
    completionTokens: completionTokens ?? 0,
    failures: failure ? [failureRow(piece, steps.length, endState, failure)] : [],
  };
}

const failureRow = (piece: RolloutPiece, step: number, endState: EndState, failure: ChatFailure): Failure => ({
  itemId: piece.questionId,
  sampleIndex: piece.sample,
  stepIdx: step,
  failure: endState === "refused" ? failure.kind : endState,
  message: failure.message,
});

/** null where no request said it. */
function total(counts: readonly (number | null | undefined)[]): number | null {
  const known = counts.filter((count) => count !== null && count !== undefined);
  return known.length === 0
    ? null
    : Math.min(
        known.reduce((sum, count) => sum + count, 0),
        2_147_483_647,
      );
}
