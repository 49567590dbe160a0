-- Training engines and training runs (docs/training.md).

CREATE TABLE training_engine (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE,
  settings json NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE training_run (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  algorithm text NOT NULL CHECK (algorithm IN ('swirl', 'sft')),
  status text NOT NULL CHECK (
    status IN ('launching', 'pending', 'running', 'stopping', 'stopped', 'failed', 'lost', 'done')),
  message text,
  engine_id integer REFERENCES training_engine (id) ON DELETE SET NULL,
  engine_settings json NOT NULL,
  base_model_id integer NOT NULL REFERENCES model (id),
  data json NOT NULL,
  reward json,
  config text NOT NULL,
  resources json NOT NULL,
  checked json NOT NULL,
  -- The data's revision when it was launched
  revision bigint NOT NULL,
  cloned_from integer REFERENCES training_run (id) ON DELETE SET NULL,
  simulated boolean NOT NULL DEFAULT false,
  attempt smallint NOT NULL DEFAULT 1 CHECK (attempt >= 1),
  data_rows integer,
  data_sha256 text,
  code_version text,
  step integer NOT NULL DEFAULT 0,
  total_steps integer,
  -- Lines of the run's events.jsonl that have been taken over
  next_seq integer NOT NULL DEFAULT 0,
  -- Which worker follows its job
  watched_by uuid,
  watched_until timestamptz(6),
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  changed_at timestamptz(6) NOT NULL DEFAULT now(),
  finished_at timestamptz(6)
);
CREATE INDEX training_run_open_idx ON training_run (id)
  WHERE status IN ('launching', 'pending', 'running', 'stopping');
CREATE INDEX training_run_created_at_id_idx ON training_run (created_at, id);
CREATE INDEX training_run_base_model_id_idx ON training_run (base_model_id);

-- One job on the engine: the launch, and each resume after it.
CREATE TABLE training_attempt (
  run_id integer NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
  attempt smallint NOT NULL,
  job_id text NOT NULL UNIQUE,
  status text NOT NULL CHECK (
    status IN ('launching', 'pending', 'running', 'stopping', 'stopped', 'failed', 'lost', 'done')),
  message text,
  exit_code integer,
  -- The last lines of its output, kept should the engine forget them
  log_tail text NOT NULL DEFAULT '',
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  started_at timestamptz(6),
  ended_at timestamptz(6),
  PRIMARY KEY (run_id, attempt)
);

CREATE TABLE training_metric (
  run_id integer NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
  step integer NOT NULL CHECK (step >= 0),
  "values" json NOT NULL,
  at timestamptz(6) NOT NULL,
  PRIMARY KEY (run_id, step)
);

-- A context whose sampled actions were written down.
CREATE TABLE training_context (
  run_id integer NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
  context text NOT NULL,
  trajectory_id integer NOT NULL,
  step_idx smallint NOT NULL,
  question_id integer NOT NULL,
  watched boolean NOT NULL,
  prompt json NOT NULL,
  PRIMARY KEY (run_id, context)
);

CREATE TABLE training_sample (
  run_id integer NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
  context text NOT NULL,
  step integer NOT NULL,
  actions json NOT NULL,
  PRIMARY KEY (run_id, context, step)
);

CREATE TABLE training_checkpoint (
  run_id integer NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
  path text NOT NULL,
  step integer NOT NULL,
  weights_hash text,
  is_final boolean NOT NULL,
  at timestamptz(6) NOT NULL,
  PRIMARY KEY (run_id, path)
);

-- What else its trainer said: began, warned, stopped, failed, done.
CREATE TABLE training_event (
  run_id integer NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
  seq integer NOT NULL,
  event json NOT NULL,
  at timestamptz(6) NOT NULL,
  PRIMARY KEY (run_id, seq)
);

ALTER TABLE model
  -- Where a trainer loads it: a Hugging Face name, or a path on the cluster
  ADD COLUMN path text,
  -- The training run that a checkpoint came out of
  ADD COLUMN training_run_id integer REFERENCES training_run (id) ON DELETE SET NULL;
CREATE INDEX model_training_run_id_idx ON model (training_run_id);
CREATE INDEX model_parent_id_idx ON model (parent_id);
