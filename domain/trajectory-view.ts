/** What a page shows of one trajectory: bounded, whatever the trajectory holds. */

import { z } from "zod";
import { type Action, readAction } from "./action";
import { Outcome } from "./filter";
import { type Message, messageText } from "./message";
import { ObservationPart } from "./observation";
import { cutText } from "./plain-text";
import { Mark, ProcessLabel, Rating } from "./verdict";

/** Trajectories that are read side by side at once. */
export const MAX_SIDE_BY_SIDE = 5;

/** The beginning of a text; `isCut` where there is more. */
export const Excerpt = z.object({ text: z.string(), isCut: z.boolean() });
export type Excerpt = z.infer<typeof Excerpt>;

export const CallView = z.object({ tool: z.string(), input: Excerpt, id: z.string().nullable() });
export type CallView = z.infer<typeof CallView>;

export const ActionView = z.object({
  thought: Excerpt,
  calls: z.array(CallView),
  /** Calls that stand behind the cut */
  moreCalls: z.int().nonnegative(),
  answer: Excerpt.nullable(),
  /** Nothing was written: no words and no calls */
  isEmpty: z.boolean(),
  /** Of the whole action as JSON */
  bytes: z.int().nonnegative(),
  isCut: z.boolean(),
});
export type ActionView = z.infer<typeof ActionView>;

export const ObservationView = z.object({
  parts: z.array(ObservationPart),
  /** Of its text in UTF-8; where it is cut, as far as its beginning tells */
  bytes: z.int().nonnegative(),
  isCut: z.boolean(),
});
export type ObservationView = z.infer<typeof ObservationView>;

export const VerdictView = z.object({
  runId: z.int(),
  rating: Rating.nullable(),
  score: z.int().nullable(),
  rationale: Excerpt.nullable(),
  hasRaw: z.boolean(),
});
export type VerdictView = z.infer<typeof VerdictView>;

export const StepView = z.object({
  index: z.int().nonnegative(),
  action: ActionView,
  observation: ObservationView.nullable(),
  finishReason: z.string().nullable(),
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
  durationMs: z.int().nullable(),
  /** The model's message differs from the action, and can be read as it came */
  hasRaw: z.boolean(),
  /** Of the judging runs shown; a run without one here has no verdict on the step */
  verdicts: z.array(VerdictView),
});
export type StepView = z.infer<typeof StepView>;

export const JudgeKind = z.enum(["model", "rule", "human", "import"]);
export const LabellerKind = z.enum(["metric", "model", "human", "import"]);

/** One judging run over the trajectory, as marks. */
export const JudgeView = z.object({
  runId: z.int(),
  name: z.string(),
  version: z.int(),
  kind: JudgeKind,
  isSample: z.boolean(),
  /** The last version of its judge that looked at this trajectory; earlier ones are folded away */
  isNewest: z.boolean(),
  process: ProcessLabel,
  /** One a step */
  marks: z.array(Mark),
  scoreSum: z.int(),
  scoreCount: z.int(),
  judgedAt: z.string().nullable(),
});
export type JudgeView = z.infer<typeof JudgeView>;

export const OutcomeView = z.object({
  runId: z.int(),
  name: z.string(),
  version: z.int(),
  kind: LabellerKind,
  isSample: z.boolean(),
  isNewest: z.boolean(),
  correct: z.boolean(),
  /** The metric's figure, 0 to 1 */
  value: z.number().nullable(),
  reason: Excerpt.nullable(),
  labelledAt: z.string().nullable(),
});
export type OutcomeView = z.infer<typeof OutcomeView>;

export const PromptMessage = z.object({
  role: z.string(),
  text: Excerpt,
  /** Characters of the whole message; null where only a part was read */
  length: z.int().nullable(),
});
export type PromptMessage = z.infer<typeof PromptMessage>;

export const TrajectoryView = z.object({
  id: z.int(),
  question: z.object({
    id: z.int(),
    key: z.string(),
    text: Excerpt,
    answers: z.array(z.string()),
    moreAnswers: z.int().nonnegative(),
    solution: Excerpt.nullable(),
    setId: z.int(),
    set: z.string(),
    isSample: z.boolean(),
    passages: z.int(),
  }),
  rolloutRun: z.object({ id: z.int(), name: z.string(), purpose: z.string(), isSample: z.boolean() }),
  model: z.object({ id: z.int(), name: z.string(), isSample: z.boolean() }).nullable(),
  sampleIndex: z.int(),
  samples: z.int(),
  numSteps: z.int(),
  endState: z.string(),
  finalAnswer: Excerpt.nullable(),
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
  createdAt: z.string(),
  /** Names of the tools offered; null where tool schemas were not recorded */
  tools: z.array(z.string()).nullable(),
  /** As JSON text; null where empty */
  metadata: Excerpt.nullable(),
  prompt: z.array(PromptMessage),
  outcomes: z.array(OutcomeView),
  judges: z.array(JudgeView),
  /** The first steps; the rest by `trajectory.steps` */
  steps: z.array(StepView),
});
export type TrajectoryView = z.infer<typeof TrajectoryView>;

