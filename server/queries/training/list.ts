/** Training runs, newest first, with where they stand. */
import type pg from "pg";
import { z } from "zod";
import { FilterMode } from "@/domain/filter";
import { Algorithm } from "@/domain/training/config";
import { TrainingStatus } from "@/domain/training/status";
import { Count, Id, IsoTime } from "../library/row-types";

const Named = z.object({ id: Id, name: z.string() });

export const TrainingRunRow = z.object({
  id: Id,
  name: z.string(),
  algorithm: Algorithm,
  status: TrainingStatus,
  message: z.string().nullable(),
  isSample: z.boolean(),
  attempt: z.int(),
  step: Count,
  totalSteps: Count.nullable(),
  baseModel: Named,
  mode: FilterMode.nullable().catch(null),
  dataRows: Count.nullable(),
  /** Of the last update that has one */
  reward: z.number().nullable(),
  loss: z.number().nullable(),
  model: Named.nullable(),
  createdAt: IsoTime,
  changedAt: IsoTime,
  finishedAt: IsoTime.nullable(),
});
export type TrainingRunRow = z.infer<typeof TrainingRunRow>;

export type TrainingListRequest = {
  /** The last id of the page before */
  cursor: number | null;
  limit: number;
  search: string;
  /** Only those that have not ended */
  isOpen: boolean;
};

export async function listTrainingRuns(db: pg.Pool, request: TrainingListRequest): Promise<TrainingRunRow[]> {
  const pattern = `%${request.search.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await db.query(
    `SELECT r.id, r.name, r.algorithm, r.status, r.message, r.is_sample AS "isSample", r.attempt, r.step, r.total_steps AS "totalSteps",
       jsonb_build_object('id', b.id, 'name', b.name) AS "baseModel", r.data ->> 'mode' AS mode,
       r.data_rows AS "dataRows", (now."values" ->> 'reward')::float AS reward, (now."values" ->> 'loss')::float AS loss,
       (SELECT jsonb_build_object('id', m.id, 'name', m.name) FROM model m WHERE m.training_run_id = r.id
        ORDER BY m.id LIMIT 1) AS model,
       r.created_at AS "createdAt", r.changed_at AS "changedAt", r.finished_at AS "finishedAt"
     FROM training_run r JOIN model b ON b.id = r.base_model_id
     LEFT JOIN LATERAL (SELECT "values" FROM training_metric WHERE run_id = r.id ORDER BY step DESC LIMIT 1) now ON true
     WHERE ($1::int IS NULL OR r.id < $1) AND ($3 = '%%' OR r.name ILIKE $3)
       AND (NOT $4 OR r.status IN ('launching', 'pending', 'running', 'stopping'))
     ORDER BY r.id DESC LIMIT $2`,
    [request.cursor, request.limit, pattern, request.isOpen],
  );
  return z.array(TrainingRunRow).parse(rows);
}
