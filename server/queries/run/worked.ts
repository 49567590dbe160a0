/** Adds the time since the last change of status to what a run has worked, if it was running: for every UPDATE of it. */
export const WORKED = `worked_s = worked_s + CASE WHEN status = 'running'
  THEN extract(epoch FROM now() - changed_at) ELSE 0 END`;
