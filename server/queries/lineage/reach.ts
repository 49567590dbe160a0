/** Which rollout runs hold trajectories of which question sets and models, and what judging runs were made on. */
import type pg from "pg";
import { z } from "zod";
import { Holding, type Reach, Scope } from "@/domain/lineage/pool-inputs";

export async function readReach(db: pg.Pool): Promise<Reach> {
  const [holdings, scopes] = await Promise.all([
    db.query(
      `SELECT r.id AS run, t.question_set_id AS set, coalesce(r.model_id, 0) AS model, r.created_at AS "createdAt"
       FROM (SELECT DISTINCT rollout_run_id, question_set_id FROM trajectory) t JOIN rollout_run r ON r.id = t.rollout_run_id
       ORDER BY 1, 2`,
    ),
    db.query(
      `SELECT judging_run_id AS "judgingRun", rollout_run_id AS run, question_set_id AS set FROM judging_run_scope`,
    ),
  ]);
  return { holdings: z.array(Holding).parse(holdings.rows), scopes: z.array(Scope).parse(scopes.rows) };
}
