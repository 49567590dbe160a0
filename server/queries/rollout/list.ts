/** Rollout runs, newest first: the studio's own with where they stand, imported ones with what they brought. */
import type pg from "pg";
import { z } from "zod";
import { RunStatus } from "@/domain/run";
import { Count, Id, IsoTime } from "../library/row-types";

const Named = z.object({ id: Id, name: z.string() });

export const RolloutRunRow = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  purpose: z.enum(["generate", "eval"]),
  source: z.string().nullable(),
  isSample: z.boolean(),
  createdAt: IsoTime,
  model: Named.nullable(),
  /** Question sets that it has trajectories of, or is asked to make them of */
  sets: z.array(Named),
  /** null: imported, or made before the studio kept track */
  status: RunStatus.nullable(),
  /** Why the studio paused it */
  message: z.string().nullable(),
  /** Trajectories it is asked for; null for an imported one */
  planned: Count.nullable(),
  /** Trajectories made or imported */
  done: Count,
  /** Trajectories by end state */
  ends: z.record(z.string(), Count),
});
export type RolloutRunRow = z.infer<typeof RolloutRunRow>;

export type RolloutListRequest = {
  /** The last row of the page before */
  cursor: { createdAt: string; id: number } | null;
  limit: number;
  search: string;
};

/** `runs` selects the rows of rollout_run that are wanted. The studio's own have their counters; others are counted. */
const select = (runs: string) => `
  WITH wanted AS (
    SELECT r.*, s.status, s.message, s.planned, s.run_id IS NOT NULL AS own
    FROM (${runs}) r LEFT JOIN run_state s ON s.kind = 'rollout' AND s.run_id = r.id
  ),
  counted AS (
    SELECT w.id AS run_id, c.question_set_id AS set_id, c.end_state, c.n FROM wanted w, LATERAL (
      SELECT question_set_id, end_state, count(*)::int AS n
      FROM trajectory WHERE rollout_run_id = w.id GROUP BY 1, 2) c
    WHERE NOT w.own
    UNION ALL
    SELECT w.id, (w.settings #>> '{questions,questionSetId}')::int, substr(c.name, 5), c.count::int
    FROM wanted w JOIN run_counter c ON c.kind = 'rollout' AND c.run_id = w.id AND c.name LIKE 'end:%'
    WHERE w.own
  )
  SELECT w.id, w.key, w.name, w.purpose, w.source, w.is_sample AS "isSample", w.created_at AS "createdAt", w.status, w.message, w.planned,
    (SELECT jsonb_build_object('id', m.id, 'name', m.name) FROM model m WHERE m.id = w.model_id) AS model,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', qs.id, 'name', qs.name) ORDER BY qs.id), '[]')
     FROM question_set qs
     WHERE qs.id IN (SELECT c.set_id FROM counted c WHERE c.run_id = w.id)
       OR w.own AND qs.id = (w.settings #>> '{questions,questionSetId}')::int) AS sets,
    (SELECT coalesce(sum(c.n), 0)::int FROM counted c WHERE c.run_id = w.id) AS done,
    (SELECT coalesce(jsonb_object_agg(e.end_state, e.n), '{}')
     FROM (SELECT c.end_state, sum(c.n)::int AS n FROM counted c WHERE c.run_id = w.id GROUP BY 1) e) AS ends
  FROM wanted w ORDER BY w.created_at DESC, w.id DESC`;

export async function listRolloutRuns(db: pg.Pool, request: RolloutListRequest): Promise<RolloutRunRow[]> {
  const pattern = `%${request.search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await db.query(
    select(`SELECT * FROM rollout_run r
      WHERE ($1::timestamptz IS NULL OR (date_trunc('milliseconds', r.created_at), r.id) < ($1, $2))
        AND ($4 = '%%' OR r.name ILIKE $4)
      ORDER BY date_trunc('milliseconds', r.created_at) DESC, r.id DESC LIMIT $3`),
    [request.cursor?.createdAt ?? null, request.cursor?.id ?? 0, request.limit, pattern],
  );
  return z.array(RolloutRunRow).parse(rows);
}

/** One of them, or null. */
export async function findRolloutRun(db: pg.Pool, id: number): Promise<RolloutRunRow | null> {
  const { rows } = await db.query(select("SELECT * FROM rollout_run r WHERE r.id = $1"), [id]);
  return z.array(RolloutRunRow).parse(rows)[0] ?? null;
}
