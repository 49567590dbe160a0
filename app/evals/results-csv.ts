/** The results table as CSV. */
import type { ApiOutputs } from "@/app/trpc";
import { toCsv } from "@/components/charts/csv";
import { labelledBy } from "@/domain/eval/labellers";

const COLUMNS = [
  ...["model", "inference", "question_set", "eval_run", "share", "low", "high", "n", "questions", "unlabelled"],
  ...["relative_gain", "gain", "gain_low", "gain_high", "gain_questions", "best", "trained_on", "labelled_by"],
  ...["status", "answers", "planned"],
];

/** A line for each cell; shares and gains as shares of 1. */
export function resultsCsv({ sets, rows }: ApiOutputs["eval"]["results"]): string {
  const lines = rows.flatMap(({ name, cells }) =>
    cells.flatMap((cell, index) => {
      if (!cell) return [];
      const { gain, isBest, wasTrainedOn } = cell;
      const { runName, inference, accuracy, unlabelled, labellers, status, trajectories, planned } = cell.result;
      const { share = null, low = null, high = null, n = 0, questions = 0 } = accuracy ?? {};
      const { relative = null, difference = null, interval = null, questions: common = null } = gain ?? {};
      return [
        [
          ...[name, inference, sets[index]?.name ?? "", runName, share, low, high, n, questions, unlabelled],
          ...[relative, difference, interval?.low ?? null, interval?.high ?? null, common],
          ...[isBest ? "yes" : "no", wasTrainedOn, labelledBy(labellers), status ?? "imported", trajectories, planned],
        ],
      ];
    }),
  );
  return toCsv(COLUMNS, lines);
}
