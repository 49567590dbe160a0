/** Reads a window of a trajectory's steps, each cut to what a page shows. */
import type pg from "pg";
import { z } from "zod";
import { Message } from "@/domain/message";
import { byteLength, previewParts, readObservation } from "@/domain/observation";
import { readJsonPrefix } from "@/domain/partial-json";
import { excerpt, type StepView, viewAction } from "@/domain/trajectory-view";
import { Rating } from "@/domain/verdict";
import {
  ACTION_BUDGET,
  ACTION_HEAD,
  OBSERVATION_HEAD,
  OBSERVATION_WHOLE,
  RATIONALE_BUDGET,
  RATIONALE_HEAD,
  STEP_WINDOW,
} from "./limits";

const StepRow = z.object({
  idx: z.int(),
  action: z.string(),
  action_bytes: z.int(),
  action_whole: z.boolean(),
  observation: z.string().nullable(),
  observation_bytes: z.int().nullable(),
  observation_whole: z.boolean().nullable(),
  finish_reason: z.string().nullable(),
  prompt_tokens: z.int().nullable(),
  completion_tokens: z.int().nullable(),
  duration_ms: z.int().nullable(),
  has_raw: z.boolean(),
});

const VerdictRow = z.object({
  idx: z.int(),
  judging_run_id: z.int(),
  rating: Rating.nullable(),
  score: z.int().nullable(),
  rationale: z.string().nullable(),
  rationale_whole: z.boolean().nullable(),
  has_raw: z.boolean(),
});

// OFFSET 0 keeps each value's text from being made once for every column that reads it.
const STEPS = `
  SELECT s.idx, left(a.text, $4) AS action, octet_length(a.text) AS action_bytes, length(a.text) <= $4 AS action_whole,
    CASE WHEN octet_length(o.text) <= $5 THEN o.text ELSE left(o.text, $6) END AS observation,
    octet_length(o.text) AS observation_bytes, octet_length(o.text) <= $5 AS observation_whole,
    s.finish_reason, s.prompt_tokens, s.completion_tokens, s.duration_ms, s.raw IS NOT NULL AS has_raw
  FROM step s
  CROSS JOIN LATERAL (SELECT s.action::text AS text OFFSET 0) a
  CROSS JOIN LATERAL (SELECT s.observation::text AS text OFFSET 0) o
  WHERE s.trajectory_id = $1 AND s.idx >= $2 AND s.idx < $3
  ORDER BY s.idx`;

const VERDICTS = `
  SELECT idx, judging_run_id, rating, score, left(rationale, $5) AS rationale,
    length(rationale) <= $5 AS rationale_whole, raw IS NOT NULL AS has_raw
  FROM verdict
  WHERE trajectory_id = $1 AND judging_run_id = ANY($4::int[]) AND idx >= $2 AND idx < $3`;

/**
 * Steps `from` to `to` (exclusive, at most STEP_WINDOW of them) with the verdicts of the given judging runs, in the
 * order of `runIds`.
 */
export async function readSteps(
  db: pg.Pool,
  id: number,
  from: number,
  to: number,
  runIds: readonly number[],
): Promise<StepView[]> {
  const end = Math.min(to, from + STEP_WINDOW);
  const rationaleHead = Math.max(120, Math.min(RATIONALE_HEAD, Math.floor(RATIONALE_BUDGET / (runIds.length || 1))));
  const [steps, verdicts] = await Promise.all([
    db.query(STEPS, [id, from, end, ACTION_HEAD, OBSERVATION_WHOLE, OBSERVATION_HEAD]),
    runIds.length === 0 ? { rows: [] } : db.query(VERDICTS, [id, from, end, runIds, rationaleHead]),
  ]);
  const verdictRows = z.array(VerdictRow).parse(verdicts.rows);
  return z
    .array(StepRow)
    .parse(steps.rows)
    .map((row) => ({
      index: row.idx,
      action: viewAction(messageOf(row.action), row.action_bytes, ACTION_BUDGET, !row.action_whole),
      observation: observationOf(row),
      finishReason: row.finish_reason,
      promptTokens: row.prompt_tokens,
      completionTokens: row.completion_tokens,
      durationMs: row.duration_ms,
      hasRaw: row.has_raw,
      verdicts: runIds.flatMap((runId) =>
        verdictRows
          .filter((verdict) => verdict.idx === row.idx && verdict.judging_run_id === runId)
          .map((verdict) => ({
            runId,
            rating: verdict.rating,
            score: verdict.score,
            rationale:
              verdict.rationale === null ? null : excerpt(verdict.rationale, rationaleHead, !verdict.rationale_whole),
            hasRaw: verdict.has_raw,
          })),
      ),
    }));
}

/** The message of an action's JSON or of its beginning; an unreadable one is its text. */
export function messageOf(json: string): Message {
  const parsed = Message.safeParse(readJsonPrefix(json).value);
  return parsed.success ? parsed.data : { role: "assistant", content: json };
}

function observationOf(row: z.infer<typeof StepRow>): StepView["observation"] {
  if (row.observation === null) return null;
  const { parts, bytes, complete } = readObservation(row.observation, row.observation_whole ?? true);
  if (complete) return { parts, bytes, isCut: false };
  // As much text in the rest of the JSON as in its beginning
  const share = bytes / Math.max(1, byteLength(row.observation));
  return { parts: previewParts(parts), bytes: Math.round(share * (row.observation_bytes ?? 0)), isCut: true };
}
