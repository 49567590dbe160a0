"use client";
import type { RowSelectionState } from "@tanstack/react-table";
import { useCallback, useState } from "react";
import type { BrowseRow } from "@/domain/browse";
import type { Selection } from "./result-bar";

type Kept = Selection & { query: string };

/** Which rows are selected: some by id, or everything that matches. Another filter or order starts afresh. */
export function useSelection(query: string) {
  const [kept, setKept] = useState<Kept>({ query, ids: [], isAll: false });
  const value: Selection = kept.query === query ? kept : { ids: [], isAll: false };

  const toggle = useCallback(
    (id: number) =>
      setKept((current) => {
        const ids = current.query === query && !current.isAll ? current.ids : [];
        return { query, isAll: false, ids: ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id] };
      }),
    [query],
  );
  const set = (rows: RowSelectionState) =>
    setKept({
      query,
      isAll: false,
      ids: Object.keys(rows)
        .filter((id) => rows[id])
        .map(Number),
    });
  const rows = (loaded: readonly BrowseRow[]): RowSelectionState =>
    Object.fromEntries((value.isAll ? loaded.map((row) => row.id) : value.ids).map((id) => [String(id), true]));
  return {
    value,
    toggle,
    set,
    rows,
    selectAll: () => setKept({ query, ids: [], isAll: true }),
    clear: () => setKept({ query, ids: [], isAll: false }),
  };
}
