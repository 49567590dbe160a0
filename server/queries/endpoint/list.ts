/** Endpoints with the models they serve and the runs that need them. */
import type pg from "pg";
import { z } from "zod";
import { Endpoint } from "@/domain/endpoint";
import { Id } from "../library/row-types";
import { OpenRun, openRunsSql } from "./open-runs";

const Row = Endpoint.extend({
  // json columns come as text: parsed here, and only here.
  extraBody: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(Endpoint.shape.extraBody),
  models: z.array(z.object({ id: Id, name: z.string() })),
  /** Runs on it that are running or paused */
  openRuns: z.array(OpenRun),
});
export type EndpointRow = z.infer<typeof Row>;

export async function readEndpoints(pool: pg.Pool): Promise<EndpointRow[]> {
  const { rows } = await pool.query(
    `SELECT e.id, e.name, e.base_url AS "baseUrl", e.served_name AS "servedName", e.key_variable AS "keyVariable",
       e.max_concurrency AS "maxConcurrency", e.timeout_ms AS "timeoutMs", e.patience_ms AS "patienceMs",
       e.is_streamed AS "isStreamed", e.extra_body AS "extraBody",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY m.name), '[]')
        FROM model m WHERE m.endpoint_id = e.id) AS models,
       ${openRunsSql("e.id")} AS "openRuns"
     FROM endpoint e ORDER BY lower(e.name), e.id`,
  );
  return z.array(Row).parse(rows);
}
