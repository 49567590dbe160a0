import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { IMPORT_LOCK } from "@/server/services/import/import-file";
import { inTransaction } from "@/server/transaction";
import { countSamplePool, IS_IN_USE, KEPT_MODELS, type SampleCounts } from "./count";

/**
 * Removes the sample pool in one transaction, and remembers that it is not wanted. Questions that a rollout run outside
 * of it asks stay and belong to it no longer. Returns what went. Throws precondition where training sets or reviews need it.
 */
export function removeSamplePool(db: Db): Promise<SampleCounts> {
  return inTransaction(db.pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [IMPORT_LOCK]);
    // What is being frozen would need trajectories that nobody sees it need yet: it ends first, or begins after.
    await client.query(REFUSE_FREEZING);
    const counts = await countSamplePool(client);
    if (counts.trainingSets.length > 0)
      throw new StudioError(
        "precondition",
        `Training sets were frozen from the sample pool and need it: remove ${counts.trainingSets.join(", ")} first.`,
      );
    if (counts.reviews.length > 0)
      throw new StudioError(
        "precondition",
        `Reviews were drawn from the sample pool and would lose what people ruled: remove ${counts.reviews.join(", ")} first.`,
      );
    for (const statement of STATEMENTS) await client.query(statement);
    return counts;
  });
}

const REFUSE_FREEZING = "LOCK TABLE training_set_member IN EXCLUSIVE MODE";

// A trajectory goes with its rollout run; labels go with their trajectory or their run.
const STATEMENTS = [
  `UPDATE question_set s SET is_sample = false WHERE is_sample AND ${IS_IN_USE}`,
  `CREATE TEMP TABLE leaving ON COMMIT DROP AS
     SELECT t.id FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.is_sample`,
  "DELETE FROM step_search USING leaving WHERE trajectory_id = leaving.id",
  "DELETE FROM step USING leaving WHERE trajectory_id = leaving.id",
  `DELETE FROM verdict v WHERE v.trajectory_id IN (SELECT id FROM leaving)
     OR v.judging_run_id IN (SELECT id FROM judging_run WHERE is_sample)`,
  `DELETE FROM judgment j WHERE j.trajectory_id IN (SELECT id FROM leaving)
     OR j.judging_run_id IN (SELECT id FROM judging_run WHERE is_sample)`,
  `DELETE FROM outcome o WHERE o.trajectory_id IN (SELECT id FROM leaving)
     OR o.labelling_run_id IN (SELECT id FROM labelling_run WHERE is_sample)`,
  "DELETE FROM trajectory USING leaving WHERE trajectory.id = leaving.id",
  "DELETE FROM judging_run_scope c USING rollout_run r WHERE r.id = c.rollout_run_id AND r.is_sample",
  "DELETE FROM judging_run WHERE is_sample",
  "DELETE FROM labelling_run WHERE is_sample",
  "DELETE FROM eval_matrix WHERE is_sample",
  "UPDATE model SET training_run_id = NULL WHERE training_run_id IN (SELECT id FROM training_run WHERE is_sample)",
  "DELETE FROM training_run WHERE is_sample",
  "DELETE FROM rollout_run WHERE is_sample",
  "CREATE TEMP TABLE corpora ON COMMIT DROP AS SELECT DISTINCT corpus_id AS id FROM question_set WHERE is_sample",
  "DELETE FROM question_set WHERE is_sample",
  `DELETE FROM corpus USING corpora WHERE corpus.id = corpora.id
     AND NOT EXISTS (SELECT 1 FROM question_set s WHERE s.corpus_id = corpus.id)
     AND NOT EXISTS (SELECT 1 FROM rollout_run r WHERE r.settings #>> '{search,corpusId}' = corpus.id::text)`,
  `DELETE FROM model WHERE is_sample AND id NOT IN (${KEPT_MODELS})`,
  "UPDATE model SET is_sample = false WHERE is_sample",
  `INSERT INTO fact (key, value) VALUES ('sample-pool', '"removed"')
     ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  "UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision'",
];
