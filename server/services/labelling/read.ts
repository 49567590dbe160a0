/** One labelling run: what it was asked to do, and what it said. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { KeptLabelling } from "@/domain/labelling/kept";
import { LabellerKind } from "@/domain/trajectory-view";
import type { Db } from "@/server/db";
import { type LabellingSummary, readLabellingSummary } from "@/server/queries/labelling/summary";
import { keptSettings } from "@/server/services/run/kept-settings";

const Row = z.object({
  id: z.int(),
  version: z.int(),
  name: z.string(),
  labellerKind: LabellerKind,
  isSample: z.boolean(),
  settings: z.string(),
  createdAt: z.date().transform((time) => time.toISOString()),
  isNewest: z.boolean(),
});

export type LabellingRun = Omit<z.infer<typeof Row>, "settings"> & {
  /** null for a run that no studio made; of one that another studio made, with the ids of what is here */
  settings: KeptLabelling | null;
  /** As JSON text, where the settings are another program's; null where there are none */
  otherSettings: string | null;
  summary: LabellingSummary;
};

/** Throws not-found. */
export async function readLabellingRun(db: Db, id: number): Promise<LabellingRun> {
  const { rows } = await db.pool.query(
    `SELECT r.id, r.version, r.name, r.labeller_kind AS "labellerKind", r.is_sample AS "isSample", r.settings,
       r.created_at AS "createdAt",
       NOT EXISTS (SELECT 1 FROM labelling_run n WHERE n.key = r.key AND n.version > r.version) AS "isNewest"
     FROM labelling_run r WHERE r.id = $1`,
    [id],
  );
  const [row] = z.array(Row).parse(rows);
  if (!row) throw new StudioError("not-found", `There is no labelling run ${id}.`);
  const given: unknown = JSON.parse(row.settings);
  const settings = KeptLabelling.safeParse(await keptSettings(db, "labelling", id, given));
  const hasOther = !settings.success && typeof given === "object" && given !== null && Object.keys(given).length > 0;
  return {
    ...row,
    settings: settings.success ? settings.data : null,
    otherSettings: hasOther ? JSON.stringify(given, null, 2) : null,
    summary: await readLabellingSummary(db.pool, id),
  };
}
