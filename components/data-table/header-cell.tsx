"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { cn } from "../ui/cn";

export type HeaderCellProps = {
  name: string;
  children: ReactNode;
  isNumeric: boolean;
  width: number;
  /** Given where the column can be sorted by */
  onSort?: () => void;
  sorted: "ascending" | "descending" | null;
  onResizeStart: (event: unknown) => void;
  onResize: (width: number) => void;
  isResizing: boolean;
};

const KEY_STEP = 16;

/** A column's head: sorts on a press where it can, and is made wider or narrower at its edge. */
export function HeaderCell(props: HeaderCellProps) {
  const { name, isNumeric, onSort, sorted, width } = props;
  const Arrow = sorted === "ascending" ? ArrowUp : ArrowDown;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    event.stopPropagation();
    props.onResize(width + (event.key === "ArrowRight" ? KEY_STEP : -KEY_STEP));
  };
  return (
    <th
      scope="col"
      aria-sort={onSort ? (sorted ?? "none") : undefined}
      className="sticky top-0 z-20 h-8 select-none border-line border-b bg-panel p-0 font-medium text-muted text-xs"
    >
      <div className={cn("relative flex h-full items-center px-2", isNumeric ? "justify-end" : "justify-start")}>
        {onSort ? (
          <button
            type="button"
            onClick={onSort}
            className={cn("inline-flex min-w-0 items-center gap-1 hover:text-ink", sorted && "text-ink")}
          >
            <span className="truncate">{props.children}</span>
            {sorted && <Arrow className="size-3 shrink-0" aria-hidden />}
          </button>
        ) : (
          <span className="truncate">{props.children}</span>
        )}
        {/* biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved; this is a window splitter */}
        <div
          role="separator"
          aria-orientation="vertical"
          aria-label={`Width of ${name}`}
          aria-valuenow={width}
          tabIndex={-1}
          onKeyDown={onKey}
          onMouseDown={props.onResizeStart}
          onTouchStart={props.onResizeStart}
          className={cn(
            "absolute top-0 right-0 z-10 flex h-full w-2 cursor-col-resize touch-none justify-end after:h-4 after:w-px after:self-center after:bg-line hover:after:h-full hover:after:bg-accent-ink",
            props.isResizing && "after:h-full after:bg-accent-ink",
          )}
        />
      </div>
    </th>
  );
}
