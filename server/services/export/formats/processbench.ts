/** Where a trajectory first goes wrong, in the form of ProcessBench (Zheng et al. 2024), for readers of that data. */
import { contextText } from "@/domain/judging/prompt";
import { countKept, keptCondition } from "@/server/queries/export/kept-kinds";
import { stepRows } from "@/server/queries/export/step-rows";
import { GrowingBytes } from "../blocks";
import { readMessage, readMessages } from "../chat-items";
import { addItems, fields, listField, rowText } from "../row-text";
import { walkSteps } from "../walk";
import type { ExportFormat, ExportSource, RowText } from "./format";

const PROCESSBENCH_ROWS = stepRows({
  where: keptCondition("settled"),
  withQuestion: true,
  columns: ["CASE WHEN s.idx = 0 THEN m.name END"],
  joins: "LEFT JOIN model m ON m.id = t.model_id",
});

const CORRECT = { correct: true, incorrect: false, unlabelled: null } as const;

export const processbench: ExportFormat = {
  title: "ProcessBench-like",
  row: "One trajectory whose first unreasonable step is settled, with its index",
  unit: ["trajectory", "trajectories"],
  columns: [
    { name: "id", type: "string", says: "The question set's key and the studio's id of the trajectory" },
    { name: "generator", type: "string", says: "The model that produced it; null where it was not recorded" },
    { name: "problem", type: "string", says: "The question's text" },
    {
      name: "steps",
      type: { list: "string" },
      says: "Each step as text: what followed the action before it, then the action",
    },
    { name: "final_answer_correct", type: "boolean", says: "Its outcome; null where it is unlabelled" },
    { name: "label", type: "integer", says: "Index of the first step judged unreasonable, from 0; −1 where none is" },
    { name: "labeler", type: "string", says: "The judging run's key" },
    { name: "trajectory", type: "integer", says: "The studio's id of the trajectory" },
    { name: "question_key", type: "string", says: "The question's key in its set" },
    { name: "question_set_key", type: "string", says: "The question set's key" },
  ],
  expectedRows: ({ snapshot }) => countKept(snapshot.client, "settled"),
  rows,
  whenEmpty: (mode) =>
    `The mode ${mode} keeps no trajectory with a verdict on every step up to its first unreasonable one: judge this pool, or choose another mode.`,
};

async function* rows({ snapshot, selection }: ExportSource): AsyncGenerator<RowText> {
  const { judging_run_key } = await selection();
  const steps = new GrowingBytes();
  let label = -1;
  let generator: string | null = null;
  let before = Buffer.from("null");
  try {
    for await (const walked of walkSteps(snapshot, PROCESSBENCH_ROWS)) {
      const { head, step, isLast, action, observation, rating, further } = walked;
      if (step === 0) {
        steps.clear();
        label = -1;
        generator = further[0]?.toString("utf8") ?? null;
        before = Buffer.from("null");
      }
      if (rating === -1 && label < 0) label = step;
      const text = contextText([...readMessages(before), readMessage(action)]);
      addItems(steps, Buffer.from(JSON.stringify(text.toWellFormed())));
      before = Buffer.from(observation ?? "null");
      if (!isLast) continue;
      const { question, source, trajectory, outcome } = head;
      const { question_key, question_set_key } = source;
      yield rowText(
        fields({ id: `${question_set_key}-${trajectory}`, generator, problem: question?.question_text }),
        listField("steps", steps),
        fields({ final_answer_correct: CORRECT[outcome], label, labeler: judging_run_key }),
        fields({ trajectory, question_key, question_set_key }),
      );
    }
  } finally {
    steps.close();
  }
}
