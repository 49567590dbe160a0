"use client";
/** Imports as rows: what came in, what was put aside, what was refused and why. */
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { formatBytes, formatNumber } from "@/domain/format";
import type { ImportStatus } from "@/domain/import";
import { describeCounts } from "./describe-counts";

type ImportRow = ApiOutputs["library"]["imports"][number];

export const STATUS_TONES = {
  running: "accent",
  done: "success",
  refused: "warning",
  failed: "danger",
} as const satisfies Record<ImportStatus, string>;

export function ImportList({ imports }: { imports: readonly ImportRow[] }) {
  if (imports.length === 0) return <p className="px-4 py-6 text-center text-muted">No file was imported yet.</p>;
  return (
    <ul aria-label="Imports">
      {imports.map((row) => (
        <li key={row.id} className="border-line border-b px-4 py-2 last:border-b-0">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              href={`/import/${row.id}`}
              className="min-w-0 break-all font-medium hover:underline"
              title={`Import ${row.id}`}
            >
              {row.fileName}
            </Link>
            <Badge tone={STATUS_TONES[row.status]}>{row.isSilent ? "no sign of life" : row.status}</Badge>
            {row.format && <span className="text-muted text-xs">{row.format}</span>}
            <span className="ml-auto text-muted text-xs">
              <RelativeTime iso={row.startedAt} />
            </span>
          </div>
          <ImportSummary row={row} />
        </li>
      ))}
    </ul>
  );
}

function ImportSummary({ row }: { row: ImportRow }) {
  if (row.status === "running" && !row.isSilent)
    return (
      <div className="mt-1 flex items-center gap-3">
        <Progress
          label={`Reading ${row.fileName}`}
          value={row.totalBytes ? Math.min(1, row.bytes / row.totalBytes) : null}
        />
        <span className="shrink-0 text-muted text-xs tabular-nums">
          {formatBytes(row.bytes)}
          {row.totalBytes !== null && ` of ${formatBytes(row.totalBytes)}`}
          {row.message && ` · ${row.message}`}
        </span>
      </div>
    );
  return (
    <p className="break-words text-muted text-xs">
      {row.isSilent ? "It stopped half-way; nothing of it is kept. Import the file again." : null}
      {row.status === "done" ? describeCounts(row.counts) : row.message}
      {row.rejected > 0 && (
        <>
          {" · "}
          <Link href={`/import/${row.id}`} className="text-warning-ink underline">
            {formatNumber(row.rejected)} rejected
          </Link>
        </>
      )}
    </p>
  );
}
