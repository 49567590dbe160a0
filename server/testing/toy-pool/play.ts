/** Plays a simulated policy against a real tool and writes down what was said, as a rollout would. */
import type { Message } from "@/domain/message";
import type { Step } from "@/domain/trajectory";
import type { Rating } from "@/domain/verdict";
import { countTokens } from "./tokens";

/** Whether an action is reasonable given everything before it, as the simulation itself knows, and why. */
export type Truth = { rating: Rating; why: string };

export const sound = (why: string): Truth => ({ rating: 1, why });
export const neutral = (why: string): Truth => ({ rating: 0, why });
export const unsound = (why: string): Truth => ({ rating: -1, why });

/** What the policy does next: call a tool, perhaps several times at once; give its answer; or stop without one. */
export type Move =
  | { kind: "call"; thought: string; inputs: string[]; truth: Truth }
  | { kind: "answer"; thought: string; answer: string; truth: Truth }
  | { kind: "stop"; thought: string; truth: Truth };

/** A policy yields a move and is handed what the tool returned to each call. */
export type Policy<Result> = Generator<Move, void, Result[]>;

/** How a policy and its tool write their messages. */
export type Protocol<Result> = {
  /** `step` is the index of the step, for call ids that differ within a trajectory */
  action(move: Move, step: number): Message;
  run(input: string): Result;
  observation(results: Result[], action: Message): Message[];
};

export type Played = {
  steps: Step[];
  /** One for each step */
  truths: Truth[];
  endState: "answered" | "no-answer" | "step-limit";
  finalAnswer: string | null;
};

/** Lets the policy act until it answers, stops, or has used up `stepLimit` actions. */
export function play<Result>(
  policy: Policy<Result>,
  protocol: Protocol<Result>,
  prompt: readonly Message[],
  stepLimit: number,
): Played {
  const played: Played = { steps: [], truths: [], endState: "step-limit", finalAnswer: null };
  let contextTokens = prompt.reduce((sum, message) => sum + countTokens(message), 0);
  let results: Result[] = [];
  while (played.steps.length < stepLimit) {
    const turn = policy.next(results);
    if (turn.done) throw new Error("a policy ends with an answer or a stop");
    const move = turn.value;
    const action = protocol.action(move, played.steps.length);
    results = move.kind === "call" ? move.inputs.map((input) => protocol.run(input)) : [];
    const observation = move.kind === "call" ? protocol.observation(results, action) : null;
    const completionTokens = countTokens(action);
    played.steps.push({
      action,
      observation,
      finishReason: move.kind === "call" && action.tool_calls ? "tool_calls" : "stop",
      promptTokens: contextTokens,
      completionTokens,
    });
    played.truths.push(move.truth);
    contextTokens += completionTokens + (observation ?? []).reduce((sum, message) => sum + countTokens(message), 0);
    if (move.kind === "call") continue;
    played.endState = move.kind === "answer" ? "answered" : "no-answer";
    played.finalAnswer = move.kind === "answer" ? move.answer : null;
    break;
  }
  return played;
}
