/** Begins a labelling run: its row and its place in the queue. */
import { randomUUID } from "node:crypto";
import { StudioError } from "@/domain/errors";
import { EQUIVALENCE_PROMPT } from "@/domain/labelling/equivalence";
import type { KeptLabelling } from "@/domain/labelling/kept";
import { METRIC_VERSION } from "@/domain/labelling/metrics";
import type { LabellingPlan } from "@/domain/labelling/settings";
import type { Db } from "@/server/db";
import { poolIds } from "@/server/queries/pool-where";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import { beginRun, type NewRun, type StartedRun } from "@/server/services/run/begin";

/** Trajectories that a worker takes at a time: a metric takes microseconds each, a model seconds. */
const CHUNK = { metric: 1_000, model: 32 } as const;

/** `rest` is written in the same transaction. Throws not-found for an endpoint that is gone, invalid where the pool is empty. */
export async function startLabelling(db: Db, plan: LabellingPlan, rest?: NewRun["rest"]): Promise<StartedRun> {
  const { name, labeller, pool } = plan;
  const kept = await keptSettings(db, plan);
  return beginRun(db, {
    kind: "labelling",
    row: {
      text: `INSERT INTO labelling_run (key, version, name, labeller_kind, settings) VALUES ($1, 1, $2, $3, $4) RETURNING id`,
      values: [`labelling:${randomUUID()}`, name, labeller.kind, JSON.stringify(kept)],
    },
    endpointId: labeller.kind === "model" ? labeller.endpointId : null,
    items: poolIds(pool),
    chunkSize: CHUNK[labeller.kind],
    perItem: 1,
    ...(rest && { rest }),
  });
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
