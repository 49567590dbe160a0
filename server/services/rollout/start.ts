/** Begins a rollout run: its row and its place in the queue, in one transaction. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import type { KeptSettings } from "@/domain/rollout/kept";
import type { RolloutPlan } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { chosenQuestions } from "@/server/queries/rollout/choose-questions";
import { startRun } from "@/server/services/run/start";
import { checkPlan } from "./check-plan";

export type StartedRollout = {
  id: number;
  /** Trajectories it will make */
  trajectories: number;
};

const Made = z.tuple([z.object({ id: z.int() })]);
/** Trajectories that a worker takes at a time: enough to keep requests flowing, few enough to be redone. */
const CHUNK_TRAJECTORIES = 80;
/** A run is cut in at least so many chunks, so that several workers have a share of a small one. */
const LEAST_CHUNKS = 8;

/** Throws not-found, invalid or precondition with what to change. */
export async function startRollout(db: Db, plan: RolloutPlan): Promise<StartedRollout> {
  const checked = await checkPlan(db, plan);
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    const id = await insertRun(client, plan, { ...plan.settings, questions: plan.questions, ...checked.origin });
    const trajectories = await startRun(client, {
      kind: "rollout",
      runId: id,
      endpointId: checked.endpoint.id,
      items: chosenQuestions(plan.questions),
      chunkSize: chunkSize(checked.questions, plan.settings.samples),
      perItem: plan.settings.samples,
    });
    await client.query("COMMIT");
    return { id, trajectories };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function insertRun(client: pg.PoolClient, plan: RolloutPlan, settings: KeptSettings): Promise<number> {
  const { rows } = await client.query(
    `INSERT INTO rollout_run (key, name, purpose, model_id, source, settings) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING id`,
    [`rollout:${randomUUID()}`, plan.name, plan.purpose, plan.modelId, "studio", JSON.stringify(settings)],
  );
  return Made.parse(rows)[0].id;
}

/** Questions a chunk. */
export function chunkSize(questions: number, samples: number): number {
  return Math.max(1, Math.min(Math.ceil(CHUNK_TRAJECTORIES / samples), Math.ceil(questions / LEAST_CHUNKS)));
}
