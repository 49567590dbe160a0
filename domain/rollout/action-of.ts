/** The action that a reply's message is kept as. */
import { argumentsText, type Message, messageText, type ToolCall } from "../message";

/** Role, content, reasoning and calls; whatever else the endpoint added is not sent back to it. */
export function actionOf(message: Message): { text: string; action: Message } {
  const text = messageText(message);
  const action: Message = { role: "assistant", content: message.content == null ? null : text };
  if (message.reasoning_content) action.reasoning_content = message.reasoning_content;
  if (message.tool_calls && message.tool_calls.length > 0) action.tool_calls = message.tool_calls.map(callOf);
  return { text, action };
}

function callOf(call: ToolCall): ToolCall {
  return {
    id: call.id ?? null,
    type: "function",
    function: { name: call.function.name, arguments: argumentsText(call) },
  };
}
