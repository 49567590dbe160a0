/** With which code the training runs of a database were made. */
import { z } from "zod";
import { StartedEvent } from "@/domain/training/events";
import type { Db } from "@/server/db";

const Row = z.object({ codeVersion: z.string(), event: StartedEvent.pick({ versions: true }) });

/** Throws where they differ, or where none has begun. */
export async function readTrained(
  db: Pick<Db, "pool">,
): Promise<{ codeVersion: string; versions: Record<string, string> }> {
  const { rows } = await db.pool.query(
    `SELECT DISTINCT ON (r.code_version) r.code_version AS "codeVersion", e.event::jsonb
     FROM training_run r JOIN training_event e ON e.run_id = r.id AND e.event ->> 'event' = 'started'
     ORDER BY r.code_version, e.at`,
  );
  const [{ codeVersion, event }] = z.tuple([Row]).parse(rows);
  return { codeVersion, versions: event.versions };
}
