/**
 * Reads every judging run's marks on a trajectory, also of runs that were made on it and left it out. A review is a
 * sample: that it left something out is not said.
 */
import type pg from "pg";
import { z } from "zod";
import { REVIEW_PREFIX } from "@/domain/review/ruling";
import { JudgeKind, type JudgeView } from "@/domain/trajectory-view";
import { marksOf, PROCESS_CODE, ProcessLabel } from "@/domain/verdict";

const Row = z.object({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  version: z.int(),
  judge_kind: JudgeKind,
  isSample: z.boolean(),
  judged: z.boolean(),
  reasonable: z.string().nullable(),
  neutral: z.string().nullable(),
  unreasonable: z.string().nullable(),
  process: z.int().nullable(),
  score_sum: z.int().nullable(),
  score_count: z.int().nullable(),
  judged_at: z.date().nullable(),
});

const JUDGES = `
  SELECT r.id, r.key, r.name, r.version, r.judge_kind, r.is_sample AS "isSample", j.judging_run_id IS NOT NULL AS judged,
    j.reasonable::text, j.neutral::text, j.unreasonable::text, j.process, j.score_sum, j.score_count, j.judged_at
  FROM judging_run r
  LEFT JOIN judgment j ON j.judging_run_id = r.id AND j.trajectory_id = $1
  WHERE j.judging_run_id IS NOT NULL OR NOT starts_with(r.key, '${REVIEW_PREFIX}') AND EXISTS (
    SELECT 1 FROM judging_run_scope c JOIN trajectory t ON t.id = $1
    WHERE c.judging_run_id = r.id AND c.rollout_run_id = t.rollout_run_id AND c.question_set_id = t.question_set_id)
  ORDER BY r.key, judged DESC, r.version DESC`;

/** The judges of a trajectory: the preferred one first, then in the order they were made; earlier versions last. */
export async function readJudges(
  db: pg.Pool,
  id: number,
  numSteps: number,
  preferred: number | null,
): Promise<JudgeView[]> {
  const { rows } = await db.query(JUDGES, [id]);
  const seen = new Set<string>();
  const judges = z
    .array(Row)
    .parse(rows)
    .map((row): JudgeView => {
      // A version asked for by name is the one to show of its judge.
      const isNewest = !seen.has(row.key);
      seen.add(row.key);
      return {
        runId: row.id,
        name: row.name,
        version: row.version,
        kind: row.judge_kind,
        isSample: row.isSample,
        isNewest: isNewest || row.id === preferred,
        process: processOf(row.process),
        marks: row.judged
          ? marksOf({
              reasonable: row.reasonable ?? "",
              neutral: row.neutral ?? "",
              unreasonable: row.unreasonable ?? "",
            })
          : Array.from({ length: numSteps }, () => "none" as const),
        scoreSum: row.score_sum ?? 0,
        scoreCount: row.score_count ?? 0,
        judgedAt: row.judged_at?.toISOString() ?? null,
      };
    });
  const rank = (judge: JudgeView) => (judge.runId === preferred ? 0 : judge.isNewest ? 1 : 2);
  return judges.sort((a, b) => rank(a) - rank(b) || a.runId - b.runId);
}

function processOf(code: number | null): ProcessLabel {
  return ProcessLabel.options.find((label) => PROCESS_CODE[label] === code) ?? "unjudged";
}
