/** OpenAI's chat messages: a whole trajectory a line, as its fine-tuning files are. */
import { countKept } from "@/server/queries/export/kept-kinds";
import { stepRows } from "@/server/queries/export/step-rows";
import { AS_CHAT } from "../chat-items";
import { MESSAGES, TOOLS } from "../columns";
import { onOneLine } from "../json-bytes";
import { jsonField, listField, rowText } from "../row-text";
import { walkContexts } from "../walk";
import type { ExportFormat, ExportSource, RowText } from "./format";

export const openai: ExportFormat = {
  title: "OpenAI messages",
  row: "One trajectory with all its messages and tools",
  unit: ["trajectory", "trajectories"],
  columns: [
    { name: "messages", type: MESSAGES, says: "Every message of the trajectory, in order" },
    {
      ...TOOLS,
      says: "The tool schemas: a list in JSON Lines, as OpenAI takes it; JSON text in Parquet; null for none",
    },
  ],
  expectedRows: ({ snapshot }) => countKept(snapshot.client, "with-steps"),
  rows,
  whenEmpty: (mode) =>
    `The mode ${mode} keeps no trajectory of this pool that has a step: choose another mode or pool.`,
  fromLine(line) {
    const { messages, tools } = JSON.parse(line);
    return { messages, tools: tools === undefined ? null : JSON.stringify(tools) };
  },
};

async function* rows({ snapshot }: ExportSource): AsyncGenerator<RowText> {
  for await (const { head, isLast, context, item, observation } of walkContexts(snapshot, stepRows(), AS_CHAT)) {
    if (!isLast) continue;
    const messages = listField("messages", context, item, AS_CHAT.items(observation));
    const tools = head.tools === null ? [] : [jsonField("tools", onOneLine(Buffer.from(head.tools)))];
    yield rowText(messages, ...tools);
  }
}
