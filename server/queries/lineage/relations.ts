/** What comes of what, relation by relation: `a` is the id of what goes in, `b` of what comes out. */
import type { NodeKind } from "@/domain/lineage/node";
import { REVIEW_PREFIX } from "@/domain/review/ruling";

export type Relation = { from: NodeKind; to: NodeKind; rows: string };

/** The question set that a run's settings name; an imported run names its key. null: it is not here. */
const SET_OF_SETTINGS = `CASE WHEN r.settings #>> '{questions,questionSetId}' ~ '^[1-9][0-9]{0,8}$'
  THEN (SELECT s.id FROM question_set s WHERE s.id = (r.settings #>> '{questions,questionSetId}')::int)
  ELSE (SELECT s.id FROM question_set s WHERE s.key = r.settings #>> '{questions,questionSet}') END`;
const JUDGES_OF_PLAN = "jsonb_array_elements_text(v.plan::jsonb -> 'judges')";

/**
 * The model that answered at an endpoint, of row `r`: the first that it serves, else the one that is called like it, as in the
 * figures of evals. `id` and `name` are SQL for text.
 */
const modelAt = (id: string, name: string) => {
  const endpoint = `CASE WHEN ${id} ~ '^[1-9][0-9]{0,8}$' THEN (${id})::int END`;
  return `(m.endpoint_id = ${endpoint} AND NOT EXISTS (
      SELECT FROM model e WHERE e.endpoint_id = ${endpoint} AND e.id < m.id))
    OR (m.name = ${name} AND NOT EXISTS (SELECT FROM model e WHERE e.endpoint_id = ${endpoint}))`;
};

/** A condition on `a` or `b` reaches the tables themselves: both are columns of every DISTINCT. */
export const RELATIONS: readonly Relation[] = [
  {
    from: "question-set",
    to: "rollout-run",
    rows: "SELECT DISTINCT question_set_id AS a, rollout_run_id AS b FROM trajectory",
  },
  {
    // Of a run that has made nothing its settings are all there is.
    from: "question-set",
    to: "rollout-run",
    rows: `SELECT ${SET_OF_SETTINGS} AS a, r.id AS b FROM rollout_run r WHERE r.settings -> 'questions' IS NOT NULL
      AND NOT EXISTS (SELECT FROM trajectory t WHERE t.rollout_run_id = r.id)`,
  },
  {
    from: "model",
    to: "rollout-run",
    rows: "SELECT model_id AS a, id AS b FROM rollout_run WHERE model_id IS NOT NULL",
  },
  {
    from: "rollout-run",
    to: "judging-run",
    rows: "SELECT DISTINCT rollout_run_id AS a, judging_run_id AS b FROM judging_run_scope",
  },
  {
    // Who judged
    from: "model",
    to: "judging-run",
    rows: `SELECT m.id AS a, r.id AS b FROM judging_run r JOIN model m
      ON ${modelAt("r.settings #>> '{endpoint,id}'", "r.settings #>> '{endpoint,name}'")} WHERE r.judge_kind = 'model'`,
  },
  {
    from: "rollout-run",
    to: "labelling-run",
    rows: `SELECT DISTINCT t.rollout_run_id AS a, o.labelling_run_id AS b
      FROM outcome o JOIN trajectory t ON t.id = o.trajectory_id`,
  },
  {
    from: "rollout-run",
    to: "review",
    rows: `SELECT DISTINCT t.rollout_run_id AS a, i.review_id AS b
      FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id`,
  },
  {
    from: "judging-run",
    to: "review",
    rows: `SELECT j.text::int AS a, v.id AS b FROM review v, ${JUDGES_OF_PLAN} AS j (text)`,
  },
  {
    from: "labelling-run",
    to: "review",
    rows: "SELECT (v.plan ->> 'labels')::int AS a, v.id AS b FROM review v WHERE v.plan ->> 'labels' IS NOT NULL",
  },
  {
    // What people ruled stays when their review is removed.
    from: "review",
    to: "judging-run",
    rows: `SELECT v.id AS a, j.id AS b FROM judging_run j LEFT JOIN review v ON v.key::text = split_part(j.key, ':', 2)
      WHERE starts_with(j.key, '${REVIEW_PREFIX}')`,
  },
  { from: "set-filter", to: "training-set", rows: "SELECT id AS a, id AS b FROM training_set" },
  {
    from: "run-filter",
    to: "training-run",
    rows: `SELECT id AS a, id AS b FROM training_run
      WHERE training_set_id IS NULL AND jsonb_typeof(data::jsonb -> 'trainingSet') IS DISTINCT FROM 'number'`,
  },
  {
    from: "training-set",
    to: "training-run",
    rows: `SELECT coalesce(training_set_id, (data ->> 'trainingSet')::int) AS a, id AS b FROM training_run
      WHERE training_set_id IS NOT NULL OR jsonb_typeof(data::jsonb -> 'trainingSet') = 'number'`,
  },
  { from: "model", to: "training-run", rows: "SELECT base_model_id AS a, id AS b FROM training_run" },
  {
    // Who rewarded
    from: "model",
    to: "training-run",
    rows: `SELECT m.id AS a, r.id AS b FROM training_run r JOIN model m
      ON ${modelAt("r.reward ->> 'endpointId'", "r.reward ->> 'endpoint'")} WHERE r.reward ->> 'kind' = 'judge'`,
  },
  {
    from: "training-run",
    to: "model",
    rows: "SELECT training_run_id AS a, id AS b FROM model WHERE training_run_id IS NOT NULL",
  },
  {
    // The training run is not here, or began with another model.
    from: "model",
    to: "model",
    rows: `SELECT m.parent_id AS a, m.id AS b FROM model m WHERE m.parent_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM training_run r WHERE r.id = m.training_run_id AND r.base_model_id = m.parent_id)`,
  },
];
