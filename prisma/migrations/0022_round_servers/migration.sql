-- A serving job is of an eval matrix or of a round, whose model it serves while it generates.
ALTER TABLE serving_job
  ALTER COLUMN matrix_id DROP NOT NULL,
  ADD COLUMN round_id integer REFERENCES round (id) ON DELETE CASCADE,
  ADD CONSTRAINT serving_job_owner_check CHECK (num_nonnulls(matrix_id, round_id) = 1);
CREATE INDEX serving_job_round_idx ON serving_job (round_id) WHERE round_id IS NOT NULL;
-- The endpoint of a server that is gone goes with it. One that somebody gave to a model before was kept: it stays.
UPDATE serving_job j SET endpoint_id = NULL
WHERE status IN ('stopped', 'failed') AND EXISTS (SELECT FROM model m WHERE m.endpoint_id = j.endpoint_id);
-- One server at a time for a round.
CREATE UNIQUE INDEX serving_job_open_round_key ON serving_job (round_id)
  WHERE status IN ('launching', 'pending', 'ready');
-- Endpoints of servers that are gone, and runs that are left open, are looked for every second.
CREATE INDEX serving_job_endpoint_idx ON serving_job (endpoint_id) WHERE endpoint_id IS NOT NULL;
CREATE INDEX run_state_unfinished_idx ON run_state (kind, run_id) WHERE status IN ('running', 'paused');
