/** One sample of an Inspect log as a question, a trajectory and its outcomes. */
import { messageText } from "@/domain/message";
import { type Episode, episodeFromMessages } from "@/domain/trajectory";
import type { Declarations } from "../declarations";
import { answersOf, endStateOf, finalAnswerOf, idOf, messagesOf, sampleOf, text, without } from "../fields";
import { isObject, type JsonObject, kindOf } from "../json";
import type { Records } from "../records";
import { resolveAttachments } from "./attachments";
import { count, generationsIn, toolsIn } from "./events";
import type { Log } from "./log";
import { toChatMessage } from "./messages";

const QUESTION_FIELDS = ["choices", "metadata"];
const KEPT_FIELDS = ["uuid", "limit", "error", "total_time", "working_time", "started_at", "completed_at"];
/** Ends that say more than whether there was an answer */
const CUT_SHORT = ["max_tokens", "model_length", "content_filter"];

/** `grown`: by how many characters they outgrow the sample, which holds each of its long texts once */
export type SampleRecords = { records: Records; grown: number };

/** The records of a sample, or why it cannot be used. */
export function sampleRecords(sample: JsonObject, log: Log, declarations: Declarations): SampleRecords | string {
  try {
    return toRecords(sample, log, declarations);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function toRecords(sample: JsonObject, log: Log, declarations: Declarations): SampleRecords | string {
  const question = idOf(sample.id);
  if (question === null) return `id: a text or a number was expected, this is ${kindOf(sample.id)}`;
  const epoch = sample.epoch ?? 1;
  const number = typeof epoch === "number" ? sampleOf(epoch - 1) : null;
  if (number === null) return `epoch: a whole number from 1 was expected, this is ${kindOf(epoch)}`;
  const { value, size } = resolveAttachments(
    {
      messages: sample.messages,
      input: sample.input,
      target: sample.target,
      scores: sample.scores,
      events: { tools: toolsIn(sample.events) },
    },
    sample.attachments,
  );
  const { messages, input, target, scores, events } = value;
  const chat = messagesOf(
    Array.isArray(messages) && messages.length > 0 ? messages.map(toChatMessage) : inputOf(input),
  );
  if (typeof chat === "string") return chat;

  const episode = withGenerations(episodeFromMessages(chat), messages, sample.events);
  const output = isObject(sample.output) ? sample.output : {};
  const choice = Array.isArray(output.choices) && isObject(output.choices[0]) ? output.choices[0] : {};
  const judged = Object.entries(isObject(scores) ? scores : {}).map(([scorer, score]) => ({
    scorer,
    run: log.labelling(scorer),
    score: isObject(score) ? score : { value: score },
  }));
  const asked = episode.prompt.findLast((message) => message.role === "user");
  const records: Records = [
    ...declarations.fresh(...log.declared, ...judged.map(({ run }) => run)),
    {
      type: "question",
      set: log.set,
      key: question,
      text: text(input) ?? (asked ? messageText(asked) : ""),
      answers: answersOf(target),
      metadata: pick(sample, QUESTION_FIELDS),
    },
    {
      type: "trajectory",
      run: log.run,
      set: log.set,
      question,
      sample: number,
      endState: endOf(sample, choice, episode),
      finalAnswer:
        judged.map(({ score }) => text(score.answer)).find((answer) => answer) ?? finalAnswerOf(episode.steps),
      ...episode,
      tools: events.tools,
      ...tokensOf(sample.model_usage, log.model),
      metadata: { ...pick(sample, KEPT_FIELDS), scores: scoreFacts(judged) },
      outcomes: judged.flatMap(({ run, score }) => {
        const correct = isCorrect(score.value);
        return correct === null ? [] : [{ run: run.key, correct, reason: text(score.explanation) }];
      }),
    },
  ];
  return { records, grown: size };
}

/** The conversation of a sample that was never begun. */
const inputOf = (input: unknown) =>
  Array.isArray(input) ? input.map(toChatMessage) : [{ role: "user", content: text(input) ?? "" }];

function withGenerations(episode: Episode, messages: unknown, events: unknown): Episode {
  const generations = generationsIn(events);
  const ids = Array.isArray(messages)
    ? messages.flatMap((message) => (isObject(message) && message.role === "assistant" ? [message.id] : []))
    : [];
  const steps = episode.steps.map((step, index) => ({ ...step, ...generations.get(String(ids[index])) }));
  return { ...episode, steps };
}

function endOf(sample: JsonObject, choice: JsonObject, episode: Episode): string {
  if (sample.error) return "error";
  if (sample.limit) return "limit";
  const reason = text(choice.stop_reason);
  return reason !== null && CUT_SHORT.includes(reason) ? reason : endStateOf(episode.steps);
}

/** C, 1 and true are correct, I, 0 and false are not; partial and unscored answers stay unlabelled. */
function isCorrect(value: unknown): boolean | null {
  if (value === "C" || value === 1 || value === true) return true;
  return value === "I" || value === 0 || value === false ? false : null;
}

/** The tokens that the evaluated model took; other models of a sample may be graders. */
function tokensOf(usage: unknown, model: string | null) {
  const own = isObject(usage) && model !== null ? usage[model] : undefined;
  if (!isObject(own)) return {};
  return { promptTokens: count(own.input_tokens), completionTokens: count(own.output_tokens) };
}

const pick = (record: JsonObject, fields: readonly string[]): JsonObject =>
  Object.fromEntries(fields.filter((field) => hasContent(record[field])).map((field) => [field, record[field]]));

const hasContent = (value: unknown) =>
  value !== undefined && value !== null && !(isObject(value) && Object.keys(value).length === 0);

/** Scores without what stands elsewhere. */
const scoreFacts = (judged: { scorer: string; score: JsonObject }[]) =>
  Object.fromEntries(judged.map(({ scorer, score }) => [scorer, without(score, ["explanation"])]));
