import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { KeptSettings } from "@/domain/rollout/kept";
import type { Db } from "@/server/db";
import { findRolloutRun, type RolloutRunRow } from "@/server/queries/rollout/list";
import { keptSettings } from "@/server/services/run/kept-settings";

const Row = z.object({
  settings: z.string(),
  endpointId: z.int().nullable(),
  endpoint: z.string().nullable(),
});

export type RolloutRunPage = RolloutRunRow & {
  /** null for a run that no studio carried out; of one that another studio did, with the ids of what is here */
  settings: KeptSettings | null;
  /** The settings of any run, as JSON text */
  settingsText: string;
  /** The endpoint it asks now; null where there is none (any more) */
  endpoint: { id: number; name: string } | null;
  /** The corpus it searches; null where it searches none, or that one is gone */
  corpus: { id: number; name: string } | null;
};

/** A rollout run with all that is known of how it was made. Throws not-found. */
export async function readRolloutRun(db: Db, id: number): Promise<RolloutRunPage> {
  const run = await findRolloutRun(db.pool, id);
  if (!run)
    throw new StudioError("not-found", `There is no rollout run ${id}. The Rollouts page lists those there are.`);
  const { rows } = await db.pool.query(
    `SELECT r.settings::text AS settings, e.id AS "endpointId", e.name AS endpoint
     FROM rollout_run r LEFT JOIN run_state s ON s.kind = 'rollout' AND s.run_id = r.id
     LEFT JOIN endpoint e ON e.id = s.endpoint_id WHERE r.id = $1`,
    [id],
  );
  const [row] = z.tuple([Row]).parse(rows);
  const given = await keptSettings(db, "rollout", id, JSON.parse(row.settings));
  const settings = KeptSettings.safeParse(given).data ?? null;
  return {
    ...run,
    settings,
    settingsText: row.settings,
    endpoint: row.endpointId === null || row.endpoint === null ? null : { id: row.endpointId, name: row.endpoint },
    corpus: settings?.search?.kind === "corpus" ? await findCorpus(db, settings.search.corpusId) : null,
  };
}

async function findCorpus(db: Db, id: number): Promise<RolloutRunPage["corpus"]> {
  const { rows } = await db.pool.query("SELECT id, name FROM corpus WHERE id = $1", [id]);
  return z.array(z.object({ id: z.int(), name: z.string() })).parse(rows)[0] ?? null;
}
