import type { Db } from "@/server/db";
import { type EndpointRow, readEndpoints } from "@/server/queries/endpoint/list";
import { isKeySet } from "./key-state";

export type ListedEndpoint = EndpointRow & {
  /** Whether this process has its key; null where it needs none */
  isKeySet: boolean | null;
};

/** All endpoints by name. */
export async function listEndpoints({ pool }: Db): Promise<ListedEndpoint[]> {
  const rows = await readEndpoints(pool);
  return rows.map((row) => ({ ...row, isKeySet: isKeySet(row.keyVariable) }));
}
