/** The runs on an endpoint that are running or paused. */
import { z } from "zod";
import { RunRef } from "@/domain/run";
import { runNameSql } from "../run/name";

export const OpenRun = RunRef.extend({ name: z.string() });
export type OpenRun = z.infer<typeof OpenRun>;

/** As one value of JSON, the oldest first; `endpointId` is a column or a parameter, from code. */
export const openRunsSql = (endpointId: string) => `(
  SELECT coalesce(jsonb_agg(jsonb_build_object('kind', o.kind, 'runId', o.run_id, 'name', ${runNameSql("o")})
    ORDER BY o.created_at, o.kind, o.run_id), '[]')
  FROM run_state o WHERE o.endpoint_id = ${endpointId} AND o.status IN ('running', 'paused'))`;
