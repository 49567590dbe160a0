/** What an arm's model of a seed was trained on, as its own trainer and the launch said. */
import type pg from "pg";
import { z } from "zod";
import { UnitTraining } from "@/domain/reproduce/run-log";

/** By the training run's name; of several the newest. Throws where none has begun. */
export async function readTraining(pool: pg.Pool, name: string): Promise<UnitTraining> {
  const { rows } = await pool.query(
    `SELECT (r.checked ->> 'trajectories')::int AS trajectories, (e.event ->> 'contexts')::int AS contexts,
       r.step AS updates
     FROM training_run r JOIN training_event e ON e.run_id = r.id AND e.event ->> 'event' = 'started'
     WHERE r.name = $1 ORDER BY r.id DESC, e.seq DESC LIMIT 1`,
    [name],
  );
  return z.tuple([UnitTraining]).parse(rows)[0];
}
