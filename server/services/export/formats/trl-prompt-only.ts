/** TRL's conversational prompt-only form, for GRPOTrainer: further columns reach the reward function by their names. */
import { MESSAGES, OUTCOME, SELECTION_COLUMNS, SOURCE_COLUMNS, STEP, TOOLS, TRAJECTORY } from "../columns";
import { fields, listField, rowText } from "../row-text";
import { countContexts, noContexts, walkDistinctContexts } from "./distinct-contexts";
import type { ExportFormat, ExportSource, RowText } from "./format";

export const trlPromptOnly: ExportFormat = {
  title: "TRL prompt-only",
  row: "One distinct context, and what a reward function needs to judge an action sampled there",
  unit: ["context", "contexts"],
  columns: [
    { name: "prompt", type: MESSAGES, says: "The context: every message before the action" },
    TOOLS,
    { name: "question_text", type: "string", says: "The question, as a judge is told it" },
    { name: "count", type: "integer", says: "How many of the kept steps have this context" },
    { ...TRAJECTORY, says: "The first trajectory that has it" },
    { ...STEP, says: "The step of that trajectory that has it" },
    { ...OUTCOME, says: "Of that trajectory: correct, incorrect, unlabelled" },
    ...SOURCE_COLUMNS,
    ...SELECTION_COLUMNS,
  ],
  expectedRows: countContexts,
  rows,
  whenEmpty: noContexts,
};

async function* rows(source: ExportSource): AsyncGenerator<RowText> {
  const selected = await source.selection();
  for await (const { head, step, count, context, question } of walkDistinctContexts(source)) {
    const rest = {
      tools: head.tools,
      question_text: question.question_text,
      count,
      trajectory: head.trajectory,
      step,
      outcome: head.outcome,
      ...head.source,
      ...selected,
    };
    yield rowText(listField("prompt", context), fields(rest));
  }
}
