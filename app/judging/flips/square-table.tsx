import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";

export type Cell = { count: number; href: string | null; isCurrent?: boolean };

/** Counts by what A said (rows) and what B said (columns); a number opens what it counts. */
export function SquareTable<Key extends string>(props: {
  label: string;
  keys: readonly Key[];
  heads: Record<Key, ReactNode>;
  cell: (underA: Key, underB: Key) => Cell;
}) {
  return (
    <Table label={props.label} className="mt-2 [&_:is(td,th)]:px-1.5">
      <thead>
        <tr>
          <Th>
            <span className="text-faint">A ↓ B →</span>
          </Th>
          {props.keys.map((key) => (
            <Th key={key} numeric>
              {props.heads[key]}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.keys.map((underA) => (
          <Tr key={underA}>
            <th scope="row" className="whitespace-nowrap py-1 text-left font-normal">
              {props.heads[underA]}
            </th>
            {props.keys.map((underB) => (
              <Td key={underB} numeric className={cn(underA === underB && "bg-subtle")}>
                <Count cell={props.cell(underA, underB)} isSame={underA === underB} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Count({ cell, isSame }: { cell: Cell; isSame: boolean }) {
  const figure = formatNumber(cell.count);
  if (cell.count === 0 || cell.href === null)
    return <span className={cell.count === 0 || isSame ? "text-faint" : undefined}>{figure}</span>;
  return (
    <Link
      href={cell.href}
      scroll={false}
      aria-current={cell.isCurrent ? "true" : undefined}
      className={cn(
        "rounded px-1 underline decoration-line-strong underline-offset-2 hover:decoration-current",
        isSame ? "text-muted" : "font-medium",
        cell.isCurrent && "bg-selected",
      )}
    >
      {figure}
    </Link>
  );
}
