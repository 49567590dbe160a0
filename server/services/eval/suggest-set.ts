/** How a question set is answered in an eval: as its trajectories were generated last, greedy. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { greedy } from "@/domain/eval/plan";
import { KeptSettings } from "@/domain/rollout/kept";
import { RolloutSettings } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { suggestRollout } from "@/server/services/rollout/suggest";

const SetRow = z.object({ name: z.string(), metric: z.string().nullable(), corpusId: z.int().nullable() });
const Run = z.object({ id: z.int(), name: z.string(), settings: z.json() });

export type SuggestedSet = {
  settings: RolloutSettings;
  /** The rollout run that it was taken from; null: the set's own default */
  from: { id: number; name: string } | null;
};

/**
 * The settings of the newest run that generated on this set, else on one with the same metric and corpus, such as its
 * train half; else the set's defaults. Throws not-found.
 */
export async function suggestEvalSet(db: Db, questionSetId: number): Promise<SuggestedSet> {
  const set = z
    .array(SetRow)
    .parse(
      (
        await db.pool.query('SELECT name, metric, corpus_id AS "corpusId" FROM question_set WHERE id = $1', [
          questionSetId,
        ])
      ).rows,
    )[0];
  if (!set) throw new StudioError("not-found", `There is no question set ${questionSetId}. Choose one of the list.`);
  const { rows } = await db.pool.query(
    `SELECT r.id, r.name, r.settings::jsonb AS settings FROM rollout_run r
     JOIN question_set q ON q.id = CASE WHEN r.settings #>> '{questions,questionSetId}' ~ '^[0-9]{1,9}$'
       THEN (r.settings #>> '{questions,questionSetId}')::int END
     WHERE r.purpose = 'generate' AND (q.id = $1
       OR (q.metric IS NOT DISTINCT FROM $2 AND q.corpus_id IS NOT DISTINCT FROM $3 AND $2 IS NOT NULL))
     ORDER BY (q.id = $1) DESC, r.created_at DESC, r.id DESC LIMIT 20`,
    [questionSetId, set.metric, set.corpusId],
  );
  for (const { id, name, settings } of z.array(Run).parse(rows)) {
    const kept = KeptSettings.safeParse(settings).data;
    if (kept) return { settings: greedy(RolloutSettings.parse(kept)), from: { id, name } };
  }
  return { settings: greedy((await suggestRollout(db, { questionSetId, modelId: null })).settings), from: null };
}
