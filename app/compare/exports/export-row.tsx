"use client";
import { RotateCw } from "lucide-react";
import type { ApiOutputs } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { IconButton } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { Td, Tr } from "@/components/ui/table";
import { formatBytes, formatDuration, formatNumber } from "@/domain/format";
import { CopyDigest } from "./copy-digest";
import { useExport } from "./use-export";

type ExportState = ApiOutputs["compare"]["exports"][number];

/** One export: how far it is, then exactly what came out. */
export function ExportRow({ state }: { state: ExportState }) {
  const again = useExport();
  return (
    <Tr data-testid={`export-row-${state.id}`}>
      <Td className="whitespace-nowrap pl-4">
        {state.fileName}
        <span className="block text-faint text-xs">{state.title}</span>
      </Td>
      <Td className="min-w-44">
        <Status state={state} />
      </Td>
      <Td numeric>
        <span data-testid={`export-${state.id}-rows`}>{formatNumber(state.rows)}</span>
        {isUnderWay(state) && state.expectedRows !== null && (
          <span className="text-faint"> of {formatNumber(state.expectedRows)}</span>
        )}
      </Td>
      <Td numeric>
        <span title={`${formatNumber(state.bytes)} bytes before gzip`}>{formatBytes(state.bytes)}</span>
      </Td>
      <Td>
        {state.sha256 ? (
          <span data-testid={`export-${state.id}-sha256`}>
            <CopyDigest text={state.sha256} />
          </span>
        ) : (
          <span className="text-faint">–</span>
        )}
      </Td>
      <Td>
        <RelativeTime iso={state.startedAt} />
      </Td>
      <Td>
        {!isUnderWay(state) && (
          <IconButton
            size="icon-sm"
            label={`Export ${state.fileName} again, from the data as it is now`}
            disabled={again.isPending}
            onClick={() => again.mutate(state.request)}
          >
            <RotateCw aria-hidden />
          </IconButton>
        )}
      </Td>
    </Tr>
  );
}

function Status({ state }: { state: ExportState }) {
  switch (state.status) {
    case "waiting":
      return <span className="text-muted">waiting for the download to begin</span>;
    case "done":
      return <span>complete{duration(state)}</span>;
    case "failed":
      return <span className="text-incorrect-ink">{state.message ?? "failed"}</span>;
    case "running":
      return (
        <div className="flex flex-col gap-1">
          <Progress
            label={`${state.fileName}: rows written`}
            value={state.expectedRows ? state.rows / state.expectedRows : null}
          />
          <span className="text-muted text-xs tabular-nums">{rate(state)}</span>
        </div>
      );
  }
}

const isUnderWay = (state: ExportState) => state.status === "running" || state.status === "waiting";

function elapsed(state: ExportState, until: string): number {
  return Date.parse(until) - Date.parse(state.startedAt);
}

function duration(state: ExportState): string {
  return state.finishedAt === null ? "" : ` in ${formatDuration(elapsed(state, state.finishedAt))}`;
}

/** Rows and bytes a second since the beginning, and the time that is left at that rate. */
function rate(state: ExportState): string {
  const ms = elapsed(state, state.heartbeatAt);
  if (ms <= 0 || state.rows === 0) return "beginning";
  const perSecond = (1000 * state.rows) / ms;
  const left = state.expectedRows === null ? null : ((state.expectedRows - state.rows) / perSecond) * 1000;
  const speed = `${formatNumber(perSecond)} rows/s, ${formatBytes((1000 * state.bytes) / ms)}/s`;
  return left === null ? speed : `${speed}, ${formatDuration(left)} left`;
}
