-- Runs that ended before their working time was kept: from start to end, where no half minute passed without a commit,
-- so that there was no pause worth the name. Of others it is not known.
UPDATE "run_state" r SET "worked_s" = extract(epoch FROM r."finished_at" - r."created_at")
WHERE r."finished_at" IS NOT NULL AND r."worked_s" = 0 AND NOT EXISTS (
  SELECT 1 FROM (
    SELECT at, lag(at) OVER (ORDER BY at) AS before FROM (
      SELECT p."at" FROM "run_pulse" p WHERE p."kind" = r."kind" AND p."run_id" = r."run_id"
      UNION ALL SELECT r."created_at" UNION ALL SELECT r."finished_at") AS moments (at)) AS moment
  WHERE moment.at - moment.before > interval '30 seconds');
