/** Which iterations something belongs to: those of the models that generated its trajectories, or that it trains. */
import type pg from "pg";
import { z } from "zod";
import { Id } from "../library/row-types";

export const IterationOf = z.object({
  kind: z.enum(["rollout-run", "judging-run", "training-set", "training-run", "experiment"]),
  id: z.int32().positive(),
});
export type IterationOf = z.infer<typeof IterationOf>;

const Named = z.object({ id: Id, name: z.string() });
const Row = z.object({
  model: Named,
  /** 1 for a base model, 2 for what was trained from it, and so on: as on the page By iteration */
  iteration: z.int(),
  parent: Named,
});
export type IterationRow = z.infer<typeof Row>;

const OF_RUNS = (ids: string) => `SELECT model_id FROM rollout_run WHERE id IN (${ids})`;

/** The models of the one with the id $1, as SQL. An experiment or a set whose pool names no rollout runs has none. */
const MODELS: Record<IterationOf["kind"], string> = {
  "rollout-run": "SELECT model_id FROM rollout_run WHERE id = $1",
  "judging-run": OF_RUNS("SELECT rollout_run_id FROM judging_run_scope WHERE judging_run_id = $1"),
  "training-run": "SELECT base_model_id AS model_id FROM training_run WHERE id = $1",
  "training-set": OF_RUNS(
    `SELECT (r ->> 'id')::int FROM training_set, jsonb_array_elements(facts::jsonb -> 'rolloutRuns') AS r WHERE training_set.id = $1
     UNION ALL SELECT r::int FROM training_set, jsonb_array_elements_text(plan::jsonb #> '{pool,runs}') AS r
     WHERE training_set.id = $1 AND facts IS NULL`,
  ),
  experiment: OF_RUNS(
    "SELECT r::int FROM experiment, jsonb_array_elements_text(pool::jsonb -> 'runs') AS r WHERE experiment.id = $1",
  ),
};

/** A chain longer than this is nobody's, but a circle must end somewhere; as many models are more than a header names. */
const [DEEPEST, MOST] = [50, 20];

/** The highest first; models that were trained from none are left out. */
export async function readIterationsOf(db: pg.Pool, { kind, id }: IterationOf): Promise<IterationRow[]> {
  const { rows } = await db.query(
    `WITH RECURSIVE origin AS (SELECT DISTINCT model_id AS id FROM (${MODELS[kind]}) o WHERE model_id IS NOT NULL
         ORDER BY 1 DESC LIMIT ${MOST}),
       chain AS (
         SELECT m.id AS model, m.parent_id, 1 AS depth FROM origin JOIN model m USING (id)
         UNION ALL
         SELECT c.model, m.parent_id, depth + 1 FROM chain c JOIN model m ON m.id = c.parent_id WHERE depth < ${DEEPEST})
     SELECT jsonb_build_object('id', m.id, 'name', m.name) AS model, d.iteration,
       jsonb_build_object('id', p.id, 'name', p.name) AS parent
     FROM (SELECT model, max(depth) AS iteration FROM chain GROUP BY 1) d
     JOIN model m ON m.id = d.model JOIN model p ON p.id = m.parent_id
     ORDER BY d.iteration DESC, m.id DESC`,
    [id],
  );
  return z.array(Row).parse(rows);
}
