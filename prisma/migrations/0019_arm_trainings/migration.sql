-- All arms of an experiment, frozen, trained with several seeds, and evaluated together.
CREATE TABLE arm_training (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  experiment_id integer REFERENCES experiment (id) ON DELETE SET NULL,
  plan json NOT NULL,
  status text NOT NULL DEFAULT 'freezing'
    CHECK (status IN ('freezing', 'training', 'evaluating', 'done', 'failed', 'cancelled')),
  message text,
  matrix_key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX arm_training_experiment_idx ON arm_training (experiment_id);
CREATE INDEX arm_training_open_idx ON arm_training (id) WHERE status IN ('freezing', 'training', 'evaluating');

-- `set_key` is the one that its training set is asked for with; one that was frozen before is taken as it is.
CREATE TABLE arm_training_arm (
  arm_training_id integer NOT NULL REFERENCES arm_training (id) ON DELETE CASCADE,
  idx integer NOT NULL,
  arm text NOT NULL,
  set_key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  training_set_id integer REFERENCES training_set (id) ON DELETE SET NULL,
  PRIMARY KEY (arm_training_id, idx)
);
CREATE INDEX arm_training_arm_set_idx ON arm_training_arm (training_set_id);

-- `key` is that of its training run, which is launched once with it.
CREATE TABLE arm_training_run (
  arm_training_id integer NOT NULL,
  arm_idx integer NOT NULL,
  seed integer NOT NULL,
  key uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'launched', 'refused')),
  -- Why it could not be launched
  message text,
  PRIMARY KEY (arm_training_id, arm_idx, seed),
  FOREIGN KEY (arm_training_id, arm_idx) REFERENCES arm_training_arm (arm_training_id, idx) ON DELETE CASCADE
);
