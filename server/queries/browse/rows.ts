import type pg from "pg";
import { z } from "zod";
import { type BrowseRow, QUESTION_LENGTH } from "@/domain/browse";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { marksOf, type ProcessLabel } from "@/domain/verdict";
import { Bindings, PROCESS_SQL, poolSql } from "../pool-where";

const Raw = z.object({
  id: z.int(),
  questionId: z.int(),
  question: z.string(),
  setName: z.string(),
  modelName: z.string().nullable(),
  rolloutRunName: z.string(),
  sampleIndex: z.int(),
  numSteps: z.int(),
  toolCalls: z.array(z.string()),
  correct: z.boolean().nullable(),
  reasonable: z.string().nullable(),
  neutral: z.string().nullable(),
  unreasonable: z.string().nullable(),
  process: z.union([z.literal(-1), z.literal(0), z.literal(1)]),
  scoreSum: z.int().nullable(),
  scoreCount: z.int().nullable(),
  tokens: z.int().nullable(),
  endState: z.string(),
  createdAt: z.date(),
  isSample: z.boolean(),
});

/** What the table shows of these trajectories, in the order given; verdicts and outcomes are those the pool names. */
export async function browseRows(
  db: pg.Pool | pg.PoolClient,
  runs: Pick<Pool, "judge" | "labels">,
  ids: readonly number[],
): Promise<BrowseRow[]> {
  if (ids.length === 0) return [];
  const bind = new Bindings();
  const chosen = { ...EMPTY_POOL, judge: runs.judge, labels: runs.labels };
  const { from } = poolSql(chosen, bind, { question: true, judgment: true, outcome: true });
  const { rows } = await db.query(
    `SELECT t.id, t.question_id AS "questionId", left(q.text, ${bind.add(QUESTION_LENGTH)}::int) AS question,
       s.name AS "setName", m.name AS "modelName", r.name AS "rolloutRunName", t.sample_index AS "sampleIndex",
       t.num_steps AS "numSteps", t.tool_calls AS "toolCalls", o.correct,
       j.reasonable::text, j.neutral::text, j.unreasonable::text, ${PROCESS_SQL} AS process,
       j.score_sum AS "scoreSum", j.score_count AS "scoreCount",
       t.prompt_tokens::bigint + t.completion_tokens AS tokens, t.end_state AS "endState",
       t.created_at AS "createdAt", r.is_sample AS "isSample"
     FROM ${from}
     JOIN question_set s ON s.id = t.question_set_id
     JOIN rollout_run r ON r.id = t.rollout_run_id
     LEFT JOIN model m ON m.id = t.model_id
     WHERE t.id = ANY(${bind.add(ids)}::int[])`,
    bind.values,
  );
  const byId = new Map(
    z
      .array(Raw)
      .parse(rows)
      .map((row) => [row.id, toRow(row)]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const PROCESS_LABELS = { "-1": "unreasonable", "0": "unjudged", "1": "reasonable" } as const satisfies Record<
  string,
  ProcessLabel
>;

function toRow(raw: z.infer<typeof Raw>): BrowseRow {
  const { correct, reasonable, neutral, unreasonable, process, scoreSum, scoreCount, createdAt, ...same } = raw;
  const isJudged = reasonable !== null && neutral !== null && unreasonable !== null;
  return {
    ...same,
    toolCalls: countTools(raw.toolCalls),
    outcome: correct === null ? "unlabelled" : correct ? "correct" : "incorrect",
    marks: isJudged
      ? marksOf({ reasonable, neutral, unreasonable })
      : Array.from({ length: raw.numSteps }, () => "none" as const),
    process: PROCESS_LABELS[process],
    meanScore: scoreSum !== null && scoreCount ? scoreSum / scoreCount : null,
    scoreCount: scoreCount ?? 0,
    createdAt: createdAt.toISOString(),
  };
}

function countTools(calls: readonly string[]): BrowseRow["toolCalls"] {
  const counts = new Map<string, number>();
  for (const tool of calls) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  return Array.from(counts, ([tool, count]) => ({ tool, count }));
}
