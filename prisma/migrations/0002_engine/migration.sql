-- Endpoints, and the engine that carries out rollout, judging and labelling runs (docs/engine.md).

CREATE TABLE endpoint (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE,
  base_url text NOT NULL,
  served_name text NOT NULL,
  key_variable text,
  max_concurrency integer NOT NULL CHECK (max_concurrency BETWEEN 1 AND 4096),
  timeout_ms integer NOT NULL CHECK (timeout_ms > 0),
  patience_ms integer NOT NULL CHECK (patience_ms > 0),
  is_streamed boolean NOT NULL DEFAULT false,
  extra_body json NOT NULL DEFAULT '{}',
  created_at timestamptz(6) NOT NULL DEFAULT now()
);

ALTER TABLE model
  ADD COLUMN kind text CHECK (kind IN ('base', 'checkpoint')),
  ADD COLUMN weights_hash text,
  ADD COLUMN parent_id integer REFERENCES model (id),
  ADD COLUMN endpoint_id integer REFERENCES endpoint (id) ON DELETE SET NULL;
CREATE INDEX model_endpoint_id_idx ON model (endpoint_id);

CREATE TABLE worker (
  id uuid PRIMARY KEY,
  host text NOT NULL,
  pid integer NOT NULL,
  started_at timestamptz(6) NOT NULL DEFAULT now(),
  heartbeat_at timestamptz(6) NOT NULL DEFAULT now()
);

-- Requests that each worker may have under way at an endpoint; together never more than its concurrency.
CREATE TABLE endpoint_lease (
  endpoint_id integer NOT NULL REFERENCES endpoint (id) ON DELETE CASCADE,
  worker_id uuid NOT NULL REFERENCES worker (id) ON DELETE CASCADE,
  slots integer NOT NULL CHECK (slots >= 0),
  PRIMARY KEY (endpoint_id, worker_id)
);

CREATE TABLE run_state (
  kind text NOT NULL CHECK (kind IN ('rollout', 'judging', 'labelling')),
  run_id integer NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'paused', 'cancelled', 'done')),
  message text,
  endpoint_id integer REFERENCES endpoint (id) ON DELETE SET NULL,
  planned integer NOT NULL CHECK (planned >= 0),
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  changed_at timestamptz(6) NOT NULL DEFAULT now(),
  finished_at timestamptz(6),
  PRIMARY KEY (kind, run_id)
);
CREATE INDEX run_state_open_idx ON run_state (kind, run_id) WHERE status = 'running';
CREATE INDEX run_state_endpoint_id_idx ON run_state (endpoint_id);

-- A run is leased out in chunks: the ids of questions (rollout) or trajectories (judging, labelling).
CREATE TABLE run_chunk (
  id serial PRIMARY KEY,
  kind text NOT NULL,
  run_id integer NOT NULL,
  idx integer NOT NULL,
  items integer[] NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'leased', 'done')),
  worker_id uuid,
  leased_until timestamptz(6),
  UNIQUE (kind, run_id, idx),
  FOREIGN KEY (kind, run_id) REFERENCES run_state (kind, run_id) ON DELETE CASCADE
);
CREATE INDEX run_chunk_open_idx ON run_chunk (kind, run_id, idx) WHERE state <> 'done';
CREATE INDEX run_chunk_worker_id_idx ON run_chunk (worker_id) WHERE state = 'leased';

-- What was committed in each ten seconds, by the transaction that committed it: totals, rates and time left.
CREATE TABLE run_pulse (
  kind text NOT NULL,
  run_id integer NOT NULL,
  at timestamptz(0) NOT NULL,
  done integer NOT NULL DEFAULT 0,
  prompt_tokens bigint NOT NULL DEFAULT 0,
  completion_tokens bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, run_id, at),
  FOREIGN KEY (kind, run_id) REFERENCES run_state (kind, run_id) ON DELETE CASCADE
);

-- Counts by name: `end:answered` (end states of what was committed), `retry:rate-limited` (requests sent again),
-- `requests` (completions received).
CREATE TABLE run_counter (
  kind text NOT NULL,
  run_id integer NOT NULL,
  name text NOT NULL,
  count bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, run_id, name),
  FOREIGN KEY (kind, run_id) REFERENCES run_state (kind, run_id) ON DELETE CASCADE
);

-- What could not be done, one row each, with what came back.
CREATE TABLE run_failure (
  id serial PRIMARY KEY,
  kind text NOT NULL,
  run_id integer NOT NULL,
  item_id integer NOT NULL,
  sample_index integer,
  step_idx smallint,
  failure text NOT NULL,
  message text NOT NULL,
  raw text,
  at timestamptz(6) NOT NULL DEFAULT now(),
  FOREIGN KEY (kind, run_id) REFERENCES run_state (kind, run_id) ON DELETE CASCADE
);
CREATE INDEX run_failure_run_idx ON run_failure (kind, run_id, id);

-- A judge's prompt. A version never changes; a judging run keeps the one it used.
CREATE TABLE judge_template (
  id serial PRIMARY KEY,
  name text NOT NULL,
  version integer NOT NULL,
  system_text text NOT NULL,
  user_text text NOT NULL,
  grammar json NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  UNIQUE (name, version)
);

-- The reply as it came, where the action is not all of it.
ALTER TABLE step ADD COLUMN raw json;
-- The metric's figure, from 0 to 1, that the run's threshold was applied to.
ALTER TABLE outcome ADD COLUMN value double precision;
