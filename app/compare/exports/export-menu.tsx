"use client";
import { Download } from "lucide-react";
import { useState } from "react";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { FilterMode } from "@/domain/filter";
import { formatCount } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { FormatDialog } from "./format-dialog";
import { useExport } from "./use-export";

/** Exports what a mode keeps of the pool. */
export function ExportMenu({ pool, mode, rows }: { pool: Pool; mode: FilterMode; rows: number }) {
  const prepare = useExport();
  const [isChoosing, setChoosing] = useState(false);
  const start = (gzip: boolean) => prepare.mutate({ format: "sub-trajectories", pool, mode, gzip });
  const trainingRows = formatCount(rows, "sub-trajectory", "sub-trajectories");
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button
            size="sm"
            disabled={rows === 0 || prepare.isPending}
            aria-label={`Export ${MODE_WORDS[mode]}`}
            data-testid={`export-${mode}`}
          >
            <Download aria-hidden />
            Export
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          <DropdownMenuLabel>{trainingRows}, one a line</DropdownMenuLabel>
          <DropdownMenuItem onSelect={() => start(false)}>JSONL</DropdownMenuItem>
          <DropdownMenuItem onSelect={() => start(true)}>JSONL, compressed (.gz)</DropdownMenuItem>
          <DropdownMenuLabel>Trajectories with all labels</DropdownMenuLabel>
          <DropdownMenuItem onSelect={() => prepare.mutate({ format: "swirl", pool, mode, gzip: false })}>
            Studio format
          </DropdownMenuItem>
          <DropdownMenuLabel>For TRL, OpenAI, verl, OpenRLHF and others</DropdownMenuLabel>
          <DropdownMenuItem onSelect={() => setChoosing(true)}>Choose a format…</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <FormatDialog title={MODE_WORDS[mode]} source={{ pool, mode }} isOpen={isChoosing} onOpenChange={setChoosing} />
    </>
  );
}
