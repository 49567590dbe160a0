/** Reviews whose sample says something about a pool: every trajectory of it is in the pool they were drawn from. */
import type pg from "pg";
import { z } from "zod";
import { Pool } from "@/domain/pool";
import { isRepresentative, ReviewPlan } from "@/domain/review/plan";
import { Bindings, poolSql } from "../pool-where";

const MOST = 40;

const Row = z.object({
  id: z.int(),
  name: z.string(),
  pool: Pool,
  plan: ReviewPlan,
  items: z.int(),
  /** Items that somebody ruled on */
  ruled: z.int(),
});
export type CoveringReview = z.infer<typeof Row>;

/** Those with the most rulings first, among equals the newest; targeted samples are none. Of the latest forty. */
export async function listCovering(client: pg.ClientBase, pool: Pool): Promise<CoveringReview[]> {
  const { rows } = await client.query(
    `SELECT v.id, v.name, v.pool::jsonb AS pool, v.plan::jsonb AS plan,
       (SELECT count(*) FROM review_item i WHERE i.review_id = v.id) AS items,
       (SELECT count(DISTINCT c.idx) FROM review_claim c WHERE c.review_id = v.id AND c.done_at IS NOT NULL) AS ruled
     FROM review v WHERE v.plan #>> '{sampling,kind}' IN ('uniform', 'stratified') ORDER BY v.id DESC LIMIT $1`,
    [MOST],
  );
  const known = new Map<string, boolean>();
  const found: CoveringReview[] = [];
  for (const review of z.array(Row).parse(rows)) {
    if (!isRepresentative(review.plan.sampling)) continue;
    const key = JSON.stringify(review.pool);
    const covers = known.get(key) ?? (await isInside(client, pool, review.pool));
    known.set(key, covers);
    if (covers) found.push(review);
  }
  return found.sort((a, b) => b.ruled - a.ruled || b.id - a.id);
}

const Inside = z.tuple([z.object({ inside: z.boolean() })]);

async function isInside(client: pg.ClientBase, pool: Pool, other: Pool): Promise<boolean> {
  const bind = new Bindings();
  const [own, around] = [poolSql(pool, bind), poolSql(other, bind)];
  if (around.where === "true") return true;
  const { rows } = await client.query(
    `SELECT NOT EXISTS (SELECT t.id FROM ${own.from} WHERE ${own.where}
       EXCEPT SELECT t.id FROM ${around.from} WHERE ${around.where}) AS inside`,
    bind.values,
  );
  return Inside.parse(rows)[0].inside;
}

const Size = z.tuple([z.object({ trajectories: z.int(), steps: z.int() })]);

/** What a pool holds now; trajectories without steps are no items. */
export async function countItems(client: pg.ClientBase, pool: Pool): Promise<{ trajectories: number; steps: number }> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const { rows } = await client.query(
    `SELECT count(*) FILTER (WHERE t.num_steps > 0) AS trajectories, coalesce(sum(t.num_steps), 0)::int AS steps
     FROM ${from} WHERE ${where}`,
    bind.values,
  );
  return Size.parse(rows)[0];
}
