/** Eval matrices as records of the studio's own format; those that are over, with the cells whose models and sets are there. */
import type { Section } from "./studio-rows";
import { isoTime } from "./time";

/** After the trajectories and labels that its cells came to. */
export const EVAL_SECTIONS: Section[] = [
  {
    kind: "eval-matrix",
    select: `SELECT json_build_object('type', 'eval-matrix', 'key', m.key, 'name', m.name, 'status', m.status,
        'sets', (SELECT json_agg(s ORDER BY n) FROM json_array_elements(m.plan -> 'sets') WITH ORDINALITY AS p (s, n)
                 WHERE EXISTS (SELECT FROM eval_cell c WHERE c.matrix_id = m.id
                               AND c.question_set_id = (s #>> '{questions,questionSetId}')::int)),
        'ways', m.plan -> 'ways',
        'cells', (SELECT json_agg(json_build_object('model', o.name, 'set', q.key, 'way', c.way, 'status', c.status,
                    'message', c.message, 'rolloutRun', r.key,
                    'labellingRun', CASE WHEN l.id IS NOT NULL THEN json_build_object('run', l.key, 'version', l.version) END)
                    ORDER BY c.idx)
                  FROM eval_cell c JOIN model o ON o.id = c.model_id JOIN question_set q ON q.id = c.question_set_id
                  LEFT JOIN rollout_run r ON r.id = c.rollout_run_id
                  LEFT JOIN labelling_run l ON l.id = c.labelling_run_id
                  WHERE c.matrix_id = m.id),
        'isSample', m.is_sample, 'createdAt', ${isoTime("m.created_at")}, 'finishedAt', ${isoTime("m.finished_at")})::text
      FROM eval_matrix m WHERE m.status IN ('done', 'cancelled') AND EXISTS (SELECT FROM eval_cell WHERE matrix_id = m.id)
      ORDER BY m.id`,
  },
];
