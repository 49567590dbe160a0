import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { IMPORT_LOCK } from "@/server/services/import/import-file";
import { countSamplePool, type SampleCounts } from "./count";

/**
 * Removes the sample pool in one transaction, and remembers that it is not wanted. Returns what went. Throws
 * precondition while a rollout run asks its questions.
 */
export async function removeSamplePool(db: Db): Promise<SampleCounts> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [IMPORT_LOCK]);
    await refuseWhileAsked(client);
    const counts = await countSamplePool(client);
    for (const statement of STATEMENTS) await client.query(statement);
    await client.query("COMMIT");
    return counts;
  } catch (error) {
    await client.query("ROLLBACK").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function refuseWhileAsked(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query(
    `SELECT r.name FROM run_state s JOIN rollout_run r ON r.id = s.run_id
     WHERE s.kind = 'rollout' AND s.status IN ('running', 'paused')
       AND (r.settings #>> '{questions,questionSetId}')::int IN (SELECT id FROM question_set WHERE is_sample)
     ORDER BY r.id LIMIT 1`,
  );
  const [run] = z.array(z.object({ name: z.string() })).parse(rows);
  if (run)
    throw new StudioError(
      "precondition",
      `The rollout run "${run.name}" is asking questions of the sample pool: cancel it first, then remove the sample pool.`,
    );
}

// A trajectory goes if its rollout run or its question set is of the sample pool; labels go with their trajectory or their run.
const STATEMENTS = [
  `CREATE TEMP TABLE leaving ON COMMIT DROP AS
     SELECT t.id FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
     JOIN question_set s ON s.id = t.question_set_id WHERE r.is_sample OR s.is_sample`,
  "DELETE FROM step_search USING leaving WHERE trajectory_id = leaving.id",
  "DELETE FROM step USING leaving WHERE trajectory_id = leaving.id",
  `DELETE FROM verdict v WHERE v.trajectory_id IN (SELECT id FROM leaving)
     OR v.judging_run_id IN (SELECT id FROM judging_run WHERE is_sample)`,
  `DELETE FROM judgment j WHERE j.trajectory_id IN (SELECT id FROM leaving)
     OR j.judging_run_id IN (SELECT id FROM judging_run WHERE is_sample)`,
  `DELETE FROM outcome o WHERE o.trajectory_id IN (SELECT id FROM leaving)
     OR o.labelling_run_id IN (SELECT id FROM labelling_run WHERE is_sample)`,
  "DELETE FROM trajectory USING leaving WHERE trajectory.id = leaving.id",
  // Before their models; attempts, metrics, contexts and the rest go with their run.
  "DELETE FROM training_run WHERE is_sample",
  "DELETE FROM judging_run_scope c USING rollout_run r WHERE r.id = c.rollout_run_id AND r.is_sample",
  "DELETE FROM judging_run WHERE is_sample",
  "DELETE FROM labelling_run WHERE is_sample",
  "DELETE FROM rollout_run WHERE is_sample",
  "CREATE TEMP TABLE corpora ON COMMIT DROP AS SELECT DISTINCT corpus_id AS id FROM question_set WHERE is_sample",
  "DELETE FROM question_set WHERE is_sample",
  `DELETE FROM corpus USING corpora WHERE corpus.id = corpora.id
     AND NOT EXISTS (SELECT 1 FROM question_set s WHERE s.corpus_id = corpus.id)`,
  // A model stays with what one's own was made of it, and with all that it comes from itself.
  `WITH RECURSIVE kept AS (
     SELECT id, parent_id FROM model m WHERE NOT is_sample OR EXISTS (SELECT 1 FROM rollout_run r WHERE r.model_id = m.id)
       OR EXISTS (SELECT 1 FROM training_run r WHERE r.base_model_id = m.id)
     UNION SELECT m.id, m.parent_id FROM kept k JOIN model m ON m.id = k.parent_id)
   DELETE FROM model WHERE is_sample AND id NOT IN (SELECT id FROM kept)`,
  `INSERT INTO fact (key, value) VALUES ('sample-pool', '"removed"')
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  "UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision'",
];
