/** Step labels in the form of PRM800K (Lightman et al. 2023, "Let's Verify Step by Step"), for readers of that data. */
import { contextText, messageBody } from "@/domain/judging/prompt";
import { countKept, keptCondition } from "@/server/queries/export/kept-kinds";
import { stepRows } from "@/server/queries/export/step-rows";
import { GrowingBytes } from "../blocks";
import { readMessage, readMessages } from "../chat-items";
import { addItems, fields, listField, rowText } from "../row-text";
import { walkSteps } from "../walk";
import type { ExportFormat, ExportSource, RowText } from "./format";

const PRM800K_ROWS = stepRows({ where: keptCondition("judged"), withQuestion: true });

export const prm800k: ExportFormat = {
  title: "PRM800K-like",
  row: "One trajectory of which a step was judged, each step with its rating",
  unit: ["trajectory", "trajectories"],
  columns: [
    { name: "labeler", type: "string", says: "The judging run's key" },
    {
      name: "question",
      type: { fields: { problem: "string", ground_truth_answer: "string", pre_generated_answer: "string" } },
      says: "The question's text, its first accepted answer, and the trajectory's final answer; null where there is none",
    },
    {
      name: "label",
      type: {
        fields: {
          steps: {
            list: {
              fields: {
                completions: { list: { fields: { text: "string", rating: "integer" } } },
                chosen_completion: "integer",
                observation: "string",
              },
            },
          },
          finish_reason: "string",
        },
      },
      says: "Each step: one completion with its rating (1, 0, −1; null for no verdict), and what followed it as text; finish_reason is found_error where any step was judged unreasonable, else solution",
    },
    { name: "trajectory", type: "integer", says: "The studio's id of the trajectory" },
    { name: "question_key", type: "string", says: "The question's key in its set" },
    { name: "question_set_key", type: "string", says: "The question set's key" },
  ],
  expectedRows: ({ snapshot }) => countKept(snapshot.client, "judged"),
  rows,
  whenEmpty: (mode) => `The mode ${mode} keeps no trajectory with a verdict: judge this pool, or choose another mode.`,
};

async function* rows({ snapshot, selection }: ExportSource): AsyncGenerator<RowText> {
  const { judging_run_key } = await selection();
  const steps = new GrowingBytes();
  let hasError = false;
  try {
    for await (const { head, step, isLast, action, observation, rating } of walkSteps(snapshot, PRM800K_ROWS)) {
      if (step === 0) {
        steps.clear();
        hasError = false;
      }
      hasError ||= rating === -1;
      const followed = readMessages(observation);
      const written = {
        completions: [{ text: messageBody(readMessage(action)).toWellFormed(), rating }],
        chosen_completion: 0,
        observation: followed.length === 0 ? null : contextText(followed).toWellFormed(),
      };
      addItems(steps, Buffer.from(JSON.stringify(written)));
      if (!isLast) continue;
      const { question, source, trajectory } = head;
      const asked = {
        problem: question?.question_text,
        ground_truth_answer: question?.answers[0] ?? null,
        pre_generated_answer: question?.final_answer ?? null,
      };
      const label = listField("steps", steps);
      const ending = fields({ finish_reason: hasError ? "found_error" : "solution" });
      const { question_key, question_set_key } = source;
      yield rowText(
        fields({ labeler: judging_run_key, question: asked }),
        objectField("label", rowText(label, ending)),
        fields({ trajectory, question_key, question_set_key }),
      );
    }
  } finally {
    steps.close();
  }
}

function* objectField(name: string, object: Iterable<Buffer>): Generator<Buffer> {
  yield Buffer.from(`${JSON.stringify(name)}:`);
  yield* object;
}
