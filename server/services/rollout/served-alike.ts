/** Whether a rollout run may go on at an endpoint: one run is one model's, asked in one way. */
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { RolloutOrigin } from "@/domain/rollout/kept";

const Row = z.object({
  settings: z.string().transform((text, context) => {
    // Read here: the database reads no JSON text with half a surrogate pair in it.
    const read = RolloutOrigin.pick({ endpoint: true, model: true }).safeParse(JSON.parse(text));
    if (read.success) return read.data;
    context.addIssue("The run does not say how it was served.");
    return z.NEVER;
  }),
  servedName: z.string(),
  extraBody: z.record(z.string(), z.json()),
  weightsHash: z.string().nullable(),
});

/** By the name and fields of its requests, and the hash of the weights. The address may change: a server moves. */
export async function isServedAlike(
  client: pg.Pool | pg.ClientBase,
  runId: number,
  endpointId: number,
): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT r.settings::text AS settings, e.served_name AS "servedName", e.extra_body::jsonb AS "extraBody",
       m.weights_hash AS "weightsHash"
     FROM rollout_run r JOIN model m ON m.id = r.model_id, endpoint e WHERE r.id = $1 AND e.id = $2`,
    [runId, endpointId],
  );
  const found = Row.safeParse(rows[0]).data;
  if (!found) return false;
  const { endpoint, model } = found.settings;
  return (
    endpoint.servedName === found.servedName &&
    isDeepStrictEqual(endpoint.extraBody, found.extraBody) &&
    model.weightsHash === found.weightsHash
  );
}

export const servedOtherwise = (run: string): StudioError =>
  new StudioError(
    "conflict",
    `"${run}" cannot go on: its model has other weights, or is asked under another name or with other fields than when it began. Start a new round.`,
  );
