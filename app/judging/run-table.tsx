"use client";
/** A table of runs where the older versions of each are folded under the newest. */
import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Table, Td, Tr } from "@/components/ui/table";

export type RunRow = {
  id: number;
  name: ReactNode;
  label: string;
  cells: ReactNode;
  older: { id: number; name: ReactNode; cells: ReactNode }[];
};

export function RunTable({ label, head, rows }: { label: string; head: ReactNode; rows: readonly RunRow[] }) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number) =>
    setOpen((current) => {
      const next = new Set(current);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Table
      label={label}
      className="border-line border-t [&_:is(td,th):not(:first-child)]:px-1.5 2xl:[&_:is(td,th):not(:first-child)]:px-2.5 [&_:is(td,th):last-child]:pr-5"
    >
      <thead>
        <tr>{head}</tr>
      </thead>
      {rows.map((row) => {
        const isOpen = open.has(row.id);
        return (
          <tbody key={row.id} className="border-line border-b">
            <Tr className="border-0">
              <Td className="pl-4 md:pl-5">
                <span className="inline-flex items-center gap-x-2 whitespace-nowrap max-sm:flex-col max-sm:items-start">
                  {row.name}
                  {row.older.length > 0 && (
                    <button
                      type="button"
                      aria-expanded={isOpen}
                      aria-label={`Older versions of ${row.label}`}
                      onClick={() => toggle(row.id)}
                      className="inline-flex items-center gap-0.5 rounded px-1 text-muted text-xs hover:bg-hover hover:text-ink"
                    >
                      {isOpen ? (
                        <ChevronDown className="size-3.5" aria-hidden />
                      ) : (
                        <ChevronRight className="size-3.5" aria-hidden />
                      )}
                      {row.older.length} older
                    </button>
                  )}
                </span>
              </Td>
              {row.cells}
            </Tr>
            {isOpen &&
              row.older.map((version) => (
                <Tr key={version.id} className={cn("border-0 bg-canvas text-muted")}>
                  <Td className="pl-9">{version.name}</Td>
                  {version.cells}
                </Tr>
              ))}
          </tbody>
        );
      })}
    </Table>
  );
}
