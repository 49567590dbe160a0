/** A line for each question that one of two evals was asked. */
import type { ApiOutputs } from "@/app/trpc";
import { toCsv } from "@/components/charts/csv";

export type PairedRow = ApiOutputs["eval"]["pairedAnswers"][number];

const COLUMNS = [
  "question",
  "a_correct",
  "a_labelled",
  "a_samples",
  "b_correct",
  "b_labelled",
  "b_samples",
  "b_than_a",
];

export const pairedCsv = (rows: readonly PairedRow[]): string =>
  toCsv(
    COLUMNS,
    rows.map(({ key, a, b }) => [
      ...[key, a.correct, a.labelled, a.samples, b.correct, b.labelled, b.samples],
      resultOf(a, b),
    ]),
  );

/** null: one of them has no outcome, and the question is in no figure. */
function resultOf(a: PairedRow["a"], b: PairedRow["b"]): "win" | "loss" | "tie" | null {
  if (a.labelled === 0 || b.labelled === 0) return null;
  const difference = b.correct * a.labelled - a.correct * b.labelled;
  return difference > 0 ? "win" : difference < 0 ? "loss" : "tie";
}
