-- Failures are counted by kind as they are written (`failure:unparseable`): pages no longer count the rows.
INSERT INTO run_counter AS c (kind, run_id, name, count)
SELECT kind, run_id, 'failure:' || failure, count(*) FROM run_failure GROUP BY 1, 2, 3
ON CONFLICT (kind, run_id, name) DO UPDATE SET count = excluded.count;

-- A labelling run looks up, chunk by chunk, which trajectories it could not label.
CREATE INDEX run_failure_item_idx ON run_failure (kind, run_id, item_id);
