/** What came of testing a training engine. */
import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { formatCount, formatDuration, formatNumber } from "@/domain/format";
import type { EngineTest, useEngineTest } from "./use-engines";

type Report = Extract<EngineTest, { isWell: true }>["report"];

/** Nothing before the first test. */
export function TestResult({ test }: { test: ReturnType<typeof useEngineTest> }) {
  if (test.isIdle) return null;
  return (
    <div role="status" className="text-sm">
      {test.isPending ? (
        <p className="text-muted">Asking the cluster what it has…</p>
      ) : test.isError ? (
        <Failed message={test.error.message} />
      ) : (
        test.data && (test.data.isWell ? <Well {...test.data} /> : <Failed message={test.data.message} />)
      )}
    </div>
  );
}

function Well({ report, notes }: { report: Report; notes: string[] }) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-1.5">
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-correct-ink" aria-hidden />
        <p className="min-w-0 tabular-nums">
          {report.version} answered in {formatDuration(report.latencyMs)}: {formatCount(report.nodes, "node")},{" "}
          {inWords("CPU", report.cpus)}, {inWords("GPU", report.gpus)}
        </p>
      </div>
      {notes.map((note) => (
        <div key={note} className="flex gap-1.5 text-warning-ink">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <p className="min-w-0 break-words">{note}</p>
        </div>
      ))}
    </div>
  );
}

function inWords(name: string, { total, free }: Report["cpus"]): string {
  if (total === 0) return `no ${name}s`;
  if (free === null) return `${amount(total)} ${total === 1 ? name : `${name}s`}, how many are free is not known`;
  return `${amount(free)} of ${amount(total)} ${total === 1 ? name : `${name}s`} free`;
}

const amount = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 1);

function Failed({ message }: { message: string }) {
  return (
    <div className="flex gap-1.5">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger-ink" aria-hidden />
      <p className="min-w-0 break-words">{message}</p>
    </div>
  );
}
