/** Goes through the steps of the kept trajectories in order, and builds each context once. */
import { z } from "zod";
import { Outcome } from "@/domain/filter";
import { TrainingSource } from "@/domain/training-row";
import { Rating } from "@/domain/verdict";
import { GrowingBytes } from "./blocks";
import type { CopyRow } from "./copy-rows";
import { itemsOf, onOneLine } from "./json-bytes";
import { addItems } from "./row-text";
import type { Snapshot } from "./snapshot";

const AskedQuestion = z.object({
  question_text: z.string(),
  answers: z.array(z.string()),
  metric: z.string().nullable(),
  final_answer: z.string().nullable(),
});

/** What is the same for all steps of a trajectory. */
export type Head = {
  trajectory: number;
  /** Messages before the first action, as JSON text */
  prompt: Buffer;
  /** Tool schemas as JSON text */
  tools: string | null;
  outcome: Outcome;
  source: TrainingSource;
  /** Only where the query asked for it */
  question: z.infer<typeof AskedQuestion> | null;
};

/** One step. Its buffers are valid until the next one is asked for. */
export type WalkedStep = {
  head: Head;
  step: number;
  /** Whether it is the last of its trajectory that is kept */
  isLast: boolean;
  /** JSON text as the database holds it */
  action: Buffer;
  observation: Buffer | null;
  rating: Rating | null;
  score: number | null;
  /** Whether its sub-trajectory is kept; steps before one that is are read all the same, for the context */
  isKept: boolean;
  /** The further columns of the query */
  further: CopyRow;
};

/** The steps that `select`, made by `stepRows`, gives. */
export async function* walkSteps(snapshot: Snapshot, select: string): AsyncGenerator<WalkedStep> {
  let head: Head | null = null;
  for await (const rows of snapshot.rows(select)) {
    for (const row of rows) {
      const [trajectory, idx, steps, action, observation = null, rating, score, isKept, ...rest] = row;
      if (!trajectory || !idx || !steps || !action) throw new Error("A step has no action.");
      const step = Number(idx);
      if (step === 0) head = readHead(Number(trajectory), rest);
      if (head?.trajectory !== Number(trajectory)) throw new Error(`Trajectory ${trajectory} has no first step.`);
      yield {
        head,
        step,
        isLast: step === Number(steps) - 1,
        action,
        observation,
        rating: rating ? Rating.parse(Number(rating)) : null,
        score: score ? Number(score) : null,
        isKept: isKept?.toString() === "true",
        further: rest.slice(HEAD_COLUMNS),
      };
    }
  }
}

const HEAD_COLUMNS = 5;

function readHead(trajectory: number, [prompt, tools, outcome, source, question]: CopyRow): Head {
  if (!prompt || !outcome || !source) throw new Error(`Trajectory ${trajectory} has no prompt.`);
  return {
    trajectory,
    prompt: Buffer.from(prompt),
    tools: tools ? tools.toString("utf8") : null,
    outcome: Outcome.parse(outcome.toString("utf8")),
    source: TrainingSource.parse(JSON.parse(source.toString("utf8"))),
    question: question ? AskedQuestion.parse(JSON.parse(question.toString("utf8"))) : null,
  };
}

/** How messages are written into rows. */
export type MessageForm = {
  /** Items of a JSON array of messages (null for none), joined by commas */
  items(messages: Buffer | null): Buffer;
  /** One message */
  item(message: Buffer): Buffer;
};

/** The bytes that were imported. */
export const AS_IMPORTED: MessageForm = { items: itemsOf, item: onOneLine };

export type WalkedContext = WalkedStep & {
  /** Items of the messages before the action, in the form asked for */
  context: GrowingBytes;
  /** The action in the form asked for */
  item: Buffer;
};

/** The steps with their contexts. A context is that of the step before with one action and its observation more. */
export async function* walkContexts(
  snapshot: Snapshot,
  select: string,
  form: MessageForm,
): AsyncGenerator<WalkedContext> {
  const context = new GrowingBytes();
  try {
    for await (const step of walkSteps(snapshot, select)) {
      if (step.step === 0) {
        context.clear();
        addItems(context, form.items(step.head.prompt));
      }
      const item = form.item(step.action);
      yield { ...step, context, item };
      addItems(context, item);
      addItems(context, form.items(step.observation));
    }
  } finally {
    context.close();
  }
}
