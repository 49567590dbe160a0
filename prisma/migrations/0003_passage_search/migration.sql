-- The search tool: full text over passages, with what BM25 needs to rank them (docs/search.md).

-- The words of a text as the search tool sees them, both of passages and of queries. Accents go; punctuation parts words,
-- so that the parser finds no addresses, paths, tags or signed numbers, which only match as a whole.
CREATE FUNCTION search_words(words text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN to_tsvector('pg_catalog.english'::regconfig, translate(
    regexp_replace(
      regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]+', '', 'g'),
      '[\u0080-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'),
    '!"#$%&()*+,-./:;<=>?@[\]^_`{|}~''', repeat(' ', 32)));

-- One row a passage, filled by the worker. Title words stand twice in `words`, so that a lexeme's number of positions is
-- its weighted count. The lexeme `corpus <id>`, which no text can produce, keeps corpora apart inside the index.
CREATE TABLE passage_search (
  passage_id integer PRIMARY KEY REFERENCES passage (id) ON DELETE CASCADE,
  corpus_id integer NOT NULL,
  -- Number of positions
  length integer NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX passage_search_words_idx ON passage_search USING gin (words);

-- In how many passages of a corpus a lexeme occurs.
CREATE TABLE corpus_lexeme (
  corpus_id integer NOT NULL REFERENCES corpus (id) ON DELETE CASCADE,
  lexeme text COLLATE "C" NOT NULL,
  passages integer NOT NULL,
  PRIMARY KEY (corpus_id, lexeme)
) WITH (fillfactor = 80);

-- Indexed passages of a corpus, and the sum of their lengths.
CREATE TABLE corpus_search (
  corpus_id integer PRIMARY KEY REFERENCES corpus (id) ON DELETE CASCADE,
  passages integer NOT NULL,
  length bigint NOT NULL
);
