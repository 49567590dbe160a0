-- Filters compared on one pool, and the frozen data that came of them.
CREATE TABLE experiment (
  id serial PRIMARY KEY,
  name text NOT NULL,
  pool json NOT NULL,
  arms json NOT NULL,
  matching boolean NOT NULL DEFAULT false,
  fingerprint text,
  cloned_from integer REFERENCES experiment (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX experiment_name_key ON experiment (lower(name));
CREATE INDEX experiment_cloned_from_idx ON experiment (cloned_from);

CREATE TABLE training_set (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  version integer NOT NULL,
  status text NOT NULL,
  message text,
  experiment_id integer REFERENCES experiment (id) ON DELETE SET NULL,
  arm text NOT NULL,
  parent_id integer REFERENCES training_set (id),
  pool json NOT NULL,
  filter json NOT NULL,
  matched_to integer,
  code_version text NOT NULL,
  facts json NOT NULL DEFAULT '{}',
  trajectories integer NOT NULL DEFAULT 0,
  sub_trajectories integer NOT NULL DEFAULT 0,
  distinct_contexts integer NOT NULL DEFAULT 0,
  sha256 text,
  created_at timestamptz NOT NULL DEFAULT now(),
  frozen_at timestamptz,
  heartbeat_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX training_set_name_version_key ON training_set (lower(name), version);
CREATE INDEX training_set_experiment_id_idx ON training_set (experiment_id);
CREATE INDEX training_set_parent_id_idx ON training_set (parent_id);

-- What is in a set, with the verdicts and the outcome as they were: a person may change theirs later. A trajectory that
-- a frozen set needs cannot be deleted.
CREATE TABLE training_set_member (
  training_set_id integer NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
  trajectory_id integer NOT NULL REFERENCES trajectory (id),
  steps varbit NOT NULL,
  ratings smallint[] NOT NULL,
  scores smallint[] NOT NULL,
  correct boolean,
  PRIMARY KEY (training_set_id, trajectory_id)
);
CREATE INDEX training_set_member_trajectory_id_idx ON training_set_member (trajectory_id);
