/**
 * Every step of the kept trajectories in order, as text. Columns: trajectory, step, action, observation, rating, score;
 * and with the first step only: prompt, tools, outcome, source (TrainingSource of domain/training-row.ts).
 */
export const SUB_TRAJECTORY_ROWS = `
  SELECT k.id::text, s.idx::text, s.action::text, s.observation::text, v.rating::text, v.score::text,
    CASE WHEN s.idx = 0 THEN t.prompt::text END,
    CASE WHEN s.idx = 0 THEN t.tools::text END,
    CASE WHEN s.idx = 0 THEN
      CASE WHEN k.correct THEN 'correct' WHEN NOT k.correct THEN 'incorrect' ELSE 'unlabelled' END END,
    CASE WHEN s.idx = 0 THEN json_build_object('sample', t.sample_index, 'question', q.id, 'question_key', q.key,
      'question_set', qs.id, 'question_set_key', qs.key, 'rollout_run', r.id, 'rollout_run_key', r.key)::text END
  FROM export_kept k
  JOIN trajectory t ON t.id = k.id
  JOIN question q ON q.id = t.question_id
  JOIN question_set qs ON qs.id = t.question_set_id
  JOIN rollout_run r ON r.id = t.rollout_run_id
  JOIN step s ON s.trajectory_id = k.id
  LEFT JOIN verdict v ON v.trajectory_id = k.id AND v.judging_run_id = k.judging_run_id AND v.idx = s.idx
  ORDER BY k.id, s.idx`;
