/** TRL's conversational preference form, for DPOTrainer: two actions in one context that one judging run tells apart. */
import { fillPairs } from "@/server/queries/export/pairs";
import { stepRows } from "@/server/queries/export/step-rows";
import { AS_CHAT } from "../chat-items";
import { MESSAGES, SELECTION_COLUMNS, SOURCE_COLUMNS, STEP, TOOLS, TRAJECTORY } from "../columns";
import { fields, listField, rowText } from "../row-text";
import { walkContexts } from "../walk";
import type { ExportFormat, ExportSource, RowText } from "./format";

const PAIR_ROWS = stepRows({
  columns: [
    "p.rejected_trajectory::text",
    "p.rejected_step::text",
    "r2.action::text",
    "coalesce(k2.scores[r2.idx + 1], v2.score)::text",
  ],
  joins: `LEFT JOIN export_pair p ON p.trajectory = k.id AND p.step = s.idx
    LEFT JOIN step r2 ON r2.trajectory_id = p.rejected_trajectory AND r2.idx = p.rejected_step
    LEFT JOIN export_kept k2 ON k2.id = p.rejected_trajectory
    LEFT JOIN verdict v2 ON v2.trajectory_id = r2.trajectory_id AND v2.judging_run_id = k.judging_run_id
      AND v2.idx = r2.idx`,
  where: "k.id IN (SELECT trajectory FROM export_pair)",
  withQuestion: true,
});

export const trlPreference: ExportFormat = {
  title: "TRL preference",
  row: "One pair: a reasonable and an unreasonable action in the same context",
  unit: ["pair", "pairs"],
  columns: [
    { name: "prompt", type: MESSAGES, says: "The context of both: every message before the action" },
    { name: "chosen", type: MESSAGES, says: "The action that was judged reasonable: one assistant message" },
    { name: "rejected", type: MESSAGES, says: "The action that was judged unreasonable: one assistant message" },
    TOOLS,
    { name: "question_text", type: "string", says: "The question" },
    { ...TRAJECTORY, says: "The trajectory of the chosen action" },
    { ...STEP, says: "Its step" },
    { name: "chosen_score", type: "integer", says: "The judge's score of the chosen action, 0 to 100; null for none" },
    { name: "rejected_trajectory", type: "integer", says: "The trajectory of the rejected action" },
    { name: "rejected_step", type: "integer", says: "Its step" },
    { name: "rejected_score", type: "integer", says: "The judge's score of the rejected action; null for none" },
    ...SOURCE_COLUMNS,
    ...SELECTION_COLUMNS,
  ],
  expectedRows: ({ snapshot }) => fillPairs(snapshot.client),
  rows,
  whenEmpty: (mode) =>
    mode === "process" || mode === "process-and-outcome"
      ? `The mode ${mode} keeps no unreasonable step, so there is no pair: choose the mode none or outcome.`
      : "There is no pair: in no context was one action judged reasonable and another unreasonable. Judge several samples of " +
        "a question, choose a larger pool, or let a filter keep equal contexts as often as they occur.",
};

async function* rows({ snapshot, selection }: ExportSource): AsyncGenerator<RowText> {
  const selected = await selection();
  for await (const { head, step, score, context, item, further } of walkContexts(snapshot, PAIR_ROWS, AS_CHAT)) {
    const [trajectory, rejectedStep, action, rejectedScore] = further;
    if (!trajectory || !rejectedStep || !action) continue;
    const rest = {
      tools: head.tools,
      question_text: head.question?.question_text,
      trajectory: head.trajectory,
      step,
      chosen_score: score,
      rejected_trajectory: Number(trajectory),
      rejected_step: Number(rejectedStep),
      rejected_score: rejectedScore ? Number(rejectedScore) : null,
      ...head.source,
      ...selected,
    };
    const rejected = listField("rejected", AS_CHAT.item(action));
    yield rowText(listField("prompt", context), listField("chosen", item), rejected, fields(rest));
  }
}
