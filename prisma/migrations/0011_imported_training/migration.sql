-- Training runs that another studio launched: to be read, cloned and compared, never followed or resumed.
ALTER TABLE training_run ADD COLUMN imported boolean NOT NULL DEFAULT false;
ALTER TABLE training_run ADD CONSTRAINT training_run_imported_check
  CHECK (NOT imported OR status IN ('stopped', 'failed', 'lost', 'done'));

-- Null where the trajectory or the question was gone when the run was exported.
ALTER TABLE training_context ALTER COLUMN trajectory_id DROP NOT NULL;
ALTER TABLE training_context ALTER COLUMN question_id DROP NOT NULL;
