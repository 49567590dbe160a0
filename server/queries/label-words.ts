/** The words for process label and outcome, as SQL over `j` and `o` of a pool. */
import { PROCESS_SQL } from "./pool-where";

export const PROCESS_LABEL_SQL = `CASE ${PROCESS_SQL} WHEN 1 THEN 'reasonable' WHEN -1 THEN 'unreasonable' ELSE 'unjudged' END`;
export const OUTCOME_LABEL_SQL = `CASE WHEN o.correct THEN 'correct' WHEN NOT o.correct THEN 'incorrect' ELSE 'unlabelled' END`;
