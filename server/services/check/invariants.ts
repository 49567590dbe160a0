/**
 * What must hold in the database, whatever happened to the studio: each as a query of what breaks it. Every row is one
 * violation in words. They walk whole tables, so they are for a command, not for a page.
 */
export type Invariant = {
  /** As the command shows it */
  holds: string;
  /** Answers a column `what` */
  violations: string;
};

const orphan = (table: string, column: string, parent: string, what: string): Invariant => ({
  holds: `Every ${what} has its ${parent.replaceAll("_", " ")}`,
  violations: `SELECT DISTINCT '${what} of ${parent.replaceAll("_", " ")} ' || c.${column} AS what FROM ${table} c
    WHERE NOT EXISTS (SELECT FROM ${parent} p WHERE p.id = c.${column})`,
});

/** Rows that refer to others without a foreign key, which would cost too much on their way in */
const ORPHANS: Invariant[] = [
  orphan("step", "trajectory_id", "trajectory", "step"),
  orphan("judgment", "trajectory_id", "trajectory", "judgment"),
  orphan("judgment", "judging_run_id", "judging_run", "judgment"),
  orphan("outcome", "trajectory_id", "trajectory", "outcome"),
  orphan("outcome", "labelling_run_id", "labelling_run", "outcome"),
  {
    holds: "Every verdict belongs to a judgment",
    violations: `SELECT 'verdict of judging run ' || v.judging_run_id || ' on trajectory ' || v.trajectory_id AS what
      FROM (SELECT DISTINCT judging_run_id, trajectory_id FROM verdict) v
      WHERE NOT EXISTS (SELECT FROM judgment j
        WHERE j.judging_run_id = v.judging_run_id AND j.trajectory_id = v.trajectory_id)`,
  },
  {
    holds: "Every searchable step is there",
    violations: `SELECT 'words of step ' || s.idx + 1 || ' of trajectory ' || s.trajectory_id AS what FROM step_search s
      WHERE NOT EXISTS (SELECT FROM step p WHERE p.trajectory_id = s.trajectory_id AND p.idx = s.idx)`,
  },
  {
    holds: "Every judging run names what it was made on",
    violations: `SELECT DISTINCT 'judging run ' || j.judging_run_id || ' without rollout run ' || t.rollout_run_id AS what
      FROM judgment j JOIN trajectory t ON t.id = j.trajectory_id
      WHERE NOT EXISTS (SELECT FROM judging_run_scope c WHERE c.judging_run_id = j.judging_run_id
        AND c.rollout_run_id = t.rollout_run_id AND c.question_set_id = t.question_set_id)`,
  },
];

const TRAJECTORIES: Invariant[] = [
  {
    holds: "Every trajectory has all its steps, numbered from the first",
    violations: `SELECT 'trajectory ' || t.id || ': ' || coalesce(s.steps, 0) || ' of ' || t.num_steps || ' steps' AS what
      FROM trajectory t LEFT JOIN (SELECT trajectory_id, count(*) AS steps, min(idx) AS first, max(idx) AS last
        FROM step GROUP BY trajectory_id) s ON s.trajectory_id = t.id
      WHERE coalesce(s.steps, 0) <> t.num_steps OR s.first > 0 OR s.last <> t.num_steps - 1`,
  },
  {
    holds: "Every trajectory repeats its question's set and its rollout run's model",
    violations: `SELECT 'trajectory ' || t.id AS what FROM trajectory t JOIN question q ON q.id = t.question_id
      JOIN rollout_run r ON r.id = t.rollout_run_id
      WHERE t.question_set_id <> q.question_set_id OR t.model_id IS DISTINCT FROM r.model_id`,
  },
];

/** The masks and sums that filters read, computed anew from the verdicts. */
const COMPACT: Invariant = {
  holds: "Every compact judgment is what its verdicts add up to",
  violations: `SELECT 'judging run ' || j.judging_run_id || ' on trajectory ' || j.trajectory_id AS what
    FROM judgment j JOIN trajectory t ON t.id = j.trajectory_id, LATERAL (
      SELECT coalesce(string_agg(CASE WHEN v.rating = 1 THEN '1' ELSE '0' END, '' ORDER BY s.idx), '') AS reasonable,
        coalesce(string_agg(CASE WHEN v.rating = 0 THEN '1' ELSE '0' END, '' ORDER BY s.idx), '') AS neutral,
        coalesce(string_agg(CASE WHEN v.rating = -1 THEN '1' ELSE '0' END, '' ORDER BY s.idx), '') AS unreasonable,
        CASE WHEN bool_or(v.rating = -1) THEN -1 WHEN count(v.rating) < t.num_steps OR t.num_steps = 0 THEN 0 ELSE 1 END
          AS process,
        min(s.idx) FILTER (WHERE v.rating = -1) AS first, min(v.score) AS least, coalesce(sum(v.score), 0) AS sum,
        count(v.score) AS scores
      FROM generate_series(0, t.num_steps - 1) AS s (idx) LEFT JOIN verdict v
        ON v.trajectory_id = t.id AND v.judging_run_id = j.judging_run_id AND v.idx = s.idx) c
    WHERE (j.reasonable::text, j.neutral::text, j.unreasonable::text, j.process, j.first_unreasonable, j.score_min,
        j.score_sum, j.score_count)
      IS DISTINCT FROM (c.reasonable, c.neutral, c.unreasonable, c.process, c.first, c.least, c.sum, c.scores)
      OR EXISTS (SELECT FROM verdict v WHERE v.trajectory_id = t.id AND v.judging_run_id = j.judging_run_id
        AND v.idx >= t.num_steps)`,
};

