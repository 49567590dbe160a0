/** Training engines with the training runs that were launched on them. */
import type pg from "pg";
import { z } from "zod";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { Count, Id } from "../library/row-types";

const Row = z
  .object({
    id: Id,
    name: z.string(),
    // json columns come as text: parsed here, and only here.
    settings: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(TrainingEngineSettings.partial({ name: true })),
    runs: Count,
    /** Those that are not over */
    openRuns: Count,
  })
  .transform(({ settings, ...row }) => ({ ...settings, ...row }));
export type EngineRow = z.infer<typeof Row>;

/** All by name. */
export async function readEngines(pool: pg.Pool): Promise<EngineRow[]> {
  const { rows } = await pool.query(
    `SELECT e.id, e.name, e.settings,
       (SELECT count(*) FROM training_run r WHERE r.engine_id = e.id) AS runs,
       (SELECT count(*) FROM training_run r
        WHERE r.engine_id = e.id AND r.status IN ('launching', 'pending', 'running', 'stopping')) AS "openRuns"
     FROM training_engine e ORDER BY lower(e.name), e.id`,
  );
  return z.array(Row).parse(rows);
}
