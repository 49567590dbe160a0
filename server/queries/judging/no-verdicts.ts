/** Lists the steps that a judging run gave no verdict on, with what came instead of one. */
import type pg from "pg";
import { z } from "zod";
import { excerpt } from "@/domain/trajectory-view";

const Id = z.int32().positive();
export const NoVerdictsRequest = z.object({
  id: Id,
  /** The last step of the page before */
  cursor: z
    .object({ trajectoryId: Id, step: z.int().min(0).max(32_767) })
    .nullable()
    .default(null),
  limit: z.int().min(1).max(100).default(20),
});

/** Characters of a reply that a list shows; the step's page shows all of it */
const SHOWN = 4_000;

const Row = z.object({
  trajectoryId: z.int(),
  step: z.int(),
  question: z.string(),
  raw: z.string().nullable(),
});

export async function listNoVerdicts(db: pg.Pool, { id, cursor, limit }: z.infer<typeof NoVerdictsRequest>) {
  const { rows } = await db.query(
    `SELECT f.trajectory_id AS "trajectoryId", f.idx AS step, left(q.text, 200) AS question, left(v.raw, $5) AS raw
     FROM (
       SELECT j.trajectory_id, s.idx FROM judgment j
       CROSS JOIN LATERAL (SELECT ~(j.reasonable | j.neutral | j.unreasonable) AS mask OFFSET 0) m
       CROSS JOIN LATERAL generate_series(0, length(m.mask) - 1) AS s (idx)
       WHERE j.judging_run_id = $1 AND j.trajectory_id >= $2 AND bit_count(m.mask) > 0
         AND get_bit(m.mask, s.idx) = 1 AND (j.trajectory_id > $2 OR s.idx > $3)
       ORDER BY j.trajectory_id, s.idx LIMIT $4) f
     JOIN trajectory t ON t.id = f.trajectory_id JOIN question q ON q.id = t.question_id
     LEFT JOIN verdict v ON v.trajectory_id = f.trajectory_id AND v.judging_run_id = $1 AND v.idx = f.idx
     ORDER BY f.trajectory_id, f.idx`,
    [id, cursor?.trajectoryId ?? 0, cursor?.step ?? -1, limit + 1, SHOWN + 1],
  );
  const found = z.array(Row).parse(rows);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    steps: page.map((row) => ({ ...row, raw: row.raw === null ? null : excerpt(row.raw, SHOWN) })),
    next: found.length > limit && last ? { trajectoryId: last.trajectoryId, step: last.step } : null,
  };
}
