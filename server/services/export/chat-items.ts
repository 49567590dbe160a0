/** Messages of the database in the fixed fields of exported chats. */
import { z } from "zod";
import { chatMessage } from "@/domain/export/chat-message";
import { Message } from "@/domain/message";
import type { MessageForm } from "./walk";

const Messages = z.array(z.unknown()).nullable();

/** Messages as JSON text, parsed; none for null. */
export function readMessages(json: Buffer | null): Message[] {
  return valuesOf(json).map((value) => Message.parse(value));
}

export const readMessage = (json: Buffer): Message => Message.parse(JSON.parse(json.toString("utf8")));

/** ChatMessage of domain/export/chat-message.ts */
export const AS_CHAT: MessageForm = {
  items: (messages) => Buffer.from(valuesOf(messages).map(chatText).join(",")),
  item: (message) => Buffer.from(chatText(JSON.parse(message.toString("utf8")))),
};

const valuesOf = (json: Buffer | null): unknown[] =>
  json === null ? [] : (Messages.parse(JSON.parse(json.toString("utf8"))) ?? []);

const chatText = (value: unknown) => JSON.stringify(chatMessage(Message.parse(value), () => JSON.stringify(value)));
