/** Writes what a judge is sent: a template with the question, the context and the action put in. */
import { argumentsText, type Message, messageText } from "../message";
import type { JudgeTemplate } from "./settings";

const PLACES = /\{(question|context|action)\}/g;

export type JudgeTask = { question: string; context: string; action: string };

/**
 * The messages for one step. Places are filled in one pass: what is put in is never looked at again, so that text
 * which happens to say "{action}" stays as it was written.
 */
export function judgeMessages(template: Pick<JudgeTemplate, "systemText" | "userText">, task: JudgeTask): Message[] {
  const fill = (text: string) => text.replace(PLACES, (_, place: keyof JudgeTask) => task[place]);
  const user: Message = { role: "user", content: fill(template.userText) };
  return template.systemText.trim() === "" ? [user] : [{ role: "system", content: fill(template.systemText) }, user];
}

/**
 * A context as text, one block a message with an empty line between. The text for a step begins with the text for the
 * step before it, so an endpoint that caches prefixes reads each message once.
 */
export function contextText(context: readonly Message[]): string {
  return context.map((message) => `${headOf(message)}\n${messageBody(message)}`).join("\n\n");
}

/** The text of a context that goes on with further messages. */
export function extendContext(context: string, further: readonly Message[]): string {
  return [context, contextText(further)].filter((text) => text !== "").join("\n\n");
}

function headOf(message: Message): string {
  return message.name ? `[${message.role}: ${message.name}]` : `[${message.role}]`;
}

/** What a message says: its reasoning, its text, and a line for each native tool call. */
export function messageBody(message: Message): string {
  const reasoning = message.reasoning_content ?? "";
  const calls = (message.tool_calls ?? []).map((call) => `Tool call: ${call.function.name} ${argumentsText(call)}`);
  const parts = [reasoning === "" ? "" : `<think>\n${reasoning}\n</think>`, messageText(message), ...calls];
  return parts.filter((part) => part !== "").join("\n") || "(empty)";
}

/** What is wrong with a template, as sentences; none if it can be used. */
export function templateProblems(template: Pick<JudgeTemplate, "systemText" | "userText">): string[] {
  const places = new Set([...`${template.systemText}\n${template.userText}`.matchAll(PLACES)].map(([, name]) => name));
  const problems: string[] = [];
  if (!places.has("action")) problems.push("Say where the action goes: write {action} into the prompt.");
  if (!places.has("context") && !places.has("question"))
    problems.push("A judge needs to know what the action answers: write {context} or {question} into the prompt.");
  return problems;
}

/** Words in braces that nothing is put in for, such as {answer}: they reach the judge as they stand. */
export function unknownPlaces({ systemText, userText }: Pick<JudgeTemplate, "systemText" | "userText">): string[] {
  const written = `${systemText}\n${userText}`.match(/\{[a-z][\w -]{0,40}\}/gi) ?? [];
  return [...new Set(written)].filter((place) => !place.match(PLACES));
}
