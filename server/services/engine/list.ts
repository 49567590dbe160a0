import type { Db } from "@/server/db";
import { type EngineRow, readEngines } from "@/server/queries/engine/list";
import { isKeySet } from "@/server/services/endpoint/key-state";

export type ListedEngine = EngineRow & {
  /** Whether this process has its token; null where it needs none */
  isTokenSet: boolean | null;
};

/** All training engines by name. */
export async function listEngines({ pool }: Db): Promise<ListedEngine[]> {
  const rows = await readEngines(pool);
  return rows.map((row) => ({ ...row, isTokenSet: isKeySet(row.tokenVariable) }));
}
