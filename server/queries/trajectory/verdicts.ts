/** Reads every judging run's ruling on one step in full, with the judge's raw reply. */
import type pg from "pg";
import { z } from "zod";
import { excerpt, type FullVerdict, JudgeKind } from "@/domain/trajectory-view";
import { Rating } from "@/domain/verdict";
import { TEXT_PAGE } from "./limits";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  version: z.int(),
  judge_kind: JudgeKind,
  isSample: z.boolean(),
  rating: Rating.nullable(),
  score: z.int().nullable(),
  rationale: z.string().nullable(),
  raw: z.string().nullable(),
});

/** Rationale and raw reply share TEXT_PAGE characters among all verdicts of a step. */
export async function readVerdicts(
  db: pg.Pool,
  { id, step, runId }: { id: number; step: number; runId?: number },
): Promise<FullVerdict[]> {
  const { rows } = await db.query(
    `SELECT r.id, r.name, r.version, r.judge_kind, r.is_sample AS "isSample", v.rating, v.score,
       left(v.rationale, $3) AS rationale, left(v.raw, $3) AS raw
     FROM verdict v JOIN judging_run r ON r.id = v.judging_run_id
     WHERE v.trajectory_id = $1 AND v.idx = $2 AND ($4::int IS NULL OR v.judging_run_id = $4)
     ORDER BY r.key, r.version DESC`,
    [id, step, TEXT_PAGE + 1, runId ?? null],
  );
  const parsed = z.array(Row).parse(rows);
  const share = Math.floor(TEXT_PAGE / (2 * Math.max(1, parsed.length)));
  const cut = (text: string | null) => (text === null ? null : excerpt(text, share));
  return parsed.map((row) => ({
    runId: row.id,
    name: row.name,
    version: row.version,
    kind: row.judge_kind,
    isSample: row.isSample,
    rating: row.rating,
    score: row.score,
    rationale: cut(row.rationale),
    raw: cut(row.raw),
  }));
}
