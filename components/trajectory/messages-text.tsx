import { z } from "zod";
import { argumentsText, Message, messageText } from "@/domain/message";
import { readJsonPrefix } from "@/domain/partial-json";
import { showable } from "@/domain/trajectory-view";
import { PlainText } from "./plain-text";
import { ToolCall } from "./tool-call";

/** A context's JSON text, or the beginning of it, as the messages it holds; what is no list of messages as it stands. */
export function MessagesText({ json }: { json: string }) {
  const messages = z.array(Message).safeParse(readJsonPrefix(json).value);
  if (!messages.success) return <PlainText text={json} className="font-mono text-xs" />;
  if (messages.data.length === 0) return <p className="text-faint">Nothing: the model saw no message.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {messages.data.map((message, index) => (
        <li key={index} className="min-w-0 [content-visibility:auto]">
          <p className="text-faint text-xs">
            {index + 1} · {showable(message.role)}
            {message.name && ` · ${showable(message.name)}`}
          </p>
          {message.reasoning_content && <PlainText text={message.reasoning_content} className="text-muted italic" />}
          {messageText(message) !== "" && <PlainText text={messageText(message)} />}
          {(message.tool_calls ?? []).map((call, position) => (
            <ToolCall
              key={position}
              call={{ tool: call.function.name, input: { text: argumentsText(call), isCut: false }, id: null }}
            />
          ))}
        </li>
      ))}
    </ol>
  );
}