const run = (kind: string, table: string): Invariant => ({
  holds: `Every ${kind} run that was carried out here is there`,
  violations: `SELECT '${kind} run ' || s.run_id AS what FROM run_state s WHERE s.kind = '${kind}'
    AND NOT EXISTS (SELECT FROM ${table} r WHERE r.id = s.run_id)`,
});
const counted = (kind: string, rows: string, sign: "<>" | "<"): Invariant => ({
  holds: `Every ${kind} run has counted what it committed`,
  violations: `SELECT '${kind} run ' || s.run_id || ': counted ' || c.done || ', ' || c.rows || ' there' AS what
    FROM run_state s, LATERAL (SELECT (SELECT coalesce(sum(done), 0) FROM run_pulse p
        WHERE p.kind = s.kind AND p.run_id = s.run_id) AS done, (${rows}) AS rows) c
    WHERE s.kind = '${kind}' AND (c.done ${sign} c.rows OR c.done > s.planned)`,
});

const RUNS: Invariant[] = [
  run("rollout", "rollout_run"),
  run("judging", "judging_run"),
  run("labelling", "labelling_run"),
  counted("rollout", "SELECT count(*) FROM trajectory t WHERE t.rollout_run_id = s.run_id", "<>"),
  // What they ruled on may have been removed since.
  counted("judging", "SELECT count(*) FROM judgment j WHERE j.judging_run_id = s.run_id", "<"),
  counted("labelling", "SELECT count(*) FROM outcome o WHERE o.labelling_run_id = s.run_id", "<"),
  {
    holds: "A run that is done has nothing left to do",
    violations: `SELECT s.kind || ' run ' || s.run_id AS what FROM run_state s WHERE s.status = 'done'
      AND EXISTS (SELECT FROM run_chunk c WHERE c.kind = s.kind AND c.run_id = s.run_id AND c.state <> 'done')`,
  },
];

const SETS: Invariant[] = [
  {
    holds: "Every frozen training set has its members, each with a bit, a rating and a score a step",
    violations: `SELECT 'training set ' || s.id || ': ' || m.members || ' of ' || s.trajectories || ' trajectories' AS what
      FROM training_set s, LATERAL (SELECT count(*) AS members,
          bool_or(length(x.kept) <> t.num_steps OR cardinality(x.ratings) <> t.num_steps
            OR cardinality(x.scores) <> t.num_steps) AS torn, coalesce(sum(bit_count(x.kept)), 0) AS kept
        FROM training_set_member x JOIN trajectory t ON t.id = x.trajectory_id WHERE x.training_set_id = s.id) m
      WHERE s.status = 'frozen' AND (m.members <> s.trajectories OR m.torn OR m.kept <> s.sub_trajectories
        OR s.sha256 IS NULL OR s.facts IS NULL)`,
  },
  {
    holds: "A training set that is not frozen has no members yet",
    violations: `SELECT 'training set ' || s.id AS what FROM training_set s WHERE s.status <> 'frozen'
      AND EXISTS (SELECT FROM training_set_member m WHERE m.training_set_id = s.id)`,
  },
  {
    holds: "Every corpus has counted its searchable passages",
    violations: `SELECT 'corpus ' || c.corpus_id || ': counted ' || c.passages || ', ' || p.passages || ' there' AS what
      FROM corpus_search c, LATERAL (SELECT count(*) AS passages, coalesce(sum(length), 0) AS length
        FROM passage_search WHERE corpus_id = c.corpus_id) p
      WHERE (c.passages, c.length) IS DISTINCT FROM (p.passages, p.length)`,
  },
];

const EVALS: Invariant[] = [
  {
    holds: "An eval matrix that is over has no cell under way",
    violations: `SELECT 'eval matrix ' || m.id || ', cell ' || c.idx + 1 AS what FROM eval_matrix m
      JOIN eval_cell c ON c.matrix_id = m.id
      WHERE m.status <> 'running' AND c.status NOT IN ('done', 'failed', 'cancelled')`,
  },
  {
    // The worker stops what is over a moment later, or once an engine that hangs has answered, or the studio is back.
    holds: "A serving job that nobody stops belongs to an open eval matrix or round",
    violations: `SELECT 'serving job ' || j.id || ' (' || j.status || ') of '
        || coalesce('eval matrix ' || j.matrix_id, 'round ' || j.round_id) AS what
      FROM serving_job j LEFT JOIN eval_matrix m ON m.id = j.matrix_id LEFT JOIN round o ON o.id = j.round_id
      WHERE j.status IN ('launching', 'pending', 'ready') AND (m.status <> 'running' OR o.status <> 'generating')
        AND coalesce(m.changed_at, o.changed_at) < now() - interval '10 minutes'`,
  },
  {
    holds: "Every training run has an attempt for each number it gave",
    violations: `SELECT 'training run ' || r.id AS what FROM training_run r
      WHERE r.attempt <> (SELECT coalesce(max(a.attempt), 0) FROM training_attempt a WHERE a.run_id = r.id)`,
  },
];

export const INVARIANTS: readonly Invariant[] = [...ORPHANS, ...TRAJECTORIES, COMPACT, ...RUNS, ...SETS, ...EVALS];
