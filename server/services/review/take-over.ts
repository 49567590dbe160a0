/** Lets stand what all who ruled agree on: one statement for all steps, then the sums of the trajectories it changed. */
import type pg from "pg";
import { z } from "zod";
import type { Db } from "@/server/db";
import { readPeople } from "@/server/queries/review/progress";
import { changeVerdicts, lockPersonRun } from "@/server/services/judging/person-run";
import { sumUpAll } from "@/server/services/judging/sum-up";
import { DECIDED } from "./adjudicate";
import { finalRun, findReview } from "./find";

const AGREED = "all agree: ";

/** 9 is no rating: nobody can agree on being unsure. */
const AGREED_STEPS = `
  INSERT INTO agreed_step
  SELECT v.trajectory_id, v.idx, min(v.rating) AS rating,
    $5 || string_agg(p.person, ', ' ORDER BY p.place) AS raw
  FROM review_item i
  JOIN verdict v ON v.trajectory_id = i.trajectory_id AND (i.step IS NULL OR v.idx = i.step)
  JOIN unnest($2::int[], $3::text[]) WITH ORDINALITY AS p (run, person, place) ON p.run = v.judging_run_id
  WHERE i.review_id = $1
  GROUP BY v.trajectory_id, v.idx
  HAVING NOT EXISTS (SELECT FROM verdict d WHERE d.trajectory_id = v.trajectory_id AND d.idx = v.idx
      AND d.judging_run_id = $6 AND starts_with(d.raw, $7))
    AND count(*) >= $4 AND min(coalesce(v.rating, 9)) = max(coalesce(v.rating, 9)) AND min(v.rating) IS NOT NULL`;

const Changed = z.array(z.object({ trajectory_id: z.int() }));

/**
 * Lets stand what all agree on, and no longer what they agreed on once; decisions stay as they are. Answers how many
 * steps stand because all agree.
 */
export async function takeOverAgreed(db: Db, { review: id }: { review: number }): Promise<{ agreed: number }> {
  const review = await findReview(db.pool, id);
  return changeVerdicts(db, async (client) => {
    const runId = await lockPersonRun(client, finalRun(review), true);
    const people = (await readPeople(client, review)).flatMap(({ person, runId }) =>
      runId === null ? [] : [{ person, runId }],
    );
    const changed = new Set<number>();
    const change = async (text: string, values: unknown[]) => {
      const { rows } = await client.query(text, values);
      for (const row of Changed.parse(rows)) changed.add(row.trajectory_id);
    };
    await createAgreed(client, id, people, review.plan.overlap, runId);
    await change(
      `DELETE FROM verdict v WHERE v.judging_run_id = $1 AND starts_with(v.raw, $2) AND NOT EXISTS (
         SELECT FROM agreed_step a WHERE a.trajectory_id = v.trajectory_id AND a.idx = v.idx)
       RETURNING v.trajectory_id`,
      [runId, AGREED],
    );
    await change(
      `INSERT INTO verdict AS v (trajectory_id, judging_run_id, idx, rating, raw)
       SELECT trajectory_id, $1, idx, rating, raw FROM agreed_step
       ON CONFLICT (trajectory_id, judging_run_id, idx) DO UPDATE SET rating = excluded.rating, rationale = NULL,
         score = NULL, raw = excluded.raw
       WHERE (v.rating, v.raw) IS DISTINCT FROM (excluded.rating, excluded.raw)
       RETURNING v.trajectory_id`,
      [runId],
    );
    await client.query(
      `INSERT INTO judging_run_scope SELECT DISTINCT $1::int, t.rollout_run_id, t.question_set_id
       FROM agreed_step a JOIN trajectory t ON t.id = a.trajectory_id ON CONFLICT DO NOTHING`,
      [runId],
    );
    await sumUpAll(client, runId, [...changed]);
    const { rows } = await client.query("SELECT count(*) AS agreed FROM agreed_step");
    return z.tuple([z.object({ agreed: z.int() })]).parse(rows)[0];
  });
}

async function createAgreed(
  client: pg.PoolClient,
  review: number,
  people: readonly { person: string; runId: number }[],
  overlap: number,
  final: number,
): Promise<void> {
  // A statement that creates a table takes no parameters: the rows come in a second one.
  await client.query(
    "CREATE TEMPORARY TABLE agreed_step (trajectory_id int, idx smallint, rating smallint, raw text) ON COMMIT DROP",
  );
  await client.query(AGREED_STEPS, [
    ...[review, people.map(({ runId }) => runId), people.map(({ person }) => person), overlap, AGREED],
    ...[final, DECIDED],
  ]);
}
