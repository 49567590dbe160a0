/** Judging runs that people fill ruling by ruling, on the page of a trajectory or in a review. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { Verdict } from "@/domain/verdict";
import type { Db } from "@/server/db";
import { plainText } from "@/server/services/import/copy";
import { inTransaction } from "@/server/transaction";
import { JUDGMENT_COLUMNS, judgmentRow } from "./judgment-row";

/** Which judging run; it is made with the first ruling. */
export type PersonRun = { key: string; name: string; settings?: Record<string, unknown> };

const Run = z.object({ id: z.int() });
const RuledOn = z.object({ id: z.int(), num_steps: z.int(), rollout_run_id: z.int(), question_set_id: z.int() });
export type RuledOn = z.infer<typeof RuledOn>;
const COLUMNS = JUDGMENT_COLUMNS.join(", ");

/** A change of verdicts: one transaction, and the data have another revision afterwards. */
export async function changeVerdicts<T>(db: Db, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(db.pool, async (client) => {
    const result = await work(client);
    await client.query("UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision'");
    return result;
  });
}

/** Throws not-found. It stays as long as the transaction does. */
export async function findRuledOn(client: pg.PoolClient, trajectoryId: number): Promise<RuledOn> {
  const { rows } = await client.query(
    "SELECT id, num_steps, rollout_run_id, question_set_id FROM trajectory WHERE id = $1 FOR KEY SHARE",
    [trajectoryId],
  );
  const [trajectory] = z.array(RuledOn).parse(rows);
  if (!trajectory)
    throw new StudioError("not-found", `There is no trajectory ${trajectoryId} any more: it was removed.`);
  return trajectory;
}

/** The run's id, its row locked: rulings of one run are summed up one after the other. null where there is none to find. */
export async function lockPersonRun(client: pg.PoolClient, run: PersonRun, make: true): Promise<number>;
export async function lockPersonRun(client: pg.PoolClient, run: PersonRun, make: boolean): Promise<number | null>;
export async function lockPersonRun(client: pg.PoolClient, run: PersonRun, make: boolean): Promise<number | null> {
  const key = plainText(run.key);
  if (make)
    await client.query(
      `INSERT INTO judging_run (key, version, name, judge_kind, settings)
       SELECT $1, 1, $2, 'human', $3 WHERE NOT EXISTS (SELECT 1 FROM judging_run WHERE key = $1)
       ON CONFLICT DO NOTHING`,
      [key, plainText(run.name), JSON.stringify(run.settings ?? {})],
    );
  const { rows } = await client.query(
    "SELECT id FROM judging_run WHERE key = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE",
    [key],
  );
  return z.array(Run).parse(rows)[0]?.id ?? null;
}

/** Writes rulings on steps, over what was ruled on them before. */
export async function writeRulings(
  client: pg.PoolClient,
  runId: number,
  trajectory: RuledOn,
  verdicts: readonly Pick<Verdict, "step" | "rating" | "rationale" | "raw">[],
): Promise<void> {
  await client.query(
    `INSERT INTO verdict (trajectory_id, judging_run_id, idx, rating, rationale, raw)
     SELECT $1, $2, * FROM unnest($3::smallint[], $4::smallint[], $5::text[], $6::text[])
     ON CONFLICT (trajectory_id, judging_run_id, idx) DO UPDATE SET rating = excluded.rating,
       rationale = excluded.rationale, score = NULL, raw = excluded.raw`,
    [
      trajectory.id,
      runId,
      verdicts.map(({ step }) => step),
      verdicts.map(({ rating }) => rating),
      verdicts.map(({ rationale }) => plainText(rationale)),
      verdicts.map(({ raw }) => plainText(raw)),
    ],
  );
  await client.query("INSERT INTO judging_run_scope VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
    runId,
    trajectory.rollout_run_id,
    trajectory.question_set_id,
  ]);
  await sumUp(client, runId, trajectory);
}

/** Takes rulings back, of the given step or of all; with the last one of a trajectory its judgment goes. */
export async function removeRulings(
  client: pg.PoolClient,
  runId: number,
  trajectory: RuledOn,
  step: number | null,
): Promise<void> {
  await client.query(
    "DELETE FROM verdict WHERE trajectory_id = $1 AND judging_run_id = $2 AND ($3::int IS NULL OR idx = $3)",
    [trajectory.id, runId, step],
  );
  await sumUp(client, runId, trajectory);
}

async function sumUp(client: pg.PoolClient, runId: number, trajectory: RuledOn): Promise<void> {
  const { rows } = await client.query(
    "SELECT idx AS step, rating, score, rationale, raw FROM verdict WHERE trajectory_id = $1 AND judging_run_id = $2",
    [trajectory.id, runId],
  );
  await client.query("DELETE FROM judgment WHERE judging_run_id = $1 AND trajectory_id = $2", [runId, trajectory.id]);
  if (rows.length === 0) return;
  const { values } = judgmentRow(z.array(Verdict).parse(rows), trajectory.num_steps);
  await client.query(
    `INSERT INTO judgment (judging_run_id, trajectory_id, judged_at, ${COLUMNS})
     VALUES ($1, $2, now(), ${JUDGMENT_COLUMNS.map((_, index) => `$${index + 3}`).join(", ")})`,
    [runId, trajectory.id, ...values],
  );
}
