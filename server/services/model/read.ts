import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { type LineageLink, type ModelUses, readLineage, readUses } from "@/server/queries/model/lineage";

const SHOWN = 20;

export type ModelPage = { model: LineageLink; lineage: LineageLink[]; uses: ModelUses };

/** A model with where it comes from and what it was used for. Throws not-found. */
export async function readModel(db: Db, id: number): Promise<ModelPage> {
  const [lineage, uses] = await Promise.all([readLineage(db.pool, id), readUses(db.pool, id, SHOWN)]);
  const [model] = lineage;
  if (!model) throw new StudioError("not-found", `There is no model ${id}. The Models page lists those there are.`);
  return { model, lineage, uses };
}
