import type pg from "pg";
import { Names } from "@/domain/browse";

const VERSIONED = (table: string, kind: string) => `
  SELECT r.id, r.name, r.simulated, r.version, r.${kind} AS kind,
    NOT EXISTS (SELECT 1 FROM ${table} newer WHERE newer.key = r.key AND newer.version > r.version) AS "isNewest"
  FROM ${table} r ORDER BY lower(r.name), r.key, r.version DESC, r.id`;

/** What the ids in a pool are called, and the judging and labelling runs there are to choose from. */
export async function browseNames(db: pg.Pool): Promise<Names> {
  const [sets, runs, models, judgingRuns, labellingRuns] = await Promise.all([
    db.query("SELECT id, name, simulated FROM question_set ORDER BY lower(name), id"),
    db.query("SELECT id, name, simulated FROM rollout_run ORDER BY lower(name), id"),
    db.query("SELECT id, name, simulated FROM model ORDER BY lower(name), id"),
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
