/** Training runs as records of the studio's own format; those that are over, as what comes of the others is not known. */
import type { Section } from "./studio-rows";
import { isoTime } from "./time";

/** Updates whose samples one record holds: a context that is watched for long must not become one endless line. */
const UPDATES_A_RECORD = 100;

const OVER = "('stopped', 'failed', 'lost', 'done')";

const list = (from: string, order: string, fields: string) =>
  `(SELECT coalesce(json_agg(json_build_object(${fields}) ORDER BY ${order}), '[]') FROM ${from} WHERE run_id = r.id)`;

/** After the trajectories: contexts refer to these. */
export const TRAINING_SECTIONS: Section[] = [
  {
    kind: "training-run",
    select: `SELECT json_build_object('type', 'training-run', 'key', r.key, 'name', r.name, 'algorithm', r.algorithm,
        'status', r.status, 'message', r.message, 'engine', r.engine_settings, 'baseModel', b.name, 'data', r.data,
        'reward', r.reward, 'config', r.config, 'resources', r.resources, 'checked', r.checked, 'clonedFrom', o.key,
        'dataRows', r.data_rows, 'dataSha256', r.data_sha256, 'codeVersion', r.code_version, 'step', r.step,
        'totalSteps', r.total_steps, 'isSample', r.is_sample, 'createdAt', ${isoTime("r.created_at")},
        'finishedAt', ${isoTime("r.finished_at")},
        'attempts', ${list(
          "training_attempt",
          "attempt",
          `'attempt', attempt, 'status', status, 'message', message, 'exitCode', exit_code, 'log', log_tail,
           'createdAt', ${isoTime("created_at")}, 'startedAt', ${isoTime("started_at")}, 'endedAt', ${isoTime("ended_at")}`,
        )},
        'metrics', ${list("training_metric", "step", `'step', step, 'values', "values", 'at', ${isoTime("at")}`)},
        'checkpoints', ${list(
          "training_checkpoint",
          'step, path COLLATE "C"',
          `'path', path, 'step', step, 'weightsHash', weights_hash, 'isFinal', is_final, 'at', ${isoTime("at")}`,
        )},
        'events', (SELECT coalesce(json_agg(event ORDER BY seq), '[]') FROM training_event WHERE run_id = r.id),
        'results', (SELECT coalesce(json_agg(name ORDER BY name COLLATE "C"), '[]') FROM model
                    WHERE training_run_id = r.id))::text
      FROM training_run r JOIN model b ON b.id = r.base_model_id
      LEFT JOIN training_run o ON o.id = r.cloned_from AND o.status IN ${OVER} AND o.id < r.id
      WHERE r.status IN ${OVER} ORDER BY r.id`,
  },
  {
    kind: "other",
    select: `SELECT json_build_object('type', 'training-context', 'run', r.key, 'context', c.context,
        'trajectory', CASE WHEN t.id IS NOT NULL THEN json_build_object('run', rr.key, 'set', qs.key, 'question', q.key,
          'sample', t.sample_index) END,
        'question', CASE WHEN t.id IS NULL AND q.id IS NOT NULL THEN json_build_object('set', qs.key, 'question', q.key) END,
        'step', c.step_idx, 'watched', c.watched, 'prompt', c.prompt, 'samples', coalesce(s.samples, '[]'))::text
      FROM training_run r JOIN training_context c ON c.run_id = r.id
      LEFT JOIN trajectory t ON t.id = c.trajectory_id
      LEFT JOIN rollout_run rr ON rr.id = t.rollout_run_id
      LEFT JOIN question q ON q.id = coalesce(t.question_id, c.question_id)
      LEFT JOIN question_set qs ON qs.id = q.question_set_id
      LEFT JOIN LATERAL (
        SELECT part, json_agg(json_build_object('step', step, 'actions', actions) ORDER BY step) AS samples
        FROM (SELECT step, actions, (row_number() OVER (ORDER BY step) - 1) / ${UPDATES_A_RECORD} AS part
              FROM training_sample WHERE run_id = c.run_id AND context = c.context) n
        GROUP BY part) s ON true
      WHERE r.status IN ${OVER} ORDER BY r.id, c.context COLLATE "C", s.part`,
  },
];
