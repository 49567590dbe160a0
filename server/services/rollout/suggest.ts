/** What the form of a new rollout run begins with. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { defaultSettings } from "@/domain/rollout/default-settings";
import type { RolloutSettings } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";

const Corpus = z.object({ id: z.int(), name: z.string(), passages: z.int() });
const ChosenSet = z.object({
  name: z.string(),
  metric: z.string().nullable(),
  corpusId: z.int().nullable(),
  isSample: z.boolean(),
});

export type RolloutSuggestion = {
  settings: RolloutSettings;
  /** A name that says set and model, where they are known */
  name: string;
  corpora: z.infer<typeof Corpus>[];
};

export async function suggestRollout(
  db: Db,
  choice: { questionSetId: number | null; modelId: number | null },
): Promise<RolloutSuggestion> {
  const corpora = z.array(Corpus).parse(
    (
      await db.pool.query(
        `SELECT c.id, c.name, (SELECT count(*) FROM passage p WHERE p.corpus_id = c.id) AS passages
         FROM corpus c ORDER BY lower(c.name), c.id`,
      )
    ).rows,
  );
  const [set, model] = await Promise.all([findSet(db, choice.questionSetId), findModel(db, choice.modelId)]);
  const passages = corpora.find(({ id }) => id === set?.corpusId)?.passages ?? 0;
  const name = [set?.name, model].filter((part) => part !== undefined && part !== null).join(" · ");
  return { settings: defaultSettings(set && { ...set, passages }), name, corpora };
}

async function findSet(db: Db, id: number | null): Promise<z.infer<typeof ChosenSet> | null> {
  if (id === null) return null;
  const { rows } = await db.pool.query(
    `SELECT name, metric, corpus_id AS "corpusId", is_sample AS "isSample" FROM question_set WHERE id = $1`,
    [id],
  );
  const [set] = z.array(ChosenSet).parse(rows);
  if (!set) throw new StudioError("not-found", `There is no question set ${id}. Choose one of the list.`);
  return set;
}

async function findModel(db: Db, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const { rows } = await db.pool.query("SELECT name FROM model WHERE id = $1", [id]);
  return z.array(z.object({ name: z.string() })).parse(rows)[0]?.name ?? null;
}
