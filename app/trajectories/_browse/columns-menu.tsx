"use client";
import { Columns3 } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { COLUMN_IDS, COLUMN_NAMES, type ColumnId, DEFAULT_COLUMNS } from "./column-ids";

/** Which columns the table shows. The question stays: it is the row's link. */
export function ColumnsMenu({
  shown,
  onChange,
}: {
  shown: readonly ColumnId[];
  onChange: (change: (shown: readonly ColumnId[]) => readonly ColumnId[]) => void;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="Columns" variant="secondary">
          <Columns3 aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Columns</DropdownMenuLabel>
        {COLUMN_IDS.filter((id) => id !== "question").map((id) => (
          <DropdownMenuCheckboxItem
            key={id}
            checked={shown.includes(id)}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(isShown) =>
              onChange((current) =>
                COLUMN_IDS.filter((each) => (each === id ? isShown : current.includes(each) || each === "question")),
              )
            }
          >
            {COLUMN_NAMES[id]}
          </DropdownMenuCheckboxItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => onChange(() => DEFAULT_COLUMNS)}>Usual columns</DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
