/** What the run of a row of run_state is called; `alias` is that row's name in the query, from code. */
export const runNameSql = (alias: string) => `coalesce(CASE ${alias}.kind
  WHEN 'rollout' THEN (SELECT name FROM rollout_run WHERE id = ${alias}.run_id)
  WHEN 'judging' THEN (SELECT name FROM judging_run WHERE id = ${alias}.run_id)
  ELSE (SELECT name FROM labelling_run WHERE id = ${alias}.run_id) END, 'no. ' || ${alias}.run_id)`;
