-- Which transactions last wrote the tables that experiments are computed from: what was read of a table stands while the
-- rows named after it are the same. A transaction leaves one row a table, and takes away those it finds.
CREATE TABLE data_touch (
  source text NOT NULL,
  xact bigint NOT NULL,
  at timestamptz(6) NOT NULL,
  PRIMARY KEY (source, xact)
);

CREATE FUNCTION touch_data() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A restored database has numbers of another one's transactions: the time tells them apart.
  INSERT INTO data_touch (source, xact, at) VALUES (TG_TABLE_NAME, pg_current_xact_id()::text::bigint, now())
  ON CONFLICT (source, xact) DO UPDATE SET at = excluded.at WHERE data_touch.at <> excluded.at;
  IF FOUND AND current_setting('transaction_isolation') = 'read committed' THEN
    DELETE FROM data_touch WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM data_touch WHERE source = TG_TABLE_NAME AND xact <> pg_current_xact_id()::text::bigint
      FOR UPDATE SKIP LOCKED));
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER trajectory_is_touched AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON trajectory
  FOR EACH STATEMENT EXECUTE FUNCTION touch_data();
CREATE TRIGGER step_is_touched AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON step
  FOR EACH STATEMENT EXECUTE FUNCTION touch_data();
CREATE TRIGGER judgment_is_touched AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON judgment
  FOR EACH STATEMENT EXECUTE FUNCTION touch_data();
CREATE TRIGGER verdict_is_touched AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON verdict
  FOR EACH STATEMENT EXECUTE FUNCTION touch_data();
CREATE TRIGGER outcome_is_touched AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON outcome
  FOR EACH STATEMENT EXECUTE FUNCTION touch_data();
