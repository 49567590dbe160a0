/** Reads what a person said of an item, as it stands. */
import type pg from "pg";
import { z } from "zod";
import { IN_HINDSIGHT, type StepRuling } from "@/domain/review/ruling";
import { Rating } from "@/domain/verdict";

const Row = z.object({
  step: z.int(),
  rating: Rating.nullable(),
  note: z.string().nullable(),
  raw: z.string().nullable(),
});

export type OwnRuling = StepRuling & { isInHindsight: boolean };

/** Of their judging run, in the order of steps; none where they did not rule on it. */
export async function readOwnRulings(
  db: pg.Pool | pg.PoolClient,
  runId: number,
  { trajectory_id, step }: { trajectory_id: number; step: number | null },
): Promise<OwnRuling[]> {
  const { rows } = await db.query(
    `SELECT idx::int AS step, rating, rationale AS note, raw FROM verdict
     WHERE judging_run_id = $1 AND trajectory_id = $2 AND ($3::int IS NULL OR idx = $3) ORDER BY idx`,
    [runId, trajectory_id, step],
  );
  return z
    .array(Row)
    .parse(rows)
    .map(({ raw, ...ruling }) => ({ ...ruling, isInHindsight: raw === IN_HINDSIGHT }));
}

const Run = z.array(z.object({ id: z.int() }));

/** The newest judging run with a key; null where there is none. */
export async function findNewestRun(db: pg.Pool | pg.PoolClient, key: string): Promise<number | null> {
  const { rows } = await db.query("SELECT id FROM judging_run WHERE key = $1 ORDER BY version DESC LIMIT 1", [key]);
  return Run.parse(rows)[0]?.id ?? null;
}
