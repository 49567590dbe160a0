/** The browse table's columns, in their order. */
export const COLUMN_IDS = [
  "question",
  "outcome",
  "verdicts",
  "process",
  "score",
  "steps",
  "tools",
  "set",
  "model",
  "run",
  "sample",
  "tokens",
  "end",
  "date",
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

export const COLUMN_NAMES: Record<ColumnId, string> = {
  question: "Question",
  set: "Set",
  model: "Model",
  run: "Rollout run",
  sample: "Sample",
  steps: "Steps",
  tools: "Tools used",
  outcome: "Outcome",
  verdicts: "Verdicts",
  process: "Process",
  score: "Mean score",
  tokens: "Tokens",
  end: "End state",
  date: "Date",
};

export const DEFAULT_COLUMNS: readonly ColumnId[] = [
  "question",
  "outcome",
  "verdicts",
  "score",
  "steps",
  "tools",
  "set",
  "model",
  "run",
  "tokens",
  "date",
];
