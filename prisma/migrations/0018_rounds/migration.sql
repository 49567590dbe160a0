-- The next round: what a model was trained on, generated, judged and labelled again with that model as the policy.
-- Runs are named by id without a foreign key: a round says so where one of them was removed.
CREATE TABLE round (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  model_id integer NOT NULL REFERENCES model (id) ON DELETE CASCADE,
  plan json NOT NULL,
  status text NOT NULL DEFAULT 'starting'
    CHECK (status IN ('starting', 'generating', 'judging', 'labelling', 'done', 'failed', 'cancelled')),
  message text,
  rollout_run_ids integer[] NOT NULL,
  judging_run_id integer,
  labelling_run_id integer,
  experiment_id integer REFERENCES experiment (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX round_model_idx ON round (model_id);
CREATE INDEX round_open_idx ON round (id) WHERE status IN ('starting', 'generating', 'judging', 'labelling');
