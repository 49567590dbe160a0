/** Where the members of a training set come from. The caller has filled `export_kept`. */
import type pg from "pg";
import { z } from "zod";
import { Id } from "../library/row-types";

const QuestionSets = z.array(
  z.object({
    id: Id,
    key: z.string(),
    name: z.string(),
    licence: z.string().nullable(),
    source: z.string().nullable(),
    trajectories: z.int(),
  }),
);

/** The largest part first. */
export async function readKeptQuestionSets(client: pg.ClientBase): Promise<z.infer<typeof QuestionSets>> {
  const { rows } = await client.query(
    `SELECT s.id, s.key, s.name, s.licence, s.source, kept.trajectories
     FROM (SELECT t.question_set_id AS id, count(*)::int AS trajectories FROM export_kept k
           JOIN trajectory t ON t.id = k.id GROUP BY 1) kept JOIN question_set s USING (id)
     ORDER BY kept.trajectories DESC, s.id`,
  );
  return QuestionSets.parse(rows);
}

const Named = z.array(z.object({ id: Id, key: z.string(), name: z.string() }));

export async function readQuestionSets(client: pg.ClientBase, ids: readonly number[]): Promise<z.infer<typeof Named>> {
  const { rows } = await client.query("SELECT id, key, name FROM question_set WHERE id = ANY($1::int[]) ORDER BY id", [
    ids,
  ]);
  return Named.parse(rows);
}

const RolloutRuns = z.array(
  z.object({
    id: Id,
    key: z.string(),
    name: z.string(),
    model: z.string().nullable(),
    settings: z.string(),
    isSample: z.boolean(),
    trajectories: z.int(),
  }),
);

/** The largest part first. */
export async function readKeptRolloutRuns(client: pg.ClientBase): Promise<z.infer<typeof RolloutRuns>> {
  const { rows } = await client.query(
    `SELECT r.id, r.key, r.name, m.name AS model, r.settings::text AS settings, r.is_sample AS "isSample",
       kept.trajectories
     FROM (SELECT t.rollout_run_id AS id, count(*)::int AS trajectories FROM export_kept k
           JOIN trajectory t ON t.id = k.id GROUP BY 1) kept
     JOIN rollout_run r USING (id) LEFT JOIN model m ON m.id = r.model_id
     ORDER BY kept.trajectories DESC, r.id`,
  );
  return RolloutRuns.parse(rows);
}

const LabelRun = z.object({ id: Id, key: z.string(), name: z.string(), version: z.int(), kind: z.string() });
export type LabelRun = z.infer<typeof LabelRun>;

/** In the order of the ids. Those that are gone are missing. */
export async function readLabelRuns(
  client: pg.ClientBase,
  table: "judging_run" | "labelling_run",
  ids: readonly number[],
): Promise<LabelRun[]> {
  const kind = table === "judging_run" ? "judge_kind" : "labeller_kind";
  const { rows } = await client.query(
    `SELECT id, key, name, version, ${kind} AS kind FROM ${table} WHERE id = ANY($1::int[]) ORDER BY id`,
    [ids],
  );
  return z.array(LabelRun).parse(rows);
}
