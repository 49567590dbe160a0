"use client";
/** What one import did: what was added, what was there, what could not be used. */
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTRPC } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatCount } from "@/domain/format";
import type { ImportCounts } from "@/domain/import";
import { countRows } from "./describe-counts";

export function CountsTable({ counts, label }: { counts: ImportCounts; label: string }) {
  const rows = countRows(counts);
  if (rows.length === 0) return null;
  return (
    <Table label={label} className="w-auto">
      <thead>
        <tr>
          <Th>What</Th>
          <Th numeric>Added</Th>
          <Th numeric>Already there</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.kind}>
            <Td className="min-w-40">{row.kind}</Td>
            <Td numeric>
              <Num value={row.added} />
            </Td>
            <Td numeric className="text-muted">
              <Num value={row.present} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The first rejected lines with their reasons, and all of them as a file. */
export function Rejects({ importId, rejected, limit = 5 }: { importId: number; rejected: number; limit?: number }) {
  const trpc = useTRPC();
  const rejects = useQuery({ ...trpc.library.rejects.queryOptions({ id: importId, limit }), enabled: rejected > 0 });
  if (rejected === 0) return null;
  const shown = rejects.data?.length ?? 0;
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-warning-ink">
          {formatCount(rejected, "line")} could not be used
          {shown > 0 && shown < rejected ? `; the first ${shown}:` : ":"}
        </p>
        <Button asChild size="sm">
          <a href={`/api/imports/${importId}/rejects`} download>
            <Download aria-hidden />
            Download rejects
          </a>
        </Button>
      </div>
      {rejects.isError && <p className="text-danger-ink">They could not be read: {rejects.error.message}</p>}
      <ul aria-label="Rejected lines" className="mt-2 flex flex-col gap-2">
        {rejects.data?.map((reject, index) => (
          <li key={index} className="rounded-md border border-line bg-canvas px-3 py-1.5">
            <p className="text-sm">
              <span className="mr-2 text-muted tabular-nums">
                {reject.fileName}, line {reject.line}
              </span>
              {reject.reason}
            </p>
            {reject.excerpt && (
              <p className="mt-0.5 line-clamp-2 break-all font-mono text-faint text-xs">{reject.excerpt}</p>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
