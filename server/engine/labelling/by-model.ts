/** Asks a model whether one trajectory's final answer means the same as an accepted one. */
import { ChatFailure, type ChatReply } from "@/domain/chat";
import { type EquivalencePrompt, equivalenceMessages, readEquivalence } from "@/domain/labelling/equivalence";
import type { ModelLabeller } from "@/domain/labelling/settings";
import { messageText } from "@/domain/message";
import type { Failure, PieceTools, Result } from "../executor";
import type { LabelRow } from "./commit";
import type { LabellingPiece } from "./pieces";

/** A reply that cannot be read is asked for again with another seed; then the trajectory stays unlabelled. */
export async function labelByModel(
  labeller: ModelLabeller,
  prompt: EquivalencePrompt,
  piece: LabellingPiece,
  { chat }: PieceTools,
): Promise<Result<LabelRow>> {
  const { trajectoryId, finalAnswer, answers, question } = piece;
  const spent = { promptTokens: 0, completionTokens: 0 };
  const unlabelled = (failure: string, message: string, raw?: string): Result<LabelRow> => {
    const failures: Failure[] = [{ itemId: trajectoryId, failure, message, raw }];
    return {
      data: { trajectoryId, correct: null, value: null, reason: null },
      endState: "unlabelled",
      ...spent,
      failures,
    };
  };
  if (answers.length === 0) return unlabelled("no-accepted-answer", "The question has no accepted answer.");
  if (finalAnswer === null)
    return {
      data: { trajectoryId, correct: false, value: null, reason: "no final answer" },
      endState: "incorrect",
      ...spent,
    };

  const messages = equivalenceMessages(prompt, { question, accepted: answers, finalAnswer });
  let raw = "";
  for (let attempt = 0; attempt <= labeller.parseRetries; attempt++) {
    let reply: ChatReply;
    try {
      const { temperature, maxTokens, seed } = labeller;
      reply = await chat({ messages, temperature, maxTokens, seed: (seed + attempt) % 2 ** 31 });
    } catch (error) {
      if (error instanceof ChatFailure) return unlabelled(error.kind, error.message);
      throw error;
    }
    spent.promptTokens += reply.promptTokens ?? 0;
    spent.completionTokens += reply.completionTokens ?? 0;
    raw = messageText(reply.message);
    const said = readEquivalence(prompt, raw);
    if (said)
      return {
        data: { trajectoryId, correct: said.correct, value: null, reason: said.reason },
        endState: said.correct ? "correct" : "incorrect",
        ...spent,
      };
  }
  return unlabelled("unparseable", "The model's reply does not end with “Equivalent: yes” or “Equivalent: no”.", raw);
}
