/** Everything the browse page shows, as its query string: filter, sort order, columns. */
import { readSort, SORT_PARAM, writeSort } from "@/domain/browse";
import { type Pool, poolFromParams, poolToParams, type Sort } from "@/domain/pool";
import { COLUMN_IDS, type ColumnId, DEFAULT_COLUMNS } from "./column-ids";

const COLUMNS_PARAM = "columns";
/** Judging runs as "A,B,further…", whose agreement the pool is being chosen for */
export const AGREEMENT_PARAM = "for-agreement";
const MOST_JUDGES = 10;
export const PAGE_SIZE = 100;

export type BrowseState = { pool: Pool; sort: Sort; columns: readonly ColumnId[]; agreement: readonly number[] };

/** Reads a query string; what cannot be read is at its default, and filters that cannot be read are named. */
export function readState(params: URLSearchParams): BrowseState & { ignored: string[] } {
  const { pool, ignored } = poolFromParams(params);
  const wanted = params.get(COLUMNS_PARAM)?.split(",") ?? DEFAULT_COLUMNS;
  const columns = COLUMN_IDS.filter((id) => wanted.includes(id));
  return {
    pool,
    sort: readSort(params.get(SORT_PARAM)),
    columns: columns.length > 0 ? columns : DEFAULT_COLUMNS,
    agreement: readIds(params.get(AGREEMENT_PARAM)),
    ignored,
  };
}

/** Writes a query string without its question mark; defaults are left out. */
export function writeState({ pool, sort, columns, agreement }: BrowseState): string {
  const params = poolToParams(pool);
  const order = writeSort(sort);
  if (order !== null) params.set(SORT_PARAM, order);
  if (columns.join() !== DEFAULT_COLUMNS.join()) params.set(COLUMNS_PARAM, columns.join());
  if (agreement.length > 0) params.set(AGREEMENT_PARAM, agreement.join());
  return params.toString();
}

/** Whole lists only: with one judging run missing, the others would change places. */
function readIds(text: string | null): number[] {
  return text !== null && /^[1-9]\d{0,8}(,[1-9]\d{0,8})+$/.test(text) ? text.split(",", MOST_JUDGES).map(Number) : [];
}

/** A page's path with the query string, if there is one. */
export function hrefOf(path: string, query: string): string {
  return query === "" ? path : `${path}?${query}`;
}
