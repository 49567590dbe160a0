/**
 * Merges staged labels into versions of judging and labelling runs. A version never changes once it is there: newer
 * labels by the same judge make the next version, which carries over what the file does not mention.
 */

import { plainText } from "./copy";
import type { JudgingRunRecord, LabellingRunRecord, LabelStaging } from "./labels";
import type { Load } from "./load";

type Kind = {
  runTable: "judging_run" | "labelling_run";
  runColumn: "judging_run_id" | "labelling_run_id";
  labelTable: "judgment" | "outcome";
  staged: "staged_judgment" | "staged_outcome";
  at: "judged_at" | "labelled_at";
  /** Columns of a label beside its run, trajectory and time */
  columns: string;
  /** Whether staged label s says something else than label l */
  differs: string;
};

const JUDGING: Kind = {
  runTable: "judging_run",
  runColumn: "judging_run_id",
  labelTable: "judgment",
  staged: "staged_judgment",
  at: "judged_at",
  columns:
    "reasonable, neutral, unreasonable, process, first_unreasonable, score_min, score_sum, score_count, content_hash",
  differs: "s.content_hash <> l.content_hash",
};
const LABELLING: Kind = {
  runTable: "labelling_run",
  runColumn: "labelling_run_id",
  labelTable: "outcome",
  staged: "staged_outcome",
  at: "labelled_at",
  columns: "correct, value, reason",
  differs: "(s.correct, s.value, s.reason) IS DISTINCT FROM (l.correct, l.value, l.reason)",
};

export async function mergeLabels(load: Load, staging: LabelStaging): Promise<void> {
  await load.client.query(
    "CREATE INDEX ON staged_verdict (seq); ANALYZE staged_judgment; ANALYZE staged_verdict; ANALYZE staged_outcome",
  );
  for (const [run, record] of staging.judgingRuns.records.entries())
    await mergeRun(load, JUDGING, run, record, record.judgeKind, "judge_kind");
  for (const [run, record] of staging.labellingRuns.records.entries())
    await mergeRun(load, LABELLING, run, record, record.labellerKind, "labeller_kind");
}

async function mergeRun(
  load: Load,
  kind: Kind,
  run: number,
  record: JudgingRunRecord | LabellingRunRecord,
  who: string,
  whoColumn: string,
): Promise<void> {
  const { client } = load;
  const runs = kind === JUDGING ? load.counts.judgingRuns : load.counts.labellingRuns;
  const labels = kind === JUDGING ? load.counts.verdicts : load.counts.outcomes;
  const { rowCount: superseded } = await client.query(
    `DELETE FROM ${kind.staged} s WHERE s.run = $1 AND EXISTS (SELECT 1 FROM ${kind.staged} n WHERE n.run = s.run
       AND n.trajectory_id = s.trajectory_id AND (coalesce(n.${kind.at}, '-infinity'), n.seq) > (coalesce(s.${kind.at}, '-infinity'), s.seq))`,
    [run],
  );
  if (superseded)
    load.note(
      `${record.name}: of several labels of one trajectory in this file the newest counts (${superseded} left aside).`,
    );
  const { rows } = await client.query<{ id: number; version: number }>(
    `SELECT id, version FROM ${kind.runTable} WHERE key = $1 AND ($2::int IS NULL OR version = $2)
     ORDER BY version DESC LIMIT 1`,
    [plainText(record.key), record.version ?? null],
  );
  const last = rows[0];
  const sizes = kind === JUDGING ? "(SELECT count(*) FROM staged_verdict v WHERE v.seq = s.seq)" : "1";
  const { rows: staged } = await client.query<{ labels: number }>(
    `SELECT coalesce(sum(${sizes}), 0)::int AS labels FROM ${kind.staged} s WHERE s.run = $1`,
    [run],
  );

  if (last && record.version == null) await dropKnown(load, kind, run, last.id, record);
  if (last && record.version != null) await dropPresent(load, kind, run, last.id, record);

  const { rows: left } = await client.query<{ labels: number; verdicts: number }>(
    `SELECT count(*)::int AS labels, coalesce(sum(${sizes}), 0)::int AS verdicts FROM ${kind.staged} s WHERE s.run = $1`,
    [run],
  );
  const added = left[0] ?? { labels: 0, verdicts: 0 };
  labels.added += added.verdicts;
  labels.present += (staged[0]?.labels ?? 0) - added.verdicts;
  if (added.labels === 0) {
    if (last) runs.present += 1;
    else if (record.version != null) {
      // A run of which nothing is left, or nothing came, is a run all the same: others may name it.
      await addVersion(load, kind, record, who, whoColumn, 0);
      runs.added += 1;
    }
    return;
  }

  const extendsVersion = last !== undefined && record.version != null;
  const id = extendsVersion ? last.id : await addVersion(load, kind, record, who, whoColumn, last?.version ?? 0);
  if (extendsVersion) runs.present += 1;
  else runs.added += 1;
  await writeLabels(load, kind, run, id);
  if (last && !extendsVersion) await carryOver(load, kind, last.id, id);
  if (kind === JUDGING)
    await client.query(
      `INSERT INTO judging_run_scope SELECT DISTINCT $1::int, t.rollout_run_id, t.question_set_id
       FROM judgment j JOIN trajectory t ON t.id = j.trajectory_id WHERE j.judging_run_id = $1 ON CONFLICT DO NOTHING`,
      [id],
    );
}

