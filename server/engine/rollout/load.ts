/** Loads what a worker needs to know of a rollout run. */
import { z } from "zod";
import type { Endpoint } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";
import { KeptSettings } from "@/domain/rollout/kept";
import type { Db } from "@/server/db";
import { endpointOf } from "@/server/services/rollout/endpoint-of";
import { requireSameModel } from "../require-same-model";

export type LoadedRollout = { settings: KeptSettings; endpoint: Endpoint; setId: number; modelId: number | null };

const Row = z.object({ settings: z.string(), modelId: z.int().nullable(), endpointId: z.int().nullable() });

/** Throws StudioError with what to do where the run cannot be carried on. */
export async function loadRollout(db: Db, runId: number): Promise<LoadedRollout> {
  const { rows } = await db.pool.query(
    `SELECT r.settings::text AS settings, r.model_id AS "modelId", s.endpoint_id AS "endpointId"
     FROM rollout_run r JOIN run_state s ON s.kind = 'rollout' AND s.run_id = r.id WHERE r.id = $1`,
    [runId],
  );
  const [row] = z.array(Row).parse(rows);
  if (!row) throw new StudioError("not-found", `There is no rollout run ${runId}.`);
  const settings = KeptSettings.parse(JSON.parse(row.settings));
  const endpoint = row.endpointId === null ? null : await endpointOf(db, row.endpointId);
  if (!endpoint)
    throw new StudioError(
      "precondition",
      `The endpoint of this run ("${settings.endpoint.name}") has been removed: start a new rollout run with another one.`,
    );
  requireSameModel(endpoint, settings.endpoint, "rollout");
  return { settings, endpoint, setId: settings.questions.questionSetId, modelId: row.modelId };
}
