/**
 * The records of the studio's own format, in the order in which they were first imported: a file that is imported into
 * an empty database gets ascending ids in its own order, so that exporting again gives the same bytes.
 */
import type { SettingsKind } from "@/domain/keyed-settings";
import { isoTime } from "./time";

/** One kind of record. */
export type Section = {
  /** What of it names things by their ids here, to be turned into keys */
  kind: SettingsKind | "training-run" | "eval-matrix" | "other";
  /** Each row: the record as JSON; of those with settings also whether the run was made here ("true" or "false") */
  select: string;
};

/** Everything before the trajectories. `everything`: also what no trajectory of `export_kept` refers to. */
export function studioSections(everything: boolean): Section[] {
  const only = (condition: string) => (everything ? "true" : condition);
  const sets = only(
    "qs.id IN (SELECT t.question_set_id FROM export_kept k JOIN trajectory t ON t.id = k.id GROUP BY 1)",
  );
  const runs = only("r.id IN (SELECT t.rollout_run_id FROM export_kept k JOIN trajectory t ON t.id = k.id GROUP BY 1)");
  const corpora = only(`c.id IN (SELECT qs.corpus_id FROM question_set qs WHERE ${sets})`);
  const plain = (select: string): Section => ({ kind: "other", select });
  return [
    plain(`SELECT json_build_object('type', 'corpus', 'key', c.key, 'name', c.name)::text
      FROM corpus c WHERE ${corpora} ORDER BY c.id`),
    plain(`SELECT json_build_object('type', 'passage', 'corpus', c.key, 'title', p.title, 'text', p.body)::text
      FROM corpus c JOIN passage p ON p.corpus_id = c.id WHERE ${corpora} ORDER BY p.corpus_id, p.id`),
    plain(`SELECT json_build_object('type', 'question-set', 'key', qs.key, 'name', qs.name, 'metric', qs.metric,
        'licence', qs.licence, 'source', qs.source, 'isSample', qs.is_sample, 'corpus', c.key)::text
      FROM question_set qs LEFT JOIN corpus c ON c.id = qs.corpus_id WHERE ${sets} ORDER BY qs.id`),
    plain(`SELECT json_build_object('type', 'question', 'set', qs.key, 'key', q.key, 'text', q.text, 'answers', q.answers,
        'solution', q.solution, 'metadata', q.metadata, 'passages',
        (SELECT json_agg(json_build_object('title', p.title, 'text', p.body, 'supporting', l.supporting) ORDER BY l.idx)
         FROM question_passage l JOIN passage p ON p.id = l.passage_id WHERE l.question_id = q.id))::text
      FROM question q JOIN question_set qs ON qs.id = q.question_set_id WHERE ${sets} ORDER BY q.question_set_id, q.id`),
    plain(models(everything, `SELECT r.model_id FROM rollout_run r WHERE ${runs}`)),
    {
      kind: "rollout",
      select: `SELECT json_build_object('type', 'rollout-run', 'key', r.key, 'name', r.name, 'purpose', r.purpose,
          'model', m.name, 'source', r.source, 'isSample', r.is_sample, 'settings', r.settings,
          'createdAt', ${isoTime("r.created_at")})::text, ${isMadeHere("rollout")}
        FROM rollout_run r LEFT JOIN model m ON m.id = r.model_id WHERE ${runs} ORDER BY r.id`,
    },
    runSection("judging", "judgeKind", "judge_kind", only(hasLabels("judgment", "judging_run_id"))),
    runSection("labelling", "labellerKind", "labeller_kind", only(hasLabels("outcome", "labelling_run_id"))),
  ];
}

const isMadeHere = (kind: SettingsKind) =>
  `EXISTS (SELECT 1 FROM run_state s WHERE s.kind = '${kind}' AND s.run_id = r.id)::text`;

