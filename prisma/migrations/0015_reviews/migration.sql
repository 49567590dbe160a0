-- Samples of a pool that people rule on. What they rule stands in judging runs; here is what was drawn, and who has what.
CREATE TABLE review (
  id serial PRIMARY KEY,
  key uuid NOT NULL UNIQUE,
  name text NOT NULL,
  pool json NOT NULL,
  plan json NOT NULL,
  population json NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX review_name_key ON review (lower(name));

-- No foreign key to trajectory: like all rows that are many, they are written and checked in bulk.
CREATE TABLE review_item (
  review_id integer NOT NULL REFERENCES review (id) ON DELETE CASCADE,
  idx integer NOT NULL,
  trajectory_id integer NOT NULL,
  step smallint,
  probability float8 NOT NULL CHECK (probability > 0 AND probability <= 1),
  stratum integer NOT NULL,
  PRIMARY KEY (review_id, idx)
);
CREATE INDEX review_item_trajectory_idx ON review_item (trajectory_id);

-- `said_at` is when the person said what stands, by the clock of their browser: what arrives late or twice changes nothing.
CREATE TABLE review_claim (
  review_id integer NOT NULL,
  idx integer NOT NULL,
  person text NOT NULL,
  claimed_until timestamptz NOT NULL,
  done_at timestamptz,
  said_at timestamptz,
  PRIMARY KEY (review_id, idx, person),
  FOREIGN KEY (review_id, idx) REFERENCES review_item (review_id, idx) ON DELETE CASCADE
);
CREATE INDEX review_claim_person_idx ON review_claim (review_id, person);

-- A sample that lost some of its items would be another sample, and what people ruled would go unseen.
CREATE FUNCTION refuse_loss_of_review_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone JOIN review_item i ON i.trajectory_id = gone.id) THEN
    RAISE EXCEPTION 'a review holds trajectories that would be removed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER trajectory_stays_in_reviews AFTER DELETE ON trajectory REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_loss_of_review_items();
