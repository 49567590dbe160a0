/** Begins a labelling run: its row and its place in the queue, in one transaction. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { EQUIVALENCE_PROMPT } from "@/domain/labelling/equivalence";
import type { KeptLabelling } from "@/domain/labelling/kept";
import { METRIC_VERSION } from "@/domain/labelling/metrics";
import type { LabellingPlan } from "@/domain/labelling/settings";
import type { Db } from "@/server/db";
import { Bindings, poolSql } from "@/server/queries/pool-where";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import { startRun } from "@/server/services/run/start";

export type StartedLabelling = { id: number; trajectories: number };

const Made = z.tuple([z.object({ id: z.int() })]);
/** Trajectories that a worker takes at a time: a metric takes microseconds each, a model seconds. */
const CHUNK = { metric: 1_000, model: 32 } as const;

/** Throws not-found for an endpoint that is gone, invalid where the pool is empty. */
export async function startLabelling(db: Db, plan: LabellingPlan): Promise<StartedLabelling> {
  const { labeller, pool } = plan;
  const kept = await keptSettings(db, plan);
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    const id = await insertRun(client, plan, kept);
    const trajectories = await startRun(client, {
      kind: "labelling",
      runId: id,
      endpointId: labeller.kind === "model" ? labeller.endpointId : null,
      items: { text: `SELECT t.id FROM ${from} WHERE ${where} ORDER BY t.id`, values: bind.values },
      chunkSize: CHUNK[labeller.kind],
      perItem: 1,
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

async function keptSettings(db: Db, { labeller, pool }: LabellingPlan): Promise<KeptLabelling> {
  if (labeller.kind === "metric") return { pool, labeller, metricVersion: METRIC_VERSION };
  const endpoint = await endpointOf(db, labeller.endpointId);
  if (!endpoint) throw new StudioError("not-found", "This endpoint was removed: choose another one.");
  const { name, baseUrl, servedName, isStreamed, extraBody } = endpoint;
  return {
    pool,
    labeller,
    endpoint: { name, baseUrl, servedName, isStreamed, extraBody },
    prompt: EQUIVALENCE_PROMPT,
  };
}

async function insertRun(client: pg.PoolClient, plan: LabellingPlan, kept: KeptLabelling): Promise<number> {
  const { rows } = await client.query(
    `INSERT INTO labelling_run (key, version, name, labeller_kind, settings) VALUES ($1, 1, $2, $3, $4) RETURNING id`,
    [`labelling:${randomUUID()}`, plan.name, plan.labeller.kind, JSON.stringify(kept)],
  );
  return Made.parse(rows)[0].id;
}
