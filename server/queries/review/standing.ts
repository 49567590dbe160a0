/** Reads what stands on the steps of a review: the final ruling, else what all who ruled say. */
import type pg from "pg";
import { z } from "zod";
import { finalRunKey } from "@/domain/review/ruling";
import { Rating } from "@/domain/verdict";
import type { Review } from "@/server/services/review/find";
import { inBatches } from "../experiment/batches";
import { readPeople } from "./progress";

/** By trajectory and step. null: people differ, or are unsure; a step that nobody looked at is not there. */
export type StandingRulings = ReadonlyMap<number, ReadonlyMap<number, Rating | null>>;

const Row = z.tuple([z.int(), z.int(), Rating.nullable()]);

// 9 is no rating: "unsure" differs from every other word.
const STANDING = `
  SELECT v.trajectory_id, v.idx::int,
    CASE WHEN bool_or(v.judging_run_id = f.id) THEN max(v.rating) FILTER (WHERE v.judging_run_id = f.id)
      WHEN min(coalesce(v.rating, 9)) = max(coalesce(v.rating, 9)) THEN min(v.rating) END
  FROM review_item i
  LEFT JOIN LATERAL (SELECT id FROM judging_run WHERE key = $3 ORDER BY version DESC LIMIT 1) f ON true
  JOIN verdict v ON v.trajectory_id = i.trajectory_id AND (i.step IS NULL OR v.idx = i.step)
    AND (v.judging_run_id = ANY($2::int[]) OR v.judging_run_id = f.id)
  WHERE i.review_id = $1
  GROUP BY v.trajectory_id, v.idx HAVING bool_or(v.judging_run_id = ANY($2::int[]))`;

/** The caller holds a snapshot. */
export async function readStanding(client: pg.PoolClient, review: Review): Promise<StandingRulings> {
  const runs = (await readPeople(client, review)).flatMap(({ runId }) => runId ?? []);
  const found = new Map<number, Map<number, Rating | null>>();
  for await (const batch of inBatches(client, STANDING, [review.id, runs, finalRunKey(review.key)]))
    for (const given of batch) {
      const [trajectory, step, rating] = Row.parse(given);
      const own = found.get(trajectory) ?? new Map<number, Rating | null>();
      found.set(trajectory, own);
      own.set(step, rating);
    }
  return found;
}
