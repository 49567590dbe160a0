/** The servers that were started for an eval matrix or a round, as pages show them. */
import type pg from "pg";
import { z } from "zod";
import { ServingStatus } from "@/domain/eval/serving";
import { Id, IsoTime } from "../library/row-types";

const Server = z.object({
  id: Id,
  model: Id,
  modelName: z.string(),
  engine: z.string(),
  status: ServingStatus,
  message: z.string().nullable(),
  jobId: z.string(),
  createdAt: IsoTime,
  readyAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  logTail: z.string(),
});
export type ShownServer = z.infer<typeof Server>;

/** The newest first, at most two hundred. */
export async function readServers(
  db: pg.Pool,
  { matrixId = null, roundId = null }: { matrixId?: number | null; roundId?: number | null },
): Promise<ShownServer[]> {
  const { rows } = await db.query(
    `SELECT j.id, j.model_id AS model, m.name AS "modelName", j.engine_settings ->> 'name' AS engine, j.status, j.message,
       j.job_id AS "jobId", j.created_at AS "createdAt", j.ready_at AS "readyAt", j.ended_at AS "endedAt",
       j.log_tail AS "logTail"
     FROM serving_job j JOIN model m ON m.id = j.model_id WHERE j.matrix_id = $1 OR j.round_id = $2
     ORDER BY j.id DESC LIMIT 200`,
    [matrixId, roundId],
  );
  return z.array(Server).parse(rows);
}
