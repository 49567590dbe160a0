import type pg from "pg";
import { Names } from "@/domain/browse";
import { REVIEW_PREFIX } from "@/domain/review/ruling";

const VERSIONED = (table: string, kind: string) => `
  SELECT r.id, r.name, r.is_sample AS "isSample", r.version, r.${kind} AS kind, starts_with(r.key, '${REVIEW_PREFIX}') AS "isReview",
    NOT EXISTS (SELECT 1 FROM ${table} newer WHERE newer.key = r.key AND newer.version > r.version) AS "isNewest"
  FROM ${table} r ORDER BY r.is_sample, r.created_at DESC, r.id DESC`;

/** What the ids in a pool are called, and the judging and labelling runs there are to choose from: runs newest first. */
export async function browseNames(db: pg.Pool): Promise<Names> {
  const [sets, runs, models, judgingRuns, labellingRuns] = await Promise.all([
    db.query(`SELECT id, name, is_sample AS "isSample" FROM question_set ORDER BY lower(name), id`),
    db.query(`SELECT id, name, is_sample AS "isSample" FROM rollout_run ORDER BY is_sample, created_at DESC, id DESC`),
    db.query(`SELECT id, name, is_sample AS "isSample" FROM model ORDER BY lower(name), id`),
    db.query(VERSIONED("judging_run", "judge_kind")),
    db.query(VERSIONED("labelling_run", "labeller_kind")),
  ]);
  return Names.parse({
    sets: sets.rows,
    runs: runs.rows,
    models: models.rows,
    judgingRuns: judgingRuns.rows,
    labellingRuns: labellingRuns.rows,
  });
}
