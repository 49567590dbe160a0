/** Reads fields of foreign records: names, numbers, times and messages, checked by hand because files are large. */
import { createHash } from "node:crypto";
import { readAction } from "@/domain/action";
import { type Message, messageText } from "@/domain/message";
import { Timestamp } from "@/domain/record-parts";
import type { Step } from "@/domain/trajectory";
import type { Verdict } from "@/domain/verdict";
import { isObject, type JsonObject, kindOf } from "./json";

const MAX_STEPS = 32_000;
const KEY_LENGTH = 200;

/** The first 16 hexadecimal digits of sha256. */
export const shortHash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A text as part of a key, which must stay short and may not be empty. */
export function keyPart(text: string): string {
  return text === "" || text.length > KEY_LENGTH ? shortHash(text) : text;
}

/** A text as a name. */
export const nameOf = (text: string) => (text.trim() === "" ? "unnamed" : text.slice(0, KEY_LENGTH));

/** The name of a file without folders, `.gz` and extension. */
export function baseName(fileName: string): string {
  const name = fileName.split(/[/\\]/).at(-1) ?? "";
  return nameOf(name.replace(/\.gz$/i, "").replace(/\.(jsonl|json|ndjson|eval)$/i, ""));
}

export const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** An id as a key: a text or a number; null for anything else, and for numbers that JSON.parse rounds to each other. */
export function idOf(value: unknown): string | null {
  if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  return typeof value === "string" && value !== "" ? keyPart(value) : null;
}

/** A sample number; null for anything else. */
export function sampleOf(value: unknown): number | null {
  const isSample = typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 2_000_000_000;
  return isSample ? value : null;
}

/** Accepted answers: texts and numbers, one or a list; what is neither is left out. */
export function answersOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((item) =>
    typeof item === "string" ? [item] : typeof item === "number" || typeof item === "boolean" ? [String(item)] : [],
  );
}

/** A time as the studio keeps it; one without an offset is UTC. Null where it is none. */
export function timestamp(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const withT = value.trim().replace(" ", "T");
  return [withT, `${withT}Z`].find((candidate) => Timestamp.safeParse(candidate).success) ?? null;
}

/** The messages of a conversation as they stand there, or why they are none. */
export function messagesOf(value: unknown): Message[] | string {
  if (!Array.isArray(value)) return `messages: a list was expected, this is ${kindOf(value)}`;
  if (value.length === 0) return "messages: the list is empty";
  let steps = 0;
  for (const [index, message] of value.entries()) {
    const problem = problemOf(message);
    if (problem) return `messages[${index}]${problem}`;
    if (message.role === "assistant") steps += 1;
  }
  return steps > MAX_STEPS ? `messages: more than ${MAX_STEPS} steps` : (value as Message[]);
}

function problemOf(message: unknown): string | null {
  if (!isObject(message)) return `: an object was expected, this is ${kindOf(message)}`;
  if (typeof message.role !== "string" || message.role === "") return ".role: a text was expected";
  const { content, tool_calls: calls } = message;
  const isContent = isTextOrNull(content) || (Array.isArray(content) && content.every(isPart));
  if (!isContent) return ".content: a text or a list of parts was expected";
  for (const field of ["tool_call_id", "name", "reasoning_content"])
    if (!isTextOrNull(message[field])) return `.${field}: a text was expected`;
  if (calls === undefined || calls === null) return null;
  if (!Array.isArray(calls)) return ".tool_calls: a list was expected";
  const bad = calls.findIndex((call) => !isCall(call));
  return bad < 0 ? null : `.tool_calls[${bad}]: {"function": {"name", "arguments"}} was expected`;
}

/** Whether all of it can be accepted answers. */
export function isAnswers(value: unknown): boolean {
  return value !== undefined && answersOf(value).length === (Array.isArray(value) ? value.length : 1);
}

const isTextOrNull = (value: unknown) => value === undefined || value === null || typeof value === "string";
const isPart = (part: unknown) =>
  isObject(part) && typeof part.type === "string" && (part.text === undefined || typeof part.text === "string");
const isCall = (call: unknown) =>
  isObject(call) &&
  isTextOrNull(call.id) &&
  isTextOrNull(call.type) &&
  isObject(call.function) &&
  typeof call.function.name === "string";

/** Tool schemas: a list, or a list written as JSON text; undefined where there is none. */
export function toolsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** "answered" for a conversation that ends on words of the model and no call; "no-answer" for any other end. */
export function endStateOf(steps: readonly Step[]): "answered" | "no-answer" {
  const last = steps.at(-1);
  if (!last || last.observation !== null) return "no-answer";
  const said = messageText(last.action);
  // Inline calculator calls bring their results along: nothing is waited for.
  const waits = (last.action.tool_calls?.length ?? 0) > 0 || /<\/(search_query|math_exp)>/.test(said);
  const answers = readAction(last.action).answer !== null || !waits;
  return answers && said.trim() !== "" ? "answered" : "no-answer";
}

/** The answer inside `<answer>` of the last action, else all its words; null for an end without an answer. */
export function finalAnswerOf(steps: readonly Step[]): string | null {
  const last = steps.at(-1);
  if (!last || endStateOf(steps) === "no-answer") return null;
  return readAction(last.action).answer ?? messageText(last.action);
}

/** For each assistant message's index in a conversation, the step it is. */
export function stepNumbers(messages: readonly Message[]): Map<number, number> {
  const actions = messages.flatMap((message, index) => (message.role === "assistant" ? [index] : []));
  return new Map(actions.map((index, step) => [index, step]));
}

/** A label as a rating; what is no rating is "no verdict", kept as it came. */
export function ratingOf(label: unknown): Pick<Verdict, "rating" | "raw"> {
  if (label === -1 || label === 0 || label === 1) return { rating: label };
  return label === null ? { rating: null } : { rating: null, raw: JSON.stringify(label) };
}

/** A record without the fields that a mapper has read. */
export function without(record: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !fields.includes(name)));
}
