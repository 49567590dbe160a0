/** The settings that a run keeps, with ids that mean something in this database. */
import { type SettingsKind, settingsFromKeys } from "@/domain/keyed-settings";
import type { Db } from "@/server/db";
import { withRefs } from "@/server/queries/references";

/** `settings` as they are for a run that was made here; else what they name is looked up. */
export async function keptSettings(db: Db, kind: SettingsKind, runId: number, settings: unknown): Promise<unknown> {
  const { rows } = await db.pool.query("SELECT 1 FROM run_state WHERE kind = $1 AND run_id = $2", [kind, runId]);
  if (rows.length > 0) return settings;
  return withRefs(db.pool, (resolve) => settingsFromKeys(kind, settings, resolve));
}
