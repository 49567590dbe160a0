/** All models: what each is, where it is served, and what it has made. */
import type pg from "pg";
import { z } from "zod";
import { ModelKind } from "@/domain/model";
import { Count, Id } from "../library/row-types";

const Row = z.object({
  id: Id,
  name: z.string(),
  kind: ModelKind.nullable(),
  weightsHash: z.string().nullable(),
  parentId: Id.nullable(),
  parentName: z.string().nullable(),
  endpointId: Id.nullable(),
  endpointName: z.string().nullable(),
  path: z.string().nullable(),
  isSample: z.boolean(),
  rolloutRuns: Count,
  trajectories: Count,
});
export type ModelRow = z.infer<typeof Row>;

/** Those that are served first, those of the sample pool last. */
export async function listModels(pool: pg.Pool): Promise<ModelRow[]> {
  const { rows } = await pool.query(
    `SELECT m.id, m.name, m.kind, m.weights_hash AS "weightsHash", m.is_sample AS "isSample",
       m.parent_id AS "parentId", p.name AS "parentName", m.endpoint_id AS "endpointId", e.name AS "endpointName", m.path,
       coalesce(made.runs, 0) AS "rolloutRuns", coalesce(made.trajectories, 0) AS trajectories
     FROM model m
     LEFT JOIN model p ON p.id = m.parent_id
     LEFT JOIN endpoint e ON e.id = m.endpoint_id
     LEFT JOIN (
       SELECT r.model_id, count(*) AS runs, sum(t.n)::bigint AS trajectories
       FROM rollout_run r
       LEFT JOIN (SELECT rollout_run_id, count(*) AS n FROM trajectory GROUP BY 1) t ON t.rollout_run_id = r.id
       GROUP BY 1
     ) made ON made.model_id = m.id
     ORDER BY m.is_sample, m.endpoint_id IS NULL, lower(m.name), m.id`,
  );
  return z.array(Row).parse(rows);
}
