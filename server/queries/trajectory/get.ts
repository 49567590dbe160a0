/** Reads what the page of one trajectory opens with. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Message, messageText } from "@/domain/message";
import { readJsonPrefix } from "@/domain/partial-json";
import { type Excerpt, excerpt, type PromptMessage, type TrajectoryView } from "@/domain/trajectory-view";
import { readJudges } from "./judges";
import { PROMPT_BUDGET, PROMPT_HEAD, STEP_WINDOW } from "./limits";
import { readOutcomes } from "./outcomes";
import { readSteps } from "./steps";

const TEXT_HEAD = 10_000;
const METADATA_HEAD = 10_000;
const ANSWERS = 50;

const Row = z.object({
  id: z.int(),
  sample_index: z.int(),
  num_steps: z.int(),
  end_state: z.string(),
  final_answer: z.string().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  created_at: z.date(),
  prompt: z.string(),
  prompt_whole: z.boolean(),
  tools: z.string().nullable(),
  metadata: z.string(),
  question_id: z.int(),
  question_key: z.string(),
  question_text: z.string(),
  answers: z.array(z.string()),
  answer_count: z.int(),
  solution: z.string().nullable(),
  set_id: z.int(),
  set_name: z.string(),
  set_is_sample: z.boolean(),
  passages: z.int(),
  samples: z.int(),
  run_id: z.int(),
  run_name: z.string(),
  purpose: z.string(),
  run_is_sample: z.boolean(),
  model_id: z.int().nullable(),
  model_name: z.string().nullable(),
  model_is_sample: z.boolean().nullable(),
});
type Row = z.infer<typeof Row>;

const HEADER = `
  SELECT t.id, t.sample_index, t.num_steps, t.end_state, left(t.final_answer, $2) AS final_answer,
    t.prompt_tokens, t.completion_tokens, t.created_at,
    left(p.text, $3) AS prompt, length(p.text) <= $3 AS prompt_whole,
    left(t.tools::text, $3) AS tools, left(t.metadata::text, $4) AS metadata,
    q.id AS question_id, q.key AS question_key, left(q.text, $2) AS question_text,
    ARRAY(SELECT left(a, 1000) FROM unnest(q.answers) WITH ORDINALITY AS answer (a, n) ORDER BY n LIMIT $5) AS answers,
    cardinality(q.answers) AS answer_count, left(q.solution, $2) AS solution,
    qs.id AS set_id, qs.name AS set_name, qs.is_sample AS set_is_sample,
    (SELECT count(*) FROM question_passage qp WHERE qp.question_id = q.id) AS passages,
    (SELECT count(*) FROM trajectory other WHERE other.question_id = q.id) AS samples,
    r.id AS run_id, r.name AS run_name, r.purpose, r.is_sample AS run_is_sample,
    m.id AS model_id, m.name AS model_name, m.is_sample AS model_is_sample
  FROM trajectory t
  JOIN question q ON q.id = t.question_id
  JOIN question_set qs ON qs.id = t.question_set_id
  JOIN rollout_run r ON r.id = t.rollout_run_id
  LEFT JOIN model m ON m.id = t.model_id
  CROSS JOIN LATERAL (SELECT t.prompt::text AS text OFFSET 0) p
  WHERE t.id = $1`;

export type ReadTrajectory = { id: number; judge?: number | null; labels?: number | null };

/**
 * A trajectory's header, outcomes, judges and first steps. `judge` and `labels` come first among theirs. Throws
 * not-found where there is no such trajectory.
 */
export async function readTrajectory(db: pg.Pool, { id, judge, labels }: ReadTrajectory): Promise<TrajectoryView> {
  const [header, outcomes] = await Promise.all([
    db.query(HEADER, [id, TEXT_HEAD + 1, PROMPT_BUDGET, METADATA_HEAD + 1, ANSWERS]),
    readOutcomes(db, id, labels ?? null),
  ]);
  const row = z.array(Row).parse(header.rows)[0];
  if (!row) throw notFound(id);
  const judges = await readJudges(db, id, row.num_steps, judge ?? null);
  const shown = judges.filter((item) => item.isNewest).map((item) => item.runId);
  const steps = await readSteps(db, id, 0, STEP_WINDOW, shown);
  return { ...viewHeader(row), outcomes, judges, steps };
}

export function notFound(id: number): StudioError {
  return new StudioError(
    "not-found",
    `There is no trajectory ${id}: it may have been removed. The table of trajectories lists those there are.`,
  );
}

function viewHeader(row: Row): Omit<TrajectoryView, "outcomes" | "judges" | "steps"> {
  return {
    id: row.id,
    question: {
      id: row.question_id,
      key: row.question_key,
      text: excerpt(row.question_text, TEXT_HEAD),
      answers: row.answers,
      moreAnswers: row.answer_count - row.answers.length,
      solution: excerptOrNull(row.solution),
      setId: row.set_id,
      set: row.set_name,
      isSample: row.set_is_sample,
      passages: row.passages,
    },
    rolloutRun: { id: row.run_id, name: row.run_name, purpose: row.purpose, isSample: row.run_is_sample },
    model:
      row.model_id === null || row.model_name === null
        ? null
        : { id: row.model_id, name: row.model_name, isSample: row.model_is_sample ?? false },
    sampleIndex: row.sample_index,
    samples: row.samples,
    numSteps: row.num_steps,
    endState: row.end_state,
    finalAnswer: excerptOrNull(row.final_answer),
    promptTokens: row.prompt_tokens,
    completionTokens: row.completion_tokens,
    createdAt: row.created_at.toISOString(),
    tools: row.tools === null ? null : toolNames(row.tools),
    metadata: row.metadata.replace(/\s/g, "") === "{}" ? null : excerpt(row.metadata, METADATA_HEAD),
    prompt: promptMessages(row.prompt, row.prompt_whole),
  };
}

function excerptOrNull(text: string | null): Excerpt | null {
  return text === null ? null : excerpt(text, TEXT_HEAD);
}

const ToolSchema = z.union([
  z.looseObject({ function: z.looseObject({ name: z.string() }) }).transform((tool) => tool.function.name),
  z.looseObject({ name: z.string() }).transform((tool) => tool.name),
]);

function toolNames(json: string): string[] {
  const tools = z.array(z.unknown()).safeParse(readJsonPrefix(json).value);
  if (!tools.success) return [];
  return tools.data.flatMap((tool) => {
    const name = ToolSchema.safeParse(tool);
    return name.success ? [name.data] : [];
  });
}

/** The messages before the first action; of long ones the beginning. */
export function promptMessages(json: string, isWhole: boolean): PromptMessage[] {
  const messages = z.array(Message).safeParse(readJsonPrefix(json).value);
  if (!messages.success) return [{ role: "not readable", text: excerpt(json, PROMPT_HEAD), length: null }];
  return messages.data.map((message, index, all) => {
    const isPart = !isWhole && index === all.length - 1;
    const text = messageText(message);
    return { role: message.role, text: excerpt(text, PROMPT_HEAD, isPart), length: isPart ? null : text.length };
  });
}
