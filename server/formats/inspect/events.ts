/** What a sample's model events say beside its messages: tools, and what each generation took. */
import { Count, type Step } from "@/domain/trajectory";
import { isObject, type JsonObject } from "../json";
import { toToolSchema } from "./messages";

export type Generation = Pick<Step, "finishReason" | "promptTokens" | "completionTokens" | "durationMs">;

const modelEvents = (events: unknown): JsonObject[] =>
  Array.isArray(events) ? events.filter((event) => isObject(event) && event.event === "model") : [];

/** The tools of the first generation that had any; undefined where the log holds none. */
export function toolsIn(events: unknown): unknown[] | undefined {
  const tools = modelEvents(events).find((event) => Array.isArray(event.tools) && event.tools.length > 0)?.tools;
  return Array.isArray(tools) ? tools.map(toToolSchema) : undefined;
}

/** Generations by the id of the message they made. Older logs have no ids. */
export function generationsIn(events: unknown): Map<string, Generation> {
  const found = new Map<string, Generation>();
  for (const { output } of modelEvents(events)) {
    if (!isObject(output)) continue;
    const choice = Array.isArray(output.choices) ? output.choices[0] : undefined;
    if (!isObject(choice) || !isObject(choice.message) || typeof choice.message.id !== "string") continue;
    const usage = isObject(output.usage) ? output.usage : {};
    found.set(choice.message.id, {
      finishReason: typeof choice.stop_reason === "string" ? choice.stop_reason : null,
      promptTokens: count(usage.input_tokens),
      completionTokens: count(usage.output_tokens),
      durationMs: typeof output.time === "number" ? count(Math.round(output.time * 1000)) : null,
    });
  }
  return found;
}

export const count = (value: unknown) => Count.safeParse(value).data ?? null;
