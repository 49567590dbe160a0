/** verl's columns for RL: what its RLHFDataset and its reward managers read. */
import { MESSAGES, TOOLS } from "../columns";
import { fields, listField, rowText } from "../row-text";
import { countContexts, noContexts, walkDistinctContexts } from "./distinct-contexts";
import type { ExportFormat, ExportSource, RowText } from "./format";

export const verl: ExportFormat = {
  title: "verl",
  row: "One distinct context, with verl's data_source, reward_model and extra_info",
  unit: ["context", "contexts"],
  columns: [
    { name: "data_source", type: "string", says: "The question set's key" },
    { name: "prompt", type: MESSAGES, says: "The context: every message before the action" },
    { name: "ability", type: "string", says: "math for GSM8K's questions, else qa" },
    {
      name: "reward_model",
      type: { fields: { style: "string", ground_truth: "string" } },
      says: "style rule; ground_truth: the first accepted answer, empty for none",
    },
    {
      name: "extra_info",
      type: {
        fields: {
          split: "string",
          index: "integer",
          question: "string",
          answers: { list: "string" },
          question_key: "string",
          trajectory: "integer",
          step: "integer",
          count: "integer",
          outcome: "string",
          judging_run_key: "string",
          mode: "string",
        },
      },
      says: "split train, index of the row, the question's text, all accepted answers, and where the context is from",
    },
    TOOLS,
  ],
  expectedRows: countContexts,
  rows,
  whenEmpty: noContexts,
};

async function* rows(source: ExportSource): AsyncGenerator<RowText> {
  const { judging_run_key, mode } = await source.selection();
  let index = 0;
  for await (const { head, step, count, context, question } of walkDistinctContexts(source)) {
    const rest = {
      ability: question.metric === "gsm8k" ? "math" : "qa",
      reward_model: { style: "rule", ground_truth: question.answers[0] ?? "" },
      extra_info: {
        split: "train",
        index,
        question: question.question_text,
        answers: question.answers,
        question_key: head.source.question_key,
        trajectory: head.trajectory,
        step,
        count,
        outcome: head.outcome,
        judging_run_key,
        mode,
      },
      tools: head.tools,
    };
    yield rowText(fields({ data_source: head.source.question_set_key }), listField("prompt", context), fields(rest));
    index += 1;
  }
}
