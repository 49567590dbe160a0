-- Filters compared on one pool.
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