/** A trajectory in the list of a question's samples. */
export const SampleView = z.object({
  id: z.int(),
  rolloutRun: z.string(),
  model: z.string().nullable(),
  isSample: z.boolean(),
  sampleIndex: z.int(),
  numSteps: z.int(),
  endState: z.string(),
  finalAnswer: z.string().nullable(),
  outcome: Outcome,
  judge: z.string().nullable(),
  marks: z.array(Mark),
});
export type SampleView = z.infer<typeof SampleView>;

export const SamplesView = z.object({ samples: z.array(SampleView), total: z.int() });
export type SamplesView = z.infer<typeof SamplesView>;

/** One judge's whole ruling on a step. */
export const FullVerdict = z.object({
  runId: z.int(),
  name: z.string(),
  version: z.int(),
  kind: JudgeKind,
  isSample: z.boolean(),
  rating: Rating.nullable(),
  score: z.int().nullable(),
  rationale: Excerpt.nullable(),
  raw: Excerpt.nullable(),
});
export type FullVerdict = z.infer<typeof FullVerdict>;

/** The first `length` characters, never half of a surrogate pair. */
export function excerpt(text: string, length: number, isCutAlready = false): Excerpt {
  if (text.length <= length) return { text, isCut: isCutAlready };
  return { text: cutText(text, length), isCut: true };
}

/**
 * An action cut to `budget` characters in all, in the order it is read. `isCut` says that `message` itself is only the
 * beginning of what was written.
 */
export function viewAction(message: Message, bytes: number, budget: number, isCut = false): ActionView {
  const action: Action = readAction(message);
  let left = budget;
  const take = (text: string): Excerpt => {
    const part = excerpt(text, Math.max(left, 0));
    left -= part.text.length;
    return part;
  };
  // The answer is short and what everybody looks for: it comes before a long thought in the budget.
  const answer = action.answer === null ? null : take(action.answer);
  const thought = take(action.thought);
  const calls: CallView[] = [];
  for (const call of action.calls) {
    if (left <= 0) break;
    // A call costs something even when it is short, so that ten thousand empty ones are not all sent.
    left -= 40;
    calls.push({ tool: excerpt(call.tool, 200).text, input: take(call.input), id: call.id });
  }
  const moreCalls = action.calls.length - calls.length;
  const isShort =
    isCut || thought.isCut || (answer?.isCut ?? false) || moreCalls > 0 || calls.some((c) => c.input.isCut);
  const isEmpty = !isCut && messageText(message).trim() === "" && action.thought === "" && action.calls.length === 0;
  return { thought, calls, moreCalls, answer, isEmpty, bytes, isCut: isShort };
}

/** Whether judges contradict each other on a step: one calls it unreasonable, another does not. */
export function isDisagreement(marks: readonly Mark[]): boolean {
  return marks.includes("unreasonable") && marks.some((mark) => mark === "reasonable" || mark === "neutral");
}

/** Steps on which the shown judges contradict each other, zero-based and ascending. */
export function disagreements(judges: readonly Pick<JudgeView, "marks">[], numSteps: number): number[] {
  return Array.from({ length: numSteps }, (_, step) => step).filter((step) =>
    isDisagreement(judges.map((judge) => judge.marks[step] ?? "none")),
  );
}

/** What an action does: its calls and its answer, without their ids; its words where it has neither. */
function deedOf({ thought, calls, answer }: ActionView): string {
  if (calls.length === 0 && answer === null) return JSON.stringify(thought.text.trim());
  return JSON.stringify([calls.map((call) => [call.tool, call.input.text]), answer?.text ?? null]);
}

/**
 * The first step at which trajectories do different things, however they word the same one; null where they do not, as far as their loaded
 * steps reach. One that has ended where another goes on differs there.
 */
export function firstDifference(columns: readonly { numSteps: number; steps: readonly StepView[] }[]): number | null {
  const longest = Math.max(0, ...columns.map((column) => column.numSteps));
  for (let index = 0; index < longest; index += 1) {
    if (columns.some((column) => index >= column.numSteps)) return index;
    const steps = columns.map((column) => column.steps.find((step) => step.index === index));
    if (steps.some((step) => step === undefined)) return null;
    if (new Set(steps.map((step) => step && deedOf(step.action))).size > 1) return index;
  }
  return null;
}

/** Text as it can be shown: control characters as their pictures, lone surrogates as U+FFFD; line breaks and tabs stay. */
export function showable(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is being replaced
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, (character) =>
        character === "\u007f" ? "\u2421" : String.fromCharCode(0x2400 + character.charCodeAt(0)),
      )
      .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD")
  );
}
