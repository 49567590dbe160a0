/** The columns of an export: names, types and meanings, from which Parquet's schema and the page's list are made. */

export type ColumnType =
  | "string"
  | "integer"
  | "boolean"
  | { list: ColumnType }
  | { fields: Readonly<Record<string, ColumnType>> };

export type Column = { name: string; type: ColumnType; says: string };

/** ChatMessage of domain/export/chat-message.ts */
export const MESSAGES = {
  list: {
    fields: {
      role: "string",
      content: "string",
      reasoning_content: "string",
      tool_calls: {
        list: {
          fields: { id: "string", type: "string", function: { fields: { name: "string", arguments: "string" } } },
        },
      },
      tool_call_id: "string",
      name: "string",
      original: "string",
    },
  },
} as const satisfies ColumnType;

/** A type in words: "string", "messages", "list of boolean", "{split, index}". */
export function typeName(type: ColumnType): string {
  if (typeof type === "string") return type;
  if (type === MESSAGES) return "messages";
  if ("list" in type) return `list of ${typeName(type.list)}`;
  return `{${Object.keys(type.fields).join(", ")}}`;
}

export const TOOLS: Column = {
  name: "tools",
  type: "string",
  says: "The tool schemas offered to the model, as JSON text; null for none",
};

/** Columns of what TrainingSource of domain/training-row.ts says. */
export const SOURCE_COLUMNS: readonly Column[] = [
  { name: "sample", type: "integer", says: "Which sample of its question the trajectory is" },
  { name: "question", type: "integer", says: "The question's id in the studio" },
  { name: "question_key", type: "string", says: "Its key in its set" },
  { name: "question_set", type: "integer", says: "The question set's id" },
  { name: "question_set_key", type: "string", says: "The question set's key" },
  { name: "rollout_run", type: "integer", says: "Id of the rollout run that produced the trajectory" },
  { name: "rollout_run_key", type: "string", says: "The rollout run's key" },
];

/** Columns of what TrainingSelection of domain/training-row.ts says. */
export const SELECTION_COLUMNS: readonly Column[] = [
  {
    name: "judging_run",
    type: "integer",
    says: "Id of the judging run whose verdicts decide; null for none or several",
  },
  { name: "judging_run_key", type: "string", says: "Its key; those of several, joined by plus signs" },
  { name: "judging_run_version", type: "integer", says: "Its version" },
  { name: "labelling_run", type: "integer", says: "Id of the labelling run whose outcomes decide; null for none" },
  { name: "labelling_run_key", type: "string", says: "Its key" },
  { name: "labelling_run_version", type: "integer", says: "Its version" },
  { name: "mode", type: "string", says: "The filter mode" },
];

export const OUTCOME: Column = {
  name: "outcome",
  type: "string",
  says: "Of the trajectory: correct, incorrect, unlabelled",
};
export const TRAJECTORY: Column = { name: "trajectory", type: "integer", says: "The studio's id of the trajectory" };
export const STEP: Column = { name: "step", type: "integer", says: "Index of the step, from 0" };
