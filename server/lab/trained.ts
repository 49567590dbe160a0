/** With which code the training runs of a database were made. */
import { z } from "zod";
import type { TrainedWith } from "@/domain/reproduce/run-log";
import { StartedEvent } from "@/domain/training/events";
import type { Db } from "@/server/db";

const Row = z.object({ codeVersion: z.string(), event: StartedEvent.pick({ versions: true }) });

/** One for each code that a training run of this database has begun with. */
export async function readAllTrained(db: Pick<Db, "pool">): Promise<TrainedWith[]> {
  const { rows } = await db.pool.query(
    `SELECT DISTINCT ON (r.code_version) r.code_version AS "codeVersion", e.event::jsonb
     FROM training_run r JOIN training_event e ON e.run_id = r.id AND e.event ->> 'event' = 'started'
     ORDER BY r.code_version, e.at`,
  );
  return z
    .array(Row)
    .parse(rows)
    .map(({ codeVersion, event }) => ({ codeVersion, versions: event.versions }));
}

/** Throws where they differ, or where none has begun. */
export async function readTrained(db: Pick<Db, "pool">): Promise<TrainedWith> {
  const [trained, other] = await readAllTrained(db);
  if (!trained || other) throw new Error("The training runs were made with different code, or none has begun.");
  return trained;
}
