"use client";
import { flexRender, type Row } from "@tanstack/react-table";
import { type MouseEvent, memo, useEffect, useRef } from "react";
import { cn } from "../ui/cn";
import type { ColumnMeta } from "./data-table";
import type { Features } from "./features";

type Props<Data extends object> = {
  row: Row<Features, Data>;
  index: number;
  meta: Record<string, ColumnMeta>;
  isSelected: boolean;
  isCursor: boolean;
  /** Changes when the visible columns or their widths do: the row is remembered otherwise */
  columnsKey: string;
  onOpen: (row: Data, event: { isNewTab: boolean }) => void;
  onCursor: (index: number) => void;
};

function PlainTableRow<Data extends object>({ row, index, meta, isSelected, isCursor, onOpen, onCursor }: Props<Data>) {
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // The keyboard's row holds the focus at its link, so that Enter opens it; a press inside keeps its own focus.
    if (isCursor && !element.current?.contains(document.activeElement))
      element.current?.querySelector("a")?.focus({ preventScroll: true });
  }, [isCursor]);
  const open = (event: MouseEvent) => {
    const target = event.target as HTMLElement;
    // Links, buttons and boxes do their own work; who is marking text does not want to leave.
    if (target.closest("a, button, input, label") || window.getSelection()?.toString()) return;
    onOpen(row.original, { isNewTab: event.metaKey || event.ctrlKey || event.button === 1 });
  };
  return (
    <tr
      ref={element}
      aria-rowindex={index + 2}
      data-row={index}
      onClick={open}
      onAuxClick={open}
      onFocus={() => onCursor(index)}
      className={cn(
        "group/row h-8 cursor-pointer hover:bg-hover",
        isSelected && "bg-selected hover:bg-selected",
        isCursor && "[&>td:first-child]:shadow-[inset_2px_0_0_var(--accent-ink)] bg-hover",
        isSelected && isCursor && "bg-selected",
      )}
    >
      {row.getVisibleCells().map((cell) => (
        <td
          key={cell.id}
          className={cn(
            "h-8 overflow-hidden whitespace-nowrap border-line border-b px-2 py-0",
            meta[cell.column.id]?.isNumeric && "text-right tabular-nums",
          )}
        >
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </td>
      ))}
      <td className="border-line border-b p-0" />
    </tr>
  );
}

/** One row. Remembered while nothing it shows has changed, as scrolling renders the table many times a second. */
export const TableRow = memo(PlainTableRow, (before, after) =>
  (["row", "index", "isSelected", "isCursor", "columnsKey", "onOpen", "onCursor"] as const).every(
    (name) => before[name] === after[name],
  ),
) as typeof PlainTableRow;
