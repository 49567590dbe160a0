-- Eval matrices travel in the studio's own format: one that came so is over, and one may be of the sample pool.
ALTER TABLE eval_matrix
  ADD COLUMN is_sample boolean NOT NULL DEFAULT false,
  ADD COLUMN imported boolean NOT NULL DEFAULT false;
