import type pg from "pg";
import { Names } from "@/domain/browse";
import { REVIEW_PREFIX } from "@/domain/review/ruling";
import { nameOfSet } from "@/domain/training-set/training-set";

const VERSIONED = (table: string, kind: string) => `
  SELECT r.id, r.name, r.is_sample AS "isSample", r.version, r.${kind} AS kind, starts_with(r.key, '${REVIEW_PREFIX}') AS "isReview",
    NOT EXISTS (SELECT 1 FROM ${table} newer WHERE newer.key = r.key AND newer.version > r.version) AS "isNewest"
  FROM ${table} r ORDER BY r.is_sample, r.created_at DESC, r.id DESC`;

/** What the ids in a pool are called, and the judging and labelling runs there are to choose from: runs newest first. */
export async function browseNames(db: pg.Pool): Promise<Names> {
  const [sets, runs, models, judgingRuns, labellingRuns, trainingSets] = await Promise.all([
    db.query(`SELECT id, name, is_sample AS "isSample" FROM question_set ORDER BY lower(name), id`),
    db.query(`SELECT id, name, is_sample AS "isSample" FROM rollout_run ORDER BY is_sample, created_at DESC, id DESC`),
    db.query(`SELECT id, name, is_sample AS "isSample" FROM model ORDER BY lower(name), id`),
    db.query(VERSIONED("judging_run", "judge_kind")),
    db.query(VERSIONED("labelling_run", "labeller_kind")),
    db.query<{ id: number; name: string; version: number }>(
      "SELECT id, name, version FROM training_set WHERE status = 'frozen' ORDER BY id DESC",
    ),
  ]);
  return Names.parse({
    sets: sets.rows,
    runs: runs.rows,
    models: models.rows,
    judgingRuns: judgingRuns.rows,
    labellingRuns: labellingRuns.rows,
    trainingSets: trainingSets.rows.map(({ id, ...set }) => ({ id, name: nameOfSet(set) })),
  });
}
