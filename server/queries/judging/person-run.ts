import type pg from "pg";
import { z } from "zod";
import { personKey } from "@/domain/judging/person";
import { plainText } from "@/server/services/import/copy";

const Row = z.array(z.object({ id: z.int() }));

/** The judging run that holds a person's rulings; null before the first. */
export async function findPersonRun(db: pg.Pool, person: string): Promise<{ runId: number | null }> {
  const { rows } = await db.query("SELECT id FROM judging_run WHERE key = $1 ORDER BY version DESC LIMIT 1", [
    personKey(plainText(person)),
  ]);
  return { runId: Row.parse(rows)[0]?.id ?? null };
}
