-- Frozen, versioned sets of what a filter kept. Nothing of a frozen one changes; it can only be removed as a whole.
CREATE TABLE training_set (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  version integer NOT NULL,
  status text NOT NULL DEFAULT 'freezing',
  message text,
  experiment_id integer REFERENCES experiment (id) ON DELETE SET NULL,
  plan json NOT NULL,
  arm text NOT NULL,
  fingerprint text NOT NULL,
  parent_id integer REFERENCES training_set (id) ON DELETE SET NULL,
  matched_to integer,
  trajectories integer,
  sub_trajectories integer,
  distinct_contexts integer,
  facts json,
  sha256 text,
  code_version text,
  created_at timestamptz NOT NULL DEFAULT now(),
  frozen_at timestamptz
);
CREATE UNIQUE INDEX training_set_name_key ON training_set (lower(name), version);
CREATE INDEX training_set_parent_idx ON training_set (parent_id);
CREATE INDEX training_set_experiment_idx ON training_set (experiment_id);

-- How far the versions of a name have come: a number is never given twice, also when its set was removed.
CREATE TABLE training_set_series (
  name text PRIMARY KEY,
  last_version integer NOT NULL
);

-- A trajectory in a set, with what was ruled on its steps when the set was frozen. `kept` has a bit for each of its
-- steps, `reach` is the number of steps up to the last that is kept.
CREATE TABLE training_set_member (
  training_set_id integer NOT NULL REFERENCES training_set (id) ON DELETE CASCADE,
  trajectory_id integer NOT NULL,
  correct boolean,
  reach integer NOT NULL,
  kept varbit NOT NULL,
  ratings smallint[] NOT NULL,
  scores smallint[] NOT NULL,
  PRIMARY KEY (training_set_id, trajectory_id)
);
CREATE INDEX training_set_member_trajectory_idx ON training_set_member (trajectory_id);

ALTER TABLE training_run ADD COLUMN training_set_id integer REFERENCES training_set (id);
CREATE INDEX training_run_training_set_idx ON training_run (training_set_id);

CREATE FUNCTION refuse_change_of_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a frozen training set does not change' USING ERRCODE = 'restrict_violation';
END $$;

-- What it came from may be removed; what it is may not change.
CREATE TRIGGER training_set_stays BEFORE UPDATE ON training_set FOR EACH ROW
  WHEN (OLD.status = 'frozen' AND
    (to_jsonb(OLD) - '{experiment_id,parent_id}'::text[]) IS DISTINCT FROM
    (to_jsonb(NEW) - '{experiment_id,parent_id}'::text[]))
  EXECUTE FUNCTION refuse_change_of_frozen();
CREATE TRIGGER training_set_member_stays BEFORE UPDATE ON training_set_member FOR EACH ROW
  EXECUTE FUNCTION refuse_change_of_frozen();

-- Members come before their set is frozen, and go with it as a whole.
CREATE FUNCTION refuse_change_of_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM changed c JOIN training_set s ON s.id = c.training_set_id AND s.status = 'frozen') THEN
    RAISE EXCEPTION 'a frozen training set does not change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER training_set_members_come_before AFTER INSERT ON training_set_member REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_members();
CREATE TRIGGER training_set_members_go_with_it AFTER DELETE ON training_set_member REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_members();

-- The members have no foreign key: like all rows that are many, they are written and checked in bulk.
CREATE FUNCTION refuse_loss_of_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone JOIN training_set_member m ON m.trajectory_id = gone.id) THEN
    RAISE EXCEPTION 'a training set holds trajectories that would be removed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER trajectory_stays_in_sets AFTER DELETE ON trajectory REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_members();
