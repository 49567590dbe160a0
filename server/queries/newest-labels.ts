/** The one row that stands for a trajectory's labels where no judging or labelling run is chosen. */

/** The newest judgment on a trajectory; `trajectory` is the SQL of its id, written by code. */
export const newestJudgment = (trajectory: string) =>
  `SELECT g.* FROM judgment g WHERE g.trajectory_id = ${trajectory} ORDER BY g.judging_run_id DESC LIMIT 1`;

/** Newest outcome first, but a model's opinion only where no metric, person or source file has labelled. */
export const OUTCOME_ORDER = "lr.labeller_kind = 'model', l.labelling_run_id DESC";

/** The outcome that stands for a trajectory; `trajectory` is the SQL of its id, written by code. */
export const newestOutcome = (trajectory: string) =>
  `SELECT l.* FROM outcome l JOIN labelling_run lr ON lr.id = l.labelling_run_id
   WHERE l.trajectory_id = ${trajectory} ORDER BY ${OUTCOME_ORDER} LIMIT 1`;
