-- Many models by many question sets, evaluated in order, and the servers that the studio starts for it on an engine.
CREATE TABLE eval_matrix (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  plan json NOT NULL,
  status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'done', 'cancelled')),
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX eval_matrix_open_idx ON eval_matrix (id) WHERE status = 'running';

-- `endpoint_id` is the one made for this job's server, and goes with it.
CREATE TABLE serving_job (
  id serial PRIMARY KEY,
  matrix_id integer NOT NULL REFERENCES eval_matrix (id) ON DELETE CASCADE,
  model_id integer NOT NULL REFERENCES model (id) ON DELETE CASCADE,
  engine_id integer REFERENCES training_engine (id) ON DELETE SET NULL,
  engine_settings json NOT NULL,
  resources json NOT NULL,
  path text NOT NULL,
  job_id text NOT NULL UNIQUE,
  status text NOT NULL DEFAULT 'launching'
    CHECK (status IN ('launching', 'pending', 'ready', 'stopping', 'stopped', 'failed')),
  message text,
  lease_url text,
  endpoint_id integer REFERENCES endpoint (id) ON DELETE SET NULL,
  log_tail text NOT NULL DEFAULT '',
  submitted_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  ready_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX serving_job_matrix_idx ON serving_job (matrix_id, model_id);
-- One server at a time for a model of a matrix.
CREATE UNIQUE INDEX serving_job_open_key ON serving_job (matrix_id, model_id)
  WHERE status IN ('launching', 'pending', 'ready');
CREATE INDEX serving_job_tended_idx ON serving_job (id) WHERE status IN ('launching', 'pending', 'ready', 'stopping');

CREATE TABLE eval_cell (
  matrix_id integer NOT NULL REFERENCES eval_matrix (id) ON DELETE CASCADE,
  idx integer NOT NULL,
  model_id integer NOT NULL REFERENCES model (id) ON DELETE CASCADE,
  question_set_id integer NOT NULL REFERENCES question_set (id) ON DELETE CASCADE,
  way text NOT NULL CHECK (way IN ('tools', 'alone')),
  status text NOT NULL DEFAULT 'waiting'
    CHECK (status IN ('waiting', 'serving', 'running', 'labelling', 'done', 'failed', 'cancelled')),
  message text,
  rollout_run_id integer REFERENCES rollout_run (id) ON DELETE SET NULL,
  labelling_run_id integer REFERENCES labelling_run (id) ON DELETE SET NULL,
  changed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (matrix_id, idx)
);
CREATE INDEX eval_cell_model_idx ON eval_cell (model_id);
CREATE INDEX eval_cell_question_set_idx ON eval_cell (question_set_id);
CREATE INDEX eval_cell_rollout_run_idx ON eval_cell (rollout_run_id);
