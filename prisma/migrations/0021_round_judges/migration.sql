-- A round repeats every judge that its filter joins, with a judging run each. What was planned with one judge repeated the
-- first that the filter named.
ALTER TABLE round ADD COLUMN judging_run_ids integer[] NOT NULL DEFAULT '{}';
UPDATE round SET
  judging_run_ids = CASE WHEN judging_run_id IS NULL THEN '{}' ELSE ARRAY[judging_run_id] END,
  plan = (plan::jsonb - 'judge' || jsonb_build_object('judges', CASE
    WHEN jsonb_typeof(plan::jsonb -> 'judge') IS DISTINCT FROM 'object' THEN '[]'
    ELSE jsonb_build_array(jsonb_build_object(
      'judge', plan::jsonb -> 'judge',
      'repeats', coalesce(plan::jsonb #> '{filter,process,judges,0}', 'null'))) END))::json;
ALTER TABLE round DROP COLUMN judging_run_id;
