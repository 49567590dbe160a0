/** Writes a trajectory as one record of the studio's own format (docs/own-format.md), piece by piece. */
import type pg from "pg";
import { z } from "zod";
import { BATCH } from "./context-text";
import { notFound } from "./get";

const Header = z.object({
  run: z.string(),
  set: z.string(),
  question: z.string(),
  sample: z.int(),
  end_state: z.string(),
  final_answer: z.string().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  created_at: z.date(),
  prompt: z.string(),
  tools: z.string().nullable(),
  metadata: z.string(),
});

const HEADER = `
  SELECT r.key AS run, qs.key AS set, q.key AS question, t.sample_index AS sample, t.end_state, t.final_answer,
    t.prompt_tokens, t.completion_tokens, t.created_at, t.prompt, t.tools, t.metadata
  FROM trajectory t
  JOIN rollout_run r ON r.id = t.rollout_run_id
  JOIN question q ON q.id = t.question_id
  JOIN question_set qs ON qs.id = t.question_set_id
  WHERE t.id = $1`;

const StepRow = z.object({
  action: z.string(),
  observation: z.string().nullable(),
  raw: z.string().nullable(),
  finish_reason: z.string().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  duration_ms: z.int().nullable(),
});

const STEPS = `
  SELECT action, observation, raw, finish_reason, prompt_tokens, completion_tokens, duration_ms
  FROM step WHERE trajectory_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx`;

const VerdictRow = z.object({
  run: z.string(),
  version: z.int(),
  judged_at: z.date().nullable(),
  step: z.int().nullable(),
  rating: z.int().nullable(),
  score: z.int().nullable(),
  rationale: z.string().nullable(),
  raw: z.string().nullable(),
});

const VERDICTS = `
  SELECT r.key AS run, r.version, j.judged_at, v.idx AS step, v.rating, v.score, v.rationale, v.raw
  FROM judgment j
  JOIN judging_run r ON r.id = j.judging_run_id
  LEFT JOIN verdict v ON v.judging_run_id = j.judging_run_id AND v.trajectory_id = j.trajectory_id
  WHERE j.trajectory_id = $1
  ORDER BY r.key, r.version, v.idx`;

const OutcomeRow = z.object({
  run: z.string(),
  version: z.int(),
  correct: z.boolean(),
  reason: z.string().nullable(),
  labelled_at: z.date().nullable(),
});

const OUTCOMES = `
  SELECT r.key AS run, r.version, o.correct, o.reason, o.labelled_at
  FROM outcome o JOIN labelling_run r ON r.id = o.labelling_run_id
  WHERE o.trajectory_id = $1 ORDER BY r.key, r.version`;

/** Stored JSON stays the text it was; what the source did not record is left out. Throws not-found. */
export async function* rawRecord(db: pg.Pool, id: number): AsyncGenerator<string> {
  const header = z.array(Header).parse((await db.query(HEADER, [id])).rows)[0];
  if (!header) throw notFound(id);
  const known = {
    type: "trajectory",
    run: header.run,
    set: header.set,
    question: header.question,
    sample: header.sample,
    endState: header.end_state,
    finalAnswer: header.final_answer,
    promptTokens: header.prompt_tokens ?? undefined,
    completionTokens: header.completion_tokens ?? undefined,
    createdAt: header.created_at.toISOString(),
  };
  yield JSON.stringify(known).slice(0, -1);
  yield `,"prompt":${header.prompt}`;
  if (header.tools !== null) yield `,"tools":${header.tools}`;
  yield `,"metadata":${header.metadata},"steps":[`;
  yield* stepsText(db, id);
  const verdicts = z.array(VerdictRow).parse((await db.query(VERDICTS, [id])).rows);
  const outcomes = z.array(OutcomeRow).parse((await db.query(OUTCOMES, [id])).rows);
  yield `],"verdicts":${JSON.stringify(verdictParts(verdicts))},"outcomes":${JSON.stringify(outcomes.map(outcomePart))}}`;
}

async function* stepsText(db: pg.Pool, id: number): AsyncGenerator<string> {
  for (let from = 0; ; from += BATCH) {
    const { rows } = await db.query(STEPS, [id, from, from + BATCH]);
    for (const [index, row] of z.array(StepRow).parse(rows).entries()) {
      const rest = JSON.stringify({
        finishReason: row.finish_reason ?? undefined,
        promptTokens: row.prompt_tokens ?? undefined,
        completionTokens: row.completion_tokens ?? undefined,
        durationMs: row.duration_ms ?? undefined,
      }).slice(1);
      const separator = from + index === 0 ? "" : ",";
      const more = rest === "}" ? rest : `,${rest}`;
      const asItCame = row.raw === null ? "" : `,"raw":${row.raw}`;
      yield `${separator}{"action":${row.action},"observation":${row.observation ?? "null"}${asItCame}${more}`;
    }
    if (rows.length < BATCH) return;
  }
}

function verdictParts(rows: z.infer<typeof VerdictRow>[]) {
  const parts = new Map<string, { run: string; version: number; judgedAt?: string; steps: unknown[] }>();
  for (const row of rows) {
    const key = `${row.version} ${row.run}`;
    const part = parts.get(key) ?? {
      run: row.run,
      version: row.version,
      judgedAt: row.judged_at?.toISOString(),
      steps: [],
    };
    parts.set(key, part);
    if (row.step === null) continue;
    part.steps.push({
      step: row.step,
      rating: row.rating,
      score: row.score ?? undefined,
      rationale: row.rationale ?? undefined,
      raw: row.raw ?? undefined,
    });
  }
  return [...parts.values()];
}

function outcomePart(row: z.infer<typeof OutcomeRow>) {
  return {
    run: row.run,
    version: row.version,
    correct: row.correct,
    reason: row.reason ?? undefined,
    labelledAt: row.labelled_at?.toISOString(),
  };
}
