/** Everything the browse page shows, as its query string: filter, sort order, columns. */
import { readSort, SORT_PARAM, writeSort } from "@/domain/browse";
import { type Pool, poolFromParams, poolToParams, type Sort } from "@/domain/pool";
import { COLUMN_IDS, type ColumnId, DEFAULT_COLUMNS } from "./column-ids";

const COLUMNS_PARAM = "columns";
export const PAGE_SIZE = 100;

export type BrowseState = { pool: Pool; sort: Sort; columns: readonly ColumnId[] };

/** Reads a query string; what cannot be read is at its default, and filters that cannot be read are named. */
export function readState(params: URLSearchParams): BrowseState & { ignored: string[] } {
  const { pool, ignored } = poolFromParams(params);
  const wanted = params.get(COLUMNS_PARAM)?.split(",") ?? DEFAULT_COLUMNS;
  const columns = COLUMN_IDS.filter((id) => wanted.includes(id));
  return {
    pool,
    sort: readSort(params.get(SORT_PARAM)),
    columns: columns.length > 0 ? columns : DEFAULT_COLUMNS,
    ignored,
  };
}

/** Writes a query string without its question mark; defaults are left out. */
export function writeState({ pool, sort, columns }: BrowseState): string {
  const params = poolToParams(pool);
  const order = writeSort(sort);
  if (order !== null) params.set(SORT_PARAM, order);
  if (columns.join() !== DEFAULT_COLUMNS.join()) params.set(COLUMNS_PARAM, columns.join());
  return params.toString();
}

/** A page's path with the query string, if there is one. */
export function hrefOf(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}