/** Models, those they were trained from first. `named`: ids of those that are wanted, with all they come from. */
function models(everything: boolean, named: string): string {
  // Models that name each other as their parents are nobody's, but the walk must end.
  return `WITH RECURSIVE above AS (
      SELECT id, parent_id, 0 AS depth FROM model
      UNION ALL
      SELECT a.id, m.parent_id, depth + 1 FROM above a JOIN model m ON m.id = a.parent_id WHERE depth < 1000),
    wanted AS (
      SELECT id FROM model WHERE ${everything ? "true" : `id IN (${named})`}
      UNION
      SELECT m.parent_id FROM wanted JOIN model m USING (id) WHERE m.parent_id IS NOT NULL)
    SELECT json_build_object('type', 'model', 'name', m.name, 'kind', m.kind, 'weightsHash', m.weights_hash,
      'parent', p.name, 'isSample', m.is_sample, 'createdAt', ${isoTime("m.created_at")})::text
    FROM model m JOIN wanted USING (id) LEFT JOIN model p ON p.id = m.parent_id
    ORDER BY (SELECT max(depth) FROM above a WHERE a.id = m.id), m.id`;
}

function runSection(kind: "judging" | "labelling", kindField: string, kindColumn: string, where: string): Section {
  return {
    kind,
    select: `SELECT json_build_object('type', '${kind}-run', 'key', r.key, 'version', r.version, 'name', r.name,
        '${kindField}', r.${kindColumn}, 'isSample', r.is_sample, 'settings', r.settings,
        'createdAt', ${isoTime("r.created_at")})::text, ${isMadeHere(kind)}
      FROM ${kind}_run r WHERE ${where} ORDER BY r.id`,
  };
}

const hasLabels = (table: string, column: string) =>
  `r.id IN (SELECT l.${column} FROM export_kept k JOIN ${table} l ON l.trajectory_id = k.id GROUP BY 1)`;

/**
 * The kept trajectories, one row a step (and one for a trajectory without steps), as text. Columns: action,
 * observation, raw, the step's other fields; with the first row only: the trajectory's other fields, prompt, tools; with
 * the last row only: verdicts and outcomes of all judging and labelling runs.
 */
export const STUDIO_TRAJECTORY_ROWS = `
  SELECT s.action::text, s.observation::text, s.raw::text,
    json_build_object('finishReason', s.finish_reason, 'promptTokens', s.prompt_tokens,
      'completionTokens', s.completion_tokens, 'durationMs', s.duration_ms)::text,
    CASE WHEN coalesce(s.idx, 0) = 0 THEN json_build_object('type', 'trajectory', 'run', r.key, 'set', qs.key,
      'question', q.key, 'sample', t.sample_index, 'endState', t.end_state, 'finalAnswer', t.final_answer,
      'promptTokens', t.prompt_tokens, 'completionTokens', t.completion_tokens, 'metadata', t.metadata,
      'createdAt', ${isoTime("t.created_at")})::text END,
    CASE WHEN coalesce(s.idx, 0) = 0 THEN t.prompt::text END,
    CASE WHEN coalesce(s.idx, 0) = 0 THEN t.tools::text END,
    CASE WHEN s.idx IS NULL OR s.idx = t.num_steps - 1 THEN json_build_object(
      'verdicts', (SELECT coalesce(json_agg(json_build_object('run', jr.key, 'version', jr.version,
          'judgedAt', ${isoTime("j.judged_at")}, 'steps', (
            SELECT coalesce(json_agg(json_build_object('step', v.idx, 'rating', v.rating, 'score', v.score,
              'rationale', v.rationale, 'raw', v.raw) ORDER BY v.idx), '[]')
            FROM verdict v WHERE v.trajectory_id = t.id AND v.judging_run_id = jr.id)) ORDER BY jr.id), '[]')
        FROM judgment j JOIN judging_run jr ON jr.id = j.judging_run_id WHERE j.trajectory_id = t.id),
      'outcomes', (SELECT coalesce(json_agg(json_build_object('run', lr.key, 'version', lr.version,
          'correct', o.correct, 'value', o.value, 'reason', o.reason, 'labelledAt', ${isoTime("o.labelled_at")}) ORDER BY lr.id), '[]')
        FROM outcome o JOIN labelling_run lr ON lr.id = o.labelling_run_id WHERE o.trajectory_id = t.id))::text END
  FROM export_kept k
  JOIN trajectory t ON t.id = k.id
  JOIN question q ON q.id = t.question_id
  JOIN question_set qs ON qs.id = t.question_set_id
  JOIN rollout_run r ON r.id = t.rollout_run_id
  LEFT JOIN step s ON s.trajectory_id = k.id
  ORDER BY k.id, s.idx`;
