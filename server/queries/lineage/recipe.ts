/** The runs that data were made by, with the settings that they keep. */
import type pg from "pg";
import { z } from "zod";
import { type SettingsKind, settingsFromKeys } from "@/domain/keyed-settings";
import { KeptJudge, KeptLabel, KeptRollout, type Recipe, type RecipeRuns } from "@/domain/lineage/recipe";
import { withRefs } from "../references";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  model: z.string().nullable(),
  settings: z.json(),
  isHere: z.boolean(),
});

/** What each kind's runs are read from; only rollout runs have a model. */
const TABLES = {
  rollout: "rollout_run r LEFT JOIN model m ON m.id = r.model_id",
  judging: "judging_run r LEFT JOIN model m ON false",
  labelling: "labelling_run r LEFT JOIN model m ON false",
} as const satisfies Record<SettingsKind, string>;

/** A run that is not here, or does not say how it was made, is named as such. */
export async function readRecipe(db: pg.Pool, runs: RecipeRuns): Promise<Recipe> {
  const [rollouts, judges, labels] = await Promise.all([
    readRuns(db, "rollout", runs.rollouts),
    readRuns(db, "judging", runs.judges),
    readRuns(db, "labelling", runs.labels === null ? [] : [runs.labels]),
  ]);
  const kept = <Kept>(shape: z.ZodType<Kept>, found: readonly Run[]) =>
    found.map(({ name, model, settings }) => ({ name, model, settings: shape.safeParse(settings).data ?? null }));
  const asked = kept(KeptRollout, rollouts);
  const corpora = asked.flatMap(({ settings }) =>
    settings?.search?.kind === "corpus" ? [settings.search.corpusId] : [],
  );
  const sets = asked.flatMap(({ settings }) => settings?.questions.questionSetId ?? []);
  return {
    rollouts: asked,
    judges: kept(KeptJudge, judges),
    labels: kept(KeptLabel, labels)[0] ?? null,
    gone: {
      rollouts: runs.rollouts.length - rollouts.length,
      judges: runs.judges.length - judges.length,
      labels: (runs.labels === null ? 0 : 1) - labels.length,
    },
    corpora: await readNames(db, "corpus", corpora),
    sets: await readNames(db, "question_set", sets),
  };
}

type Run = { name: string; model: string | null; settings: unknown };

async function readRuns(db: pg.Pool, kind: SettingsKind, ids: readonly number[]): Promise<Run[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.query(
    `SELECT r.id, r.name, m.name AS model, coalesce(r.settings::jsonb, 'null') AS settings,
       EXISTS (SELECT FROM run_state s WHERE s.kind = $2 AND s.run_id = r.id) AS "isHere"
     FROM ${TABLES[kind]} WHERE r.id = ANY($1::int[]) ORDER BY array_position($1::int[], r.id)`,
    [ids, kind],
  );
  return Promise.all(
    z
      .array(Row)
      .parse(rows)
      .map(async ({ name, model, settings, isHere }) => ({
        ...{ name, model },
        settings: isHere ? settings : await withRefs(db, (resolve) => settingsFromKeys(kind, settings, resolve)),
      })),
  );
}

async function readNames(
  db: pg.Pool,
  table: "corpus" | "question_set",
  ids: readonly number[],
): Promise<Record<number, string>> {
  if (ids.length === 0) return {};
  const { rows } = await db.query(`SELECT id, name FROM ${table} WHERE id = ANY($1::int[])`, [ids]);
  const found = z.array(z.object({ id: z.int(), name: z.string() })).parse(rows);
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}
