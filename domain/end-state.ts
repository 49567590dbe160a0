/** How a trajectory that the studio made came to its end. Imported ones may carry other words. */
import { z } from "zod";

export const EndState = z.enum([
  /** It gave a final answer */
  "answered",
  /** An action with neither a call nor an answer */
  "no-answer",
  /** The last action that the step limit allowed still called a tool */
  "step-limit",
  /** A call that cannot be carried out: a tag never closed, an unknown tool, arguments that are no JSON */
  "malformed-call",
  /** A reply without a word or a call */
  "empty-reply",
  /** Cut by the token limit of one step before a call or an answer was complete */
  "truncated",
  /** The context no longer fits the model */
  "context-overflow",
  /** The same call once more than is allowed */
  "repeated-call",
  /** The endpoint refused a request of it (4xx); metadata.failure says why */
  "refused",
]);
export type EndState = z.infer<typeof EndState>;

const WORDS: Record<EndState, string> = {
  answered: "answered",
  "no-answer": "ended without an answer",
  "step-limit": "step limit reached",
  "malformed-call": "malformed call",
  "empty-reply": "empty reply",
  truncated: "action cut off",
  "context-overflow": "context too long",
  "repeated-call": "call repeated",
  refused: "request refused",
};

/** An end state as people read it; a word that an import brought stays as it is. */
export function endStateWords(endState: string): string {
  const known = EndState.safeParse(endState);
  return known.success ? WORDS[known.data] : endState;
}
