/** One judging run: what it was asked to do, and what it ruled. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { JudgingRunSettings } from "@/domain/judging/settings";
import { JudgeKind } from "@/domain/trajectory-view";
import type { Db } from "@/server/db";
import { type JudgingSummary, readJudgingSummary } from "@/server/queries/judging/summary";
import { keptSettings } from "@/server/services/run/kept-settings";

const Row = z.object({
  id: z.int(),
  key: z.string(),
  version: z.int(),
  name: z.string(),
  judgeKind: JudgeKind,
  isSample: z.boolean(),
  settings: z.string(),
  createdAt: z.date().transform((time) => time.toISOString()),
  isNewest: z.boolean(),
  sets: z.array(z.object({ id: z.int(), name: z.string() })),
  rolloutRuns: z.array(z.object({ id: z.int(), name: z.string() })),
});

export type JudgingRun = Omit<z.infer<typeof Row>, "settings"> & {
  /** null for a run that no studio made; of one that another studio made, with the ids of what is here */
  settings: JudgingRunSettings | null;
  /** As JSON text, where the settings are another program's; null where there are none */
  otherSettings: string | null;
  summary: JudgingSummary;
};

const NAMED = (table: string, column: string) => `(SELECT coalesce(jsonb_agg(DISTINCT jsonb_build_object('id', x.id,
  'name', x.name)), '[]') FROM judging_run_scope c JOIN ${table} x ON x.id = c.${column} WHERE c.judging_run_id = r.id)`;

/** Throws not-found. */
export async function readJudgingRun(db: Db, id: number): Promise<JudgingRun> {
  const { rows } = await db.pool.query(
    `SELECT r.id, r.key, r.version, r.name, r.judge_kind AS "judgeKind", r.is_sample AS "isSample", r.settings,
       r.created_at AS "createdAt",
       NOT EXISTS (SELECT 1 FROM judging_run n WHERE n.key = r.key AND n.version > r.version) AS "isNewest",
       ${NAMED("question_set", "question_set_id")} AS sets, ${NAMED("rollout_run", "rollout_run_id")} AS "rolloutRuns"
     FROM judging_run r WHERE r.id = $1`,
    [id],
  );
  const [row] = z.array(Row).parse(rows);
  if (!row) throw new StudioError("not-found", `There is no judging run ${id}.`);
  const given: unknown = JSON.parse(row.settings);
  const settings = JudgingRunSettings.safeParse(await keptSettings(db, "judging", id, given));
  const hasOther = !settings.success && typeof given === "object" && given !== null && Object.keys(given).length > 0;
  return {
    ...row,
    settings: settings.success ? settings.data : null,
    otherSettings: hasOther ? JSON.stringify(given, null, 2) : null,
    summary: await readJudgingSummary(db.pool, id),
  };
}
