/** Chat messages as OpenAI-compatible endpoints and files write them. Unknown fields are kept, never interpreted. */
import { z } from "zod";

export const ToolCall = z.looseObject({
  id: z.string().nullish(),
  type: z.string().nullish(),
  function: z.looseObject({
    name: z.string(),
    /** A JSON string by the protocol; some files hold the object itself, or nothing. Kept as written. */
    arguments: z.unknown().optional(),
  }),
});
export type ToolCall = z.infer<typeof ToolCall>;

const ContentPart = z.looseObject({ type: z.string(), text: z.string().optional() });

export const Message = z.looseObject({
  role: z.string().min(1),
  content: z.union([z.string(), z.array(ContentPart)]).nullish(),
  tool_calls: z.array(ToolCall).nullish(),
  tool_call_id: z.string().nullish(),
  name: z.string().nullish(),
  reasoning_content: z.string().nullish(),
});
export type Message = z.infer<typeof Message>;

/** The words of a message: its content, the text parts joined by newlines where content comes in parts. */
export function messageText(message: Message): string {
  if (typeof message.content === "string") return message.content;
  if (!Array.isArray(message.content)) return "";
  return message.content.flatMap((part) => (part.text === undefined ? [] : [part.text])).join("\n");
}

/** The text of a call's arguments, as written where they were a string. */
export function argumentsText(call: ToolCall): string {
  const given = call.function.arguments;
  if (typeof given === "string") return given;
  return given === undefined || given === null ? "" : JSON.stringify(given);
}
