/** The one row that stands for a trajectory's labels where no judging or labelling run is chosen. */
import { OWN_METRICS } from "@/domain/labelling/metric-words";
import { REVIEW_PREFIX } from "@/domain/review/ruling";

/**
 * The newest judgment on a trajectory, that of a review only where there is no other: it may be of one step among many.
 * `trajectory` is the SQL of its id, written by code.
 */
export const newestJudgment = (trajectory: string) =>
  `SELECT g.* FROM judgment g WHERE g.trajectory_id = ${trajectory}
   ORDER BY g.judging_run_id = ANY(ARRAY(SELECT id FROM judging_run WHERE starts_with(key, '${REVIEW_PREFIX}'))),
     g.judging_run_id DESC LIMIT 1`;

/**
 * Whether the studio is still at work on a labelling run, or was told to leave it; read once a query. `run` is the SQL
 * of its id, written by code.
 */
export const IS_UNFINISHED = (run: string) =>
  `(${run} = ANY(ARRAY(SELECT run_id FROM run_state WHERE kind = 'labelling' AND status <> 'done')))`;

/**
 * Which outcome stands for a trajectory: a person's before a metric's or a source file's, a model's opinion last; of
 * equals the newest run's. What an unfinished run has labelled so far counts only where no finished one has.
 */
export const OUTCOME_ORDER = `${IS_UNFINISHED("l.labelling_run_id")},
  CASE lr.labeller_kind WHEN 'human' THEN 0 WHEN 'model' THEN 2 ELSE 1 END, l.labelling_run_id DESC`;

/** The outcome that stands for a trajectory; `trajectory` is the SQL of its id, written by code. */
export const newestOutcome = (trajectory: string) =>
  `SELECT l.* FROM outcome l JOIN labelling_run lr ON lr.id = l.labelling_run_id
   WHERE l.trajectory_id = ${trajectory} ORDER BY ${OUTCOME_ORDER} LIMIT 1`;

const OWN = Object.entries(OWN_METRICS).map(([set, metric]) => `WHEN '${set}' THEN '${metric}'`);

/**
 * Whether a labelling run is by the official metric of a question set; null where that has none. `run` is the SQL of its
 * row and `metric` of the set's, both written by code.
 */
export const isOfficial = (run: string, metric: string) =>
  `(${run}.labeller_kind = 'metric' AND ${run}.settings #>> '{labeller,metric}' = CASE ${metric} ${OWN.join(" ")} END)`;

/**
 * The outcome of an answer of an eval: the official metric's before any other, else as `newestOutcome`. `metric` is the
 * SQL of the question set's.
 */
export const evalOutcome = (trajectory: string, metric: string) =>
  `SELECT l.* FROM outcome l JOIN labelling_run lr ON lr.id = l.labelling_run_id
   WHERE l.trajectory_id = ${trajectory}
   ORDER BY ${IS_UNFINISHED("l.labelling_run_id")}, ${isOfficial("lr", metric)} IS NOT TRUE, ${OUTCOME_ORDER} LIMIT 1`;
