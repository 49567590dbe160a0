/** Asks for a training set: its row, which the worker freezes in the background. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { FreezeRequest } from "@/domain/training-set/training-set";
import type { Db } from "@/server/db";
import { freezeTrainingSets } from "@/server/jobs/definitions";
import { enqueue } from "@/server/jobs/enqueue";
import { readExperiment } from "@/server/services/experiment/read";
import { inTransaction } from "@/server/transaction";

const Ids = z.array(z.object({ id: z.int() })).max(1);
const Next = z.object({ version: z.int(), parent: z.int().nullable() });

/** Throws not-found for an experiment or arm that is not there. A key that froze already answers that set. */
export async function startFreezing(db: Db, { experimentId, ...asked }: FreezeRequest): Promise<{ id: number }> {
  const experiment = await readExperiment(db, experimentId);
  if (!experiment.arms.some(({ name }) => name === asked.arm))
    throw new StudioError("not-found", `The experiment as it was saved has no arm "${asked.arm}": save it first.`);
  const { name, pool, arms, matching } = experiment;
  return inTransaction(db.pool, async (client) => {
    // Two requests for one name at the same moment: the second waits, and gets the version after.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('swirl-studio training set versions'))");
    const known = await findByKey(client, asked.key);
    if (known) return known;
    const { version, parent } = await nextVersion(client, asked.name);
    const { rows } = await client.query(
      `INSERT INTO training_set (key, name, version, experiment_id, plan, arm, fingerprint, parent_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [
        ...[asked.key, asked.name, version, experimentId],
        ...[JSON.stringify({ name, pool, arms, matching }), asked.arm, asked.fingerprint, parent],
      ],
    );
    await enqueue(client, freezeTrainingSets, {});
    return z.tuple([z.object({ id: z.int() })]).parse(rows)[0];
  });
}

async function findByKey(client: pg.PoolClient, key: string): Promise<{ id: number } | null> {
  const { rows } = await client.query("SELECT id FROM training_set WHERE key = $1", [key]);
  return Ids.parse(rows)[0] ?? null;
}

/** Versions of one name count up, whatever became of those before; the parent is the newest that is there. */
async function nextVersion(client: pg.PoolClient, name: string): Promise<z.infer<typeof Next>> {
  const { rows } = await client.query(
    `INSERT INTO training_set_series AS s (name, last_version) VALUES (lower($1), 1)
     ON CONFLICT (name) DO UPDATE SET last_version = s.last_version + 1
     RETURNING last_version AS version, (
       SELECT id FROM training_set WHERE lower(name) = lower($1) ORDER BY version DESC LIMIT 1) AS parent`,
    [name],
  );
  return z.tuple([Next]).parse(rows)[0];
}
