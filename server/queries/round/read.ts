/** Rounds as pages show them. */
import type pg from "pg";
import { z } from "zod";
import { missingInRound } from "@/domain/round/missing";
import { RoundPlan } from "@/domain/round/plan";
import { RoundStatus } from "@/domain/round/status";
import { RunKind, RunStatus } from "@/domain/run";
import { Id, IsoTime } from "../library/row-types";
import { runNameSql } from "../run/name";

const Round = z.object({
  id: Id,
  name: z.string(),
  status: RoundStatus,
  message: z.string().nullable(),
  model: Id,
  modelName: z.string(),
  plan: RoundPlan,
  experiment: z.object({ id: Id, name: z.string() }).nullable(),
  createdAt: IsoTime,
  finishedAt: IsoTime.nullable(),
  runs: z.array(
    z.object({
      kind: RunKind,
      id: Id,
      name: z.string(),
      status: RunStatus,
      message: z.string().nullable(),
      planned: z.int(),
      done: z.int(),
    }),
  ),
});
const Row = Round.extend({ begun: z.object({ rollout: z.int(), judging: z.int(), labelling: z.int() }) }).transform(
  ({ begun, ...round }) => ({
    ...round,
    /** What it lacks of what was planned, for people */
    missing: missingInRound(round.runs, begun),
  }),
);
export type RoundRow = z.infer<typeof Row>;

/** The newest first, at most fifty; of one model, or of all. `id`: that one alone. */
export async function readRounds(
  db: pg.Pool,
  { id = null, modelId = null }: { id?: number | null; modelId?: number | null } = {},
): Promise<RoundRow[]> {
  const { rows } = await db.query(
    `SELECT o.id, o.name, o.status, o.message, o.model_id AS model, m.name AS "modelName", o.plan::jsonb AS plan,
       CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_object('id', e.id, 'name', e.name) END AS experiment,
       o.created_at AS "createdAt", o.finished_at AS "finishedAt", s.runs,
       jsonb_build_object('rollout', cardinality(o.rollout_run_ids), 'judging', cardinality(o.judging_run_ids),
         'labelling', num_nonnulls(o.labelling_run_id)) AS begun
     FROM round o JOIN model m ON m.id = o.model_id LEFT JOIN experiment e ON e.id = o.experiment_id,
       LATERAL (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'id', r.run_id, 'name', ${runNameSql("r")},
           'status', r.status, 'message', r.message, 'planned', r.planned, 'done',
           (SELECT coalesce(sum(p.done), 0) FROM run_pulse p WHERE p.kind = r.kind AND p.run_id = r.run_id))
           ORDER BY r.kind DESC, r.run_id), '[]') AS runs
         FROM run_state r WHERE (r.kind = 'rollout' AND r.run_id = ANY(o.rollout_run_ids))
           OR (r.kind = 'judging' AND r.run_id = ANY(o.judging_run_ids))
           OR (r.kind = 'labelling' AND r.run_id = o.labelling_run_id)) s
     WHERE ($1::int IS NULL OR o.id = $1) AND ($2::int IS NULL OR o.model_id = $2) ORDER BY o.id DESC LIMIT 50`,
    [id, modelId],
  );
  return z.array(Row).parse(rows);
}
