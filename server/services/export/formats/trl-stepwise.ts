/** TRL's stepwise supervision, for PRMTrainer: texts and a label each, so messages are written as text. */
import { contextText } from "@/domain/judging/prompt";
import { countKept, keptCondition } from "@/server/queries/export/kept-kinds";
import { stepRows } from "@/server/queries/export/step-rows";
import { GrowingBytes } from "../blocks";
import { readMessage, readMessages } from "../chat-items";
import { OUTCOME, SELECTION_COLUMNS, SOURCE_COLUMNS, TRAJECTORY } from "../columns";
import { addItems, fields, listField, rowText } from "../row-text";
import { walkSteps } from "../walk";
import type { ExportFormat, ExportSource, RowText } from "./format";

const STEPWISE_ROWS = stepRows({ where: keptCondition("judged-from-start") });

export const trlStepwise: ExportFormat = {
  title: "TRL stepwise supervision",
  row: "One trajectory up to its first step without a verdict, each step with a label",
  unit: ["trajectory", "trajectories"],
  columns: [
    { name: "prompt", type: "string", says: "The messages before the first action, as text" },
    {
      name: "completions",
      type: { list: "string" },
      says: "Each step as text: what followed the action before it, then the action",
    },
    { name: "labels", type: { list: "boolean" }, says: "Whether each step was judged reasonable or neutral" },
    { name: "ratings", type: { list: "integer" }, says: "The verdicts themselves: 1, 0, −1" },
    { name: "steps", type: "integer", says: "Steps of the trajectory up to the last that is kept" },
    OUTCOME,
    TRAJECTORY,
    ...SOURCE_COLUMNS,
    ...SELECTION_COLUMNS,
  ],
  expectedRows: ({ snapshot }) => countKept(snapshot.client, "judged-from-start"),
  rows,
  whenEmpty: (mode) =>
    `The mode ${mode} keeps no trajectory whose first step was judged: judge this pool, or choose another mode.`,
};

async function* rows({ snapshot, selection }: ExportSource): AsyncGenerator<RowText> {
  const selected = await selection();
  const completions = new GrowingBytes();
  const ratings: number[] = [];
  let isOpen = true;
  let before = Buffer.from("null");
  try {
    for await (const { head, step, isLast, action, observation, rating } of walkSteps(snapshot, STEPWISE_ROWS)) {
      if (step === 0) {
        completions.clear();
        ratings.length = 0;
        isOpen = true;
        before = Buffer.from("null");
      }
      isOpen &&= rating !== null;
      if (isOpen && rating !== null) {
        const text = contextText([...readMessages(before), readMessage(action)]);
        addItems(completions, Buffer.from(JSON.stringify(text.toWellFormed())));
        ratings.push(rating);
        before = Buffer.from(observation ?? "null");
      }
      if (!isLast) continue;
      const prompt = contextText(readMessages(head.prompt)).toWellFormed();
      const rest = {
        labels: ratings.map((value) => value >= 0),
        ratings,
        steps: step + 1,
        outcome: head.outcome,
        trajectory: head.trajectory,
        ...head.source,
        ...selected,
      };
      yield rowText(fields({ prompt }), listField("completions", completions), fields(rest));
    }
  } finally {
    completions.close();
  }
}
