/** The steps of the kept trajectories in order, each up to the last that is kept, as text: what all formats but the studio's own are written from. */

import { KEPT_STEP, RATING, SCORE, VERDICT_JOIN } from "./kept";

type Extras = {
  /** Further columns, behind those that all have */
  columns?: readonly string[];
  joins?: string;
  /** Which kept trajectories are read; all steps of a trajectory are, because contexts are built from them */
  where?: string;
  /** Also the question's text, accepted answers and metric, and the trajectory's final answer */
  withQuestion?: boolean;
};

/**
 * Columns: trajectory, step, steps up to the last that is kept, action, observation, rating, score, kept; with the first step only: prompt,
 * tools, outcome, source (TrainingSource of domain/training-row.ts), question (AskedQuestion); then the further ones.
 */
export function stepRows({ columns = [], joins = "", where = "true", withQuestion = false }: Extras = {}): string {
  const question = `json_build_object('question_text', q.text, 'answers', q.answers, 'metric', qs.metric,
    'final_answer', t.final_answer)::text`;
  return `
  SELECT k.id::text, s.idx::text, k.reach::text, s.action::text, s.observation::text, ${RATING}::text, ${SCORE}::text,
    ${KEPT_STEP}::text,
    CASE WHEN s.idx = 0 THEN t.prompt::text END,
    CASE WHEN s.idx = 0 THEN t.tools::text END,
    CASE WHEN s.idx = 0 THEN
      CASE WHEN k.correct THEN 'correct' WHEN NOT k.correct THEN 'incorrect' ELSE 'unlabelled' END END,
    CASE WHEN s.idx = 0 THEN json_build_object('sample', t.sample_index, 'question', q.id, 'question_key', q.key,
      'question_set', qs.id, 'question_set_key', qs.key, 'rollout_run', r.id, 'rollout_run_key', r.key)::text END,
    CASE WHEN s.idx = 0 THEN ${withQuestion ? question : "NULL"} END
    ${columns.map((column) => `, ${column}`).join("")}
  FROM export_kept k
  JOIN trajectory t ON t.id = k.id
  JOIN question q ON q.id = t.question_id
  JOIN question_set qs ON qs.id = t.question_set_id
  JOIN rollout_run r ON r.id = t.rollout_run_id
  JOIN step s ON s.trajectory_id = k.id AND s.idx < k.reach
  ${VERDICT_JOIN}
  ${joins}
  WHERE ${where}
  ORDER BY k.id, s.idx`;
}
