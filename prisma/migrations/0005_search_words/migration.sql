-- The words of a text as the search tool sees them, in a form that takes a third of the time. What it returns is the same.
CREATE OR REPLACE FUNCTION search_words(words text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN to_tsvector('pg_catalog.english'::regconfig, regexp_replace(
    CASE WHEN octet_length(words) = length(words) THEN words
      ELSE regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]+', '', 'g') END,
    '[!-/:-@\[-`{-~\u0080-\u00bf\u2000-\u206f\u3000-\u303f]+', ' ', 'g'));
