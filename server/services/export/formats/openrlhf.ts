/** OpenRLHF's input and label: the label is all that reaches a remote reward function, so it carries what that needs. */
import { MESSAGES, TOOLS } from "../columns";
import { fields, listField, rowText } from "../row-text";
import { countContexts, noContexts, walkDistinctContexts } from "./distinct-contexts";
import type { ExportFormat, ExportSource, RowText } from "./format";

export const openRlhf: ExportFormat = {
  title: "OpenRLHF",
  row: "One distinct context as input, and a label with what a reward function needs",
  unit: ["context", "contexts"],
  columns: [
    { name: "input", type: MESSAGES, says: "The context: every message before the action" },
    {
      name: "label",
      type: "string",
      says: "JSON text: question, answers (accepted), question_key, question_set_key, trajectory, step, count, outcome, tools",
    },
    TOOLS,
  ],
  expectedRows: countContexts,
  rows,
  whenEmpty: noContexts,
};

async function* rows(source: ExportSource): AsyncGenerator<RowText> {
  for await (const { head, step, count, context, question } of walkDistinctContexts(source)) {
    const label = JSON.stringify({
      question: question.question_text,
      answers: question.answers,
      question_key: head.source.question_key,
      question_set_key: head.source.question_set_key,
      trajectory: head.trajectory,
      step,
      count,
      outcome: head.outcome,
      tools: head.tools,
    });
    yield rowText(listField("input", context), fields({ label, tools: head.tools }));
  }
}
