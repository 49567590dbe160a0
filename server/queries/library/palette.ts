/** Everything that has a name, for the command palette. */
import type pg from "pg";
import { z } from "zod";

const Row = z.object({
  kind: z.enum([
    "Question sets",
    "Rollout runs",
    "Judging runs",
    "Labelling runs",
    "Reviews",
    "Experiments",
    "Training sets",
    "Training runs",
    "Models",
    "Evals",
    "Saved views",
  ]),
  name: z.string(),
  detail: z.string().nullable(),
  href: z.string(),
});
export type PaletteRow = z.infer<typeof Row>;

const PER_KIND = 6;

/** At most six of each kind whose name holds `query`; without a query the newest. */
export async function findNamed(pool: pg.Pool, query: string): Promise<PaletteRow[]> {
  // The pattern's own signs are taken as letters.
  const pattern = `%${query.trim().replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await pool.query(
    `SELECT kind, name, detail, href FROM (
       SELECT *, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place FROM (
         SELECT 1 AS rank, 'Question sets' AS kind, id, name, key AS detail, '/questions/' || id AS href
           FROM question_set
         UNION ALL
         SELECT 2, 'Rollout runs', id, name, purpose, '/rollouts/' || id FROM rollout_run
         UNION ALL
         SELECT 3, 'Judging runs', id, name, 'version ' || version, '/trajectories?judge=' || id || '&scope=' || id
           FROM judging_run
         UNION ALL
         SELECT 4, 'Labelling runs', id, name, 'version ' || version, '/trajectories?labels=' || id FROM labelling_run
         UNION ALL
         SELECT 5, 'Reviews', id, name, NULL, '/reviews/' || id FROM review
         UNION ALL
         SELECT 6, 'Experiments', id, name, NULL, '/experiments/' || id FROM experiment
         UNION ALL
         SELECT 7, 'Training sets', id, name || ' v' || version, arm, '/training-sets/' || id FROM training_set
         UNION ALL
         SELECT 8, 'Training runs', id, name, NULL, '/training/' || id FROM training_run
         UNION ALL
         SELECT 9, 'Models', id, name, NULL, '/models/' || id FROM model
         UNION ALL
         SELECT 10, 'Evals', id, name, NULL, '/evals/matrix/' || id FROM eval_matrix
         UNION ALL
         SELECT 11, 'Saved views', id, name, NULL, href FROM saved_view
       ) AS named
       WHERE name ILIKE $1
     ) AS found
     WHERE place <= $2
     ORDER BY rank, place`,
    [pattern, PER_KIND],
  );
  return z.array(Row).parse(rows);
}
