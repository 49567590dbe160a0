-- Foundation: questions, trajectories, judging, outcomes, imports, exports.
-- step, judgment, verdict, outcome and step_search carry no foreign keys: a check per row would halve bulk loading.
-- They are written and deleted only inside the transactions of server/services.

CREATE TABLE import (
  id serial PRIMARY KEY,
  file_name text NOT NULL,
  format text,
  status text NOT NULL CHECK (status IN ('running', 'done', 'refused', 'failed')),
  message text,
  bytes bigint NOT NULL DEFAULT 0,
  total_bytes bigint,
  sha256 text,
  counts jsonb NOT NULL DEFAULT '{}',
  rejected integer NOT NULL DEFAULT 0,
  started_at timestamptz(6) NOT NULL DEFAULT now(),
  heartbeat_at timestamptz(6) NOT NULL DEFAULT now(),
  finished_at timestamptz(6)
);

CREATE TABLE import_reject (
  import_id integer NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  idx integer NOT NULL,
  line integer NOT NULL,
  reason text NOT NULL,
  raw bytea NOT NULL,
  truncated boolean NOT NULL DEFAULT false,
  PRIMARY KEY (import_id, idx)
);

CREATE TABLE model (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE,
  simulated boolean NOT NULL DEFAULT false,
  created_at timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE corpus (
  id serial PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL
);

CREATE TABLE passage (
  id serial PRIMARY KEY,
  corpus_id integer NOT NULL REFERENCES corpus (id) ON DELETE CASCADE,
  hash bytea NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  UNIQUE (corpus_id, hash)
);

CREATE TABLE question_set (
  id serial PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  metric text,
  licence text,
  source text,
  simulated boolean NOT NULL DEFAULT false,
  corpus_id integer REFERENCES corpus (id),
  created_at timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE question (
  id serial PRIMARY KEY,
  question_set_id integer NOT NULL REFERENCES question_set (id) ON DELETE CASCADE,
  key text NOT NULL,
  text text NOT NULL,
  answers text[] NOT NULL,
  solution text,
  metadata json NOT NULL DEFAULT '{}',
  content_hash bytea NOT NULL,
  UNIQUE (question_set_id, key)
);

CREATE TABLE question_passage (
  question_id integer NOT NULL REFERENCES question (id) ON DELETE CASCADE,
  idx smallint NOT NULL,
  passage_id integer NOT NULL REFERENCES passage (id) ON DELETE CASCADE,
  supporting boolean NOT NULL DEFAULT false,
  PRIMARY KEY (question_id, idx)
);
CREATE INDEX question_passage_passage_id_idx ON question_passage (passage_id);

CREATE TABLE rollout_run (
  id serial PRIMARY KEY,
  key text NOT NULL UNIQUE,
  name text NOT NULL,
  purpose text NOT NULL DEFAULT 'generate' CHECK (purpose IN ('generate', 'eval')),
  model_id integer REFERENCES model (id),
  source text,
  simulated boolean NOT NULL DEFAULT false,
  settings json NOT NULL DEFAULT '{}',
  created_at timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE trajectory (
  id serial PRIMARY KEY,
  rollout_run_id integer NOT NULL REFERENCES rollout_run (id),
  question_id integer NOT NULL REFERENCES question (id),
  question_set_id integer NOT NULL,
  model_id integer,
  sample_index integer NOT NULL,
  num_steps integer NOT NULL CHECK (num_steps >= 0),
  end_state text NOT NULL,
  final_answer text,
  tool_calls text[] NOT NULL,
  prompt_tokens integer,
  completion_tokens integer,
  prompt json NOT NULL,
  tools json,
  metadata json NOT NULL DEFAULT '{}',
  content_hash bytea NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  UNIQUE (rollout_run_id, question_id, sample_index)
);
CREATE INDEX trajectory_created_at_id_idx ON trajectory (created_at, id);
CREATE INDEX trajectory_num_steps_id_idx ON trajectory (num_steps, id);
CREATE INDEX trajectory_question_id_idx ON trajectory (question_id);
CREATE INDEX trajectory_question_set_id_model_id_created_at_id_idx ON trajectory (question_set_id, model_id, created_at, id);
CREATE INDEX trajectory_rollout_run_id_created_at_id_idx ON trajectory (rollout_run_id, created_at, id);

CREATE TABLE step (
  trajectory_id integer NOT NULL,
  idx smallint NOT NULL,
  action json NOT NULL,
  observation json,
  tool_calls text[] NOT NULL,
  context_hash bigint NOT NULL,
  finish_reason text,
  prompt_tokens integer,
  completion_tokens integer,
  duration_ms integer,
  PRIMARY KEY (trajectory_id, idx)
) WITH (toast_tuple_target = 8160);

CREATE TABLE step_search (
  trajectory_id integer NOT NULL,
  idx smallint NOT NULL,
  words tsvector NOT NULL,
  PRIMARY KEY (trajectory_id, idx)
);
CREATE INDEX step_search_words_idx ON step_search USING gin (words);

CREATE TABLE judging_run (
  id serial PRIMARY KEY,
  key text NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  judge_kind text NOT NULL CHECK (judge_kind IN ('model', 'rule', 'human', 'import')),
  simulated boolean NOT NULL DEFAULT false,
  settings json NOT NULL DEFAULT '{}',
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  UNIQUE (key, version)
);

CREATE TABLE judging_run_scope (
  judging_run_id integer NOT NULL REFERENCES judging_run (id) ON DELETE CASCADE,
  rollout_run_id integer NOT NULL,
  question_set_id integer NOT NULL,
  PRIMARY KEY (judging_run_id, rollout_run_id, question_set_id)
);

CREATE TABLE judgment (
  judging_run_id integer NOT NULL,
  trajectory_id integer NOT NULL,
  reasonable varbit NOT NULL,
  neutral varbit NOT NULL,
  unreasonable varbit NOT NULL,
  process smallint NOT NULL CHECK (process IN (-1, 0, 1)),
  first_unreasonable smallint,
  score_min smallint,
  score_sum integer NOT NULL DEFAULT 0,
  score_count smallint NOT NULL DEFAULT 0,
  judged_at timestamptz(6),
  content_hash bytea NOT NULL,
  PRIMARY KEY (judging_run_id, trajectory_id)
);
CREATE INDEX judgment_trajectory_id_judging_run_id_idx ON judgment (trajectory_id, judging_run_id);

CREATE TABLE verdict (
  trajectory_id integer NOT NULL,
  judging_run_id integer NOT NULL,
  idx smallint NOT NULL,
  rating smallint CHECK (rating IN (-1, 0, 1)),
  score smallint CHECK (score BETWEEN 0 AND 100),
  rationale text,
  raw text,
  PRIMARY KEY (trajectory_id, judging_run_id, idx)
);

CREATE TABLE labelling_run (
  id serial PRIMARY KEY,
  key text NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  labeller_kind text NOT NULL CHECK (labeller_kind IN ('metric', 'model', 'human', 'import')),
  simulated boolean NOT NULL DEFAULT false,
  settings json NOT NULL DEFAULT '{}',
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  UNIQUE (key, version)
);

CREATE TABLE outcome (
  labelling_run_id integer NOT NULL,
  trajectory_id integer NOT NULL,
  correct boolean NOT NULL,
  reason text,
  labelled_at timestamptz(6),
  PRIMARY KEY (labelling_run_id, trajectory_id)
);
CREATE INDEX outcome_trajectory_id_labelling_run_id_idx ON outcome (trajectory_id, labelling_run_id);

CREATE TABLE saved_view (
  id serial PRIMARY KEY,
  name text NOT NULL UNIQUE,
  href text NOT NULL,
  created_at timestamptz(6) NOT NULL DEFAULT now()
);

CREATE TABLE export (
  id serial PRIMARY KEY,
  format text NOT NULL CHECK (format IN ('sub-trajectories', 'studio')),
  request jsonb NOT NULL,
  status text NOT NULL CHECK (status IN ('running', 'done', 'failed')),
  message text,
  file_name text NOT NULL,
  expected_rows integer,
  rows integer NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  sha256 text,
  started_at timestamptz(6) NOT NULL DEFAULT now(),
  heartbeat_at timestamptz(6) NOT NULL DEFAULT now(),
  finished_at timestamptz(6)
);

CREATE TABLE fact (
  key text PRIMARY KEY,
  value jsonb NOT NULL
);
INSERT INTO fact (key, value) VALUES ('revision', '0');
