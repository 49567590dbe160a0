/** A person's rulings: one judging run a person, changed step by step, with the same judgment as any other run's. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { type PersonRuling, personKey, type RetractedRuling } from "@/domain/judging/person";
import { Verdict } from "@/domain/verdict";
import type { Db } from "@/server/db";
import { plainText } from "@/server/services/import/copy";
import { inTransaction } from "@/server/transaction";
import { JUDGMENT_COLUMNS, judgmentRow } from "./judgment-row";

export type Ruled = {
  /** null once nothing of the person's is left on the trajectory and they never ruled before */
  runId: number | null;
};

const Run = z.object({ id: z.int() });
const Trajectory = z.object({ num_steps: z.int(), rollout_run_id: z.int(), question_set_id: z.int() });
const COLUMNS = JUDGMENT_COLUMNS.join(", ");

/** Rules on a step, or rules anew. Throws not-found where there is no such step. */
export async function ruleStep(db: Db, ruling: PersonRuling): Promise<Ruled> {
  return changeData(db, async (client) => {
    const trajectory = await findStep(client, ruling);
    const runId = await lockRun(client, ruling.person, true);
    await client.query(
      `INSERT INTO verdict (trajectory_id, judging_run_id, idx, rating, rationale) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (trajectory_id, judging_run_id, idx) DO UPDATE SET rating = excluded.rating,
         rationale = excluded.rationale, score = NULL, raw = NULL`,
      [ruling.trajectoryId, runId, ruling.step, ruling.rating, plainText(ruling.rationale)],
    );
    await client.query("INSERT INTO judging_run_scope VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [
      runId,
      trajectory.rollout_run_id,
      trajectory.question_set_id,
    ]);
    await sumUp(client, runId, ruling.trajectoryId, trajectory.num_steps);
    return { runId };
  });
}

/** Takes a ruling back; with the last one of a trajectory its judgment goes. */
export async function retractRuling(db: Db, ruling: RetractedRuling): Promise<Ruled> {
  return changeData(db, async (client) => {
    const trajectory = await findStep(client, ruling);
    const runId = await lockRun(client, ruling.person, false);
    if (runId === null) return { runId };
    await client.query("DELETE FROM verdict WHERE trajectory_id = $1 AND judging_run_id = $2 AND idx = $3", [
      ruling.trajectoryId,
      runId,
      ruling.step,
    ]);
    await sumUp(client, runId, ruling.trajectoryId, trajectory.num_steps);
    return { runId };
  });
}

async function changeData<T>(db: Db, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(db.pool, async (client) => {
    const result = await work(client);
    await client.query("UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision'");
    return result;
  });
}

async function findStep(client: pg.PoolClient, { trajectoryId, step }: RetractedRuling) {
  const { rows } = await client.query(
    "SELECT num_steps, rollout_run_id, question_set_id FROM trajectory WHERE id = $1 FOR KEY SHARE",
    [trajectoryId],
  );
  const [trajectory] = z.array(Trajectory).parse(rows);
  if (!trajectory || step >= trajectory.num_steps)
    throw new StudioError("not-found", `Trajectory ${trajectoryId} has no step ${step + 1}.`);
  return trajectory;
}

async function lockRun(client: pg.PoolClient, person: string, make: true): Promise<number>;
async function lockRun(client: pg.PoolClient, person: string, make: boolean): Promise<number | null>;
async function lockRun(client: pg.PoolClient, person: string, make: boolean): Promise<number | null> {
  const name = plainText(person);
  if (make)
    await client.query(
      `INSERT INTO judging_run (key, version, name, judge_kind)
       SELECT $1, 1, $2, 'human' WHERE NOT EXISTS (SELECT 1 FROM judging_run WHERE key = $1) ON CONFLICT DO NOTHING`,
      [personKey(name), name],
    );
  const { rows } = await client.query(
    "SELECT id FROM judging_run WHERE key = $1 ORDER BY version DESC LIMIT 1 FOR UPDATE",
    [personKey(name)],
  );
  return z.array(Run).parse(rows)[0]?.id ?? null;
}

async function sumUp(client: pg.PoolClient, runId: number, trajectoryId: number, numSteps: number): Promise<void> {
  const { rows } = await client.query(
    "SELECT idx AS step, rating, score, rationale, raw FROM verdict WHERE trajectory_id = $1 AND judging_run_id = $2",
    [trajectoryId, runId],
  );
  await client.query("DELETE FROM judgment WHERE judging_run_id = $1 AND trajectory_id = $2", [runId, trajectoryId]);
  if (rows.length === 0) return;
  const { values } = judgmentRow(z.array(Verdict).parse(rows), numSteps);
  await client.query(
    `INSERT INTO judgment (judging_run_id, trajectory_id, judged_at, ${COLUMNS})
     VALUES ($1, $2, now(), ${JUDGMENT_COLUMNS.map((_, index) => `$${index + 3}`).join(", ")})`,
    [runId, trajectoryId, ...values],
  );
}
