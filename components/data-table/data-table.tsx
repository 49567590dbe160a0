"use client";
/** A table for very many rows: only those in view exist. Fixed row height, sticky head, resizable columns. */
import { type ColumnDef, functionalUpdate, type RowSelectionState, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type Features, features } from "./features";
import { HeaderCell } from "./header-cell";
import { TableRow } from "./table-row";
import { useStoredWidths } from "./use-stored-widths";
import { useWidth } from "./use-width";

export const ROW_HEIGHT = 32;
const HEAD_HEIGHT = 32;
/** How many rows before the end the next ones are asked for. */
const AHEAD = 40;

export type ColumnMeta = { name: string; isNumeric?: boolean; sortKey?: string };
export type TableSort = { by: string; descending: boolean };

export type DataTableProps<Row extends object> = {
  label: string;
  // biome-ignore lint/suspicious/noExplicitAny: columns of one table hold values of different types
  columns: ColumnDef<Features, Row, any>[];
  /** By column id; a table shows no column without one */
  meta: Record<string, ColumnMeta>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  visible: readonly string[];
  /** The column that takes the room left over, until it is given a width of its own */
  growing: string;
  /** Where this browser keeps the widths */
  storageKey: string;
  sort: TableSort;
  onSort: (by: string) => void;
  selection: RowSelectionState;
  onSelection: (selection: RowSelectionState) => void;
  /** Index of the row that the keyboard stands on; null for none */
  cursor: number | null;
  onCursor: (index: number) => void;
  onOpen: (row: Row, event: { isNewTab: boolean }) => void;
  onNearEnd: () => void;
  /** All rows there are, loaded or not, where known */
  totalRows: number | null;
  isStale: boolean;
  /** Where to stand, at first and whenever `scrollKey` changes */
  initialOffset: number;
  scrollKey: string;
  onScroll: (offset: number) => void;
  footer?: ReactNode;
};

export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, columns, meta, visible, cursor, onNearEnd } = props;
  const scroller = useRef<HTMLElement>(null);
  const [widths, setWidths] = useStoredWidths(props.storageKey);
  const columnVisibility = useMemo(
    () => Object.fromEntries(Object.keys(meta).map((id) => [id, visible.includes(id)])),
    [meta, visible],
  );
  const room = useWidth(scroller);
  const columnSizing = useMemo(() => {
    const { growing } = props;
    const sizeOf = (column: (typeof columns)[number]) => widths[column.id ?? ""] ?? column.size ?? 0;
    const isShown = (column: (typeof columns)[number]) => visible.includes(column.id ?? "");
    const left = room - columns.filter(isShown).reduce((sum, column) => sum + sizeOf(column), 0);
    const usual = columns.find((column) => column.id === growing)?.size ?? 0;
    return left > 0 && widths[growing] === undefined ? { ...widths, [growing]: usual + left } : widths;
  }, [columns, widths, visible, room, props.growing]);
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: props.rowId,
    columnResizeMode: "onChange",
    state: { columnSizing, columnVisibility, rowSelection: props.selection },
    onColumnSizingChange: (change) => setWidths((current) => functionalUpdate(change, current)),
    onRowSelectionChange: (change) => props.onSelection(functionalUpdate(change, props.selection)),
  });
  const tableRows = table.getRowModel().rows;
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  const total = table.getTotalSize();
  const columnsKey = headers.map((header) => `${header.id} ${header.getSize()}`).join();

  const virtualizer = useVirtualizer({
    count: tableRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => tableRows[index]?.id ?? index,
    overscan: 12,
    scrollPaddingStart: HEAD_HEIGHT,
    // Rows for the first paint, before the page's size is known.
    initialRect: { width: 1280, height: 800 },
    initialOffset: props.initialOffset,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= tableRows.length - AHEAD) onNearEnd();
  }, [lastShown, tableRows.length, onNearEnd]);
  useEffect(() => {
    if (cursor !== null) virtualizer.scrollToIndex(cursor, { align: "auto" });
  }, [cursor, virtualizer]);
  const { scrollKey, initialOffset } = props;
  const [shownKey, setShownKey] = useState(scrollKey);
  useEffect(() => {
    if (shownKey === scrollKey) return;
    setShownKey(scrollKey);
    virtualizer.scrollToOffset(initialOffset);
  }, [shownKey, scrollKey, initialOffset, virtualizer]);
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);

  return (
    <section
      ref={scroller}
      aria-label={props.label}
      aria-busy={props.isStale}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => props.onScroll(event.currentTarget.scrollTop)}
      className="relative min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
    >
      <table
        aria-rowcount={props.totalRows === null ? -1 : props.totalRows + 1}
        className="table-fixed border-separate border-spacing-0 text-sm"
        style={{ width: total, minWidth: "100%", opacity: props.isStale ? 0.6 : 1 }}
      >
        <colgroup>
          {headers.map((header) => (
            <col key={header.id} style={{ width: header.getSize() }} />
          ))}
          {/* Takes what is left over, so that columns keep the widths they were given. */}
          <col />
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {headers.map((header) => {
              const column = meta[header.column.id];
              if (!column)
                return (
                  <th key={header.id} scope="col" className="sticky top-0 z-20 border-line border-b bg-panel p-0">
                    <table.FlexRender header={header} />
                  </th>
                );
              const { sortKey } = column;
              const isSorted = sortKey !== undefined && props.sort.by === sortKey;
              return (
                <HeaderCell
                  key={header.id}
                  name={column.name}
                  isNumeric={column.isNumeric ?? false}
                  width={header.getSize()}
                  onSort={sortKey === undefined ? undefined : () => props.onSort(sortKey)}
                  sorted={isSorted ? (props.sort.descending ? "descending" : "ascending") : null}
                  onResizeStart={header.getResizeHandler()}
                  onResize={(width) =>
                    setWidths((current) => ({ ...current, [header.column.id]: Math.max(48, width) }))
                  }
                  isResizing={header.column.getIsResizing()}
                >
                  {column.name}
                </HeaderCell>
              );
            })}
            <td aria-hidden className="sticky top-0 z-10 border-line border-b bg-panel p-0" />
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} columns={headers.length + 1} />
          {items.map((item) => {
            const row = tableRows[item.index];
            if (!row) return null;
            return (
              <TableRow
                key={row.id}
                row={row}
                index={item.index}
                meta={meta}
                isSelected={row.getIsSelected()}
                isCursor={cursor === item.index}
                columnsKey={columnsKey}
                onOpen={props.onOpen}
                onCursor={props.onCursor}
              />
            );
          })}
          <Spacer height={after} columns={headers.length + 1} />
        </tbody>
      </table>
      {props.footer}
    </section>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}
