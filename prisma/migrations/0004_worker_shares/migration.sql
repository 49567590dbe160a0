-- How many requests a worker could use: shares of an endpoint are fair among those who want them.
ALTER TABLE endpoint_lease ADD COLUMN wanted integer NOT NULL DEFAULT 0 CHECK (wanted >= 0);
-- Which process this is, where its machine can tell: a worker that is gone is known at once by the next one there.
ALTER TABLE worker ADD COLUMN process text;