/**
 * Labels that are the newest ones again, or older, say nothing new. Where they are undated, neither do those that an
 * earlier version holds: a file that is imported again must not undo what came after it.
 */
async function dropKnown(
  load: Load,
  kind: Kind,
  run: number,
  last: number,
  { key, name }: { key: string; name: string },
): Promise<void> {
  const differing = await countDiffering(load, kind, run, last);
  await load.client.query(
    `DELETE FROM ${kind.staged} s USING ${kind.labelTable} l, ${kind.runTable} r
     WHERE s.run = $1 AND r.key = $3 AND l.${kind.runColumn} = r.id AND l.trajectory_id = s.trajectory_id
       AND CASE WHEN r.id = $2 THEN NOT (${kind.differs}) OR s.${kind.at} <= l.${kind.at}
         ELSE s.${kind.at} IS NULL AND NOT (${kind.differs}) END`,
    [run, last, plainText(key)],
  );
  const older = differing - (await countDiffering(load, kind, run, last));
  if (older > 0)
    load.note(`${name}: ${older} trajectories have newer labels in the studio than in this file, and keep them.`);
}

/** How many staged labels say something else than version `id` does of the same trajectory. */
async function countDiffering(load: Load, kind: Kind, run: number, id: number): Promise<number> {
  const { rows } = await load.client.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${kind.staged} s JOIN ${kind.labelTable} l
       ON l.${kind.runColumn} = $2 AND l.trajectory_id = s.trajectory_id WHERE s.run = $1 AND ${kind.differs}`,
    [run, id],
  );
  return rows[0]?.n ?? 0;
}

/** A named version takes labels of further trajectories, never other labels of the same ones. */
async function dropPresent(
  load: Load,
  kind: Kind,
  run: number,
  id: number,
  record: { name: string; version?: number | null },
): Promise<void> {
  const { rows } = await load.client.query<{ line: number; differs: boolean }>(
    `DELETE FROM ${kind.staged} s USING ${kind.labelTable} l WHERE s.run = $1 AND l.${kind.runColumn} = $2
       AND l.trajectory_id = s.trajectory_id RETURNING s.line, ${kind.differs} AS differs`,
    [run, id],
  );
  for (const row of rows.filter((found) => found.differs))
    load.reject(
      { line: row.line, reject: "", raw: () => Buffer.alloc(0) },
      `version ${record.version} of "${record.name}" already has other labels for this trajectory; leave the version out to make a new one`,
    );
}

async function addVersion(
  load: Load,
  kind: Kind,
  record: JudgingRunRecord | LabellingRunRecord,
  who: string,
  whoColumn: string,
  last: number,
): Promise<number> {
  const { rows } = await load.client.query<{ id: number }>(
    `INSERT INTO ${kind.runTable} (key, version, name, ${whoColumn}, is_sample, settings, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, coalesce($7::timestamptz, now())) RETURNING id`,
    [
      plainText(record.key),
      record.version ?? last + 1,
      plainText(record.name),
      who,
      record.isSample,
      JSON.stringify(record.settings),
      record.createdAt ?? null,
    ],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error(`INSERT INTO ${kind.runTable} returned no row`);
  return id;
}

async function writeLabels(load: Load, kind: Kind, run: number, id: number): Promise<void> {
  await load.client.query(
    `INSERT INTO ${kind.labelTable} (${kind.runColumn}, trajectory_id, ${kind.at}, ${kind.columns})
     SELECT $2::int, trajectory_id, ${kind.at}, ${kind.columns} FROM ${kind.staged} WHERE run = $1 ORDER BY trajectory_id`,
    [run, id],
  );
  if (kind === JUDGING)
    await load.client.query(
      `INSERT INTO verdict (trajectory_id, judging_run_id, idx, rating, score, rationale, raw)
       SELECT s.trajectory_id, $2::int, v.idx, v.rating, v.score, v.rationale, v.raw
       FROM staged_judgment s JOIN staged_verdict v ON v.seq = s.seq WHERE s.run = $1 ORDER BY s.trajectory_id, v.idx`,
      [run, id],
    );
}

async function carryOver(load: Load, kind: Kind, from: number, to: number): Promise<void> {
  const unmentioned = `l.${kind.runColumn} = $1 AND NOT EXISTS (SELECT 1 FROM ${kind.labelTable} n
    WHERE n.${kind.runColumn} = $2 AND n.trajectory_id = l.trajectory_id)`;
  if (kind === JUDGING)
    await load.client.query(
      `INSERT INTO verdict (trajectory_id, judging_run_id, idx, rating, score, rationale, raw)
       SELECT v.trajectory_id, $2::int, v.idx, v.rating, v.score, v.rationale, v.raw
       FROM judgment l JOIN verdict v ON v.trajectory_id = l.trajectory_id AND v.judging_run_id = l.judging_run_id
       WHERE ${unmentioned}`,
      [from, to],
    );
  await load.client.query(
    `INSERT INTO ${kind.labelTable} (${kind.runColumn}, trajectory_id, ${kind.at}, ${kind.columns})
     SELECT $2::int, trajectory_id, ${kind.at}, ${kind.columns} FROM ${kind.labelTable} l WHERE ${unmentioned}`,
    [from, to],
  );
}
