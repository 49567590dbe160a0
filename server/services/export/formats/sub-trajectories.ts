/** Sub-trajectories with messages as the bytes that were imported: what the trainer reads (domain/training-row.ts). */
import { stepRows } from "@/server/queries/export/step-rows";
import { MESSAGES, OUTCOME, SELECTION_COLUMNS, SOURCE_COLUMNS, STEP, TOOLS, TRAJECTORY } from "../columns";
import { fields, listField, rowText } from "../row-text";
import { AS_IMPORTED, type MessageForm, walkContexts } from "../walk";
import type { ExportFormat, ExportSource, RowText } from "./format";

export const subTrajectories: ExportFormat = {
  title: "Sub-trajectories",
  row: "One step: its context, the action taken there and its verdict, messages as they were imported",
  unit: ["sub-trajectory", "sub-trajectories"],
  columns: [
    { name: "prompt", type: MESSAGES, says: "The context: every message before the action" },
    { name: "completion", type: MESSAGES, says: "The action: one assistant message" },
    STEP,
    { name: "rating", type: "integer", says: "The step's verdict: 1, 0, −1; null for none" },
    { name: "score", type: "integer", says: "The judge's score of the step, 0 to 100; null for none" },
    TOOLS,
    OUTCOME,
    TRAJECTORY,
    ...SOURCE_COLUMNS,
    ...SELECTION_COLUMNS,
  ],
  linesOnly: true,
  expectedRows: async ({ snapshot }) => snapshot.kept.subTrajectories,
  rows: (source) => rowsOfSteps(source, AS_IMPORTED),
};

/** A row a step, its messages in the form asked for. */
export async function* rowsOfSteps({ snapshot, selection }: ExportSource, form: MessageForm): AsyncGenerator<RowText> {
  const selected = await selection();
  let ending: Buffer[] = [];
  for await (const { head, step, rating, score, isKept, context, item } of walkContexts(snapshot, stepRows(), form)) {
    if (step === 0)
      ending = fields({
        tools: head.tools,
        outcome: head.outcome,
        trajectory: head.trajectory,
        ...head.source,
        ...selected,
      });
    if (!isKept) continue;
    const verdict = fields({ step, rating, score });
    yield rowText(listField("prompt", context), listField("completion", item), verdict, ending);
  }
}
