/** What came of testing an endpoint. */
import { CircleAlert, CircleCheck } from "lucide-react";
import { formatDuration } from "@/domain/format";
import type { EndpointTest, useEndpointTest } from "./use-endpoints";

/** Nothing before the first test. */
export function TestResult({ test }: { test: ReturnType<typeof useEndpointTest> }) {
  if (test.isIdle) return null;
  return (
    <div role="status" className="text-sm">
      {test.isPending ? (
        <p className="text-muted">Waiting for one completion, for 15 s at most…</p>
      ) : test.isError ? (
        <Failed message={test.error.message} />
      ) : (
        test.data && <Result result={test.data} />
      )}
    </div>
  );
}

function Result({ result }: { result: EndpointTest }) {
  if (!result.isWell)
    return (
      <Failed message={result.message}>
        {result.served.length > 0 && <p className="text-muted">It serves {result.served.join(", ")}.</p>}
      </Failed>
    );
  return (
    <div className="flex gap-1.5">
      <CircleCheck className="mt-0.5 size-4 shrink-0 text-correct-ink" aria-hidden />
      <div className="min-w-0">
        <p>
          Answered in <span className="tabular-nums">{formatDuration(result.latencyMs)}</span>
          {result.model !== null && (
            <>
              {" as "}
              <span className="break-all font-mono text-xs">{result.model}</span>
            </>
          )}
        </p>
        <p className="line-clamp-3 break-words text-muted">
          {result.text === "" ? `without a word (finish reason: ${result.finishReason ?? "not said"})` : result.text}
        </p>
      </div>
    </div>
  );
}

function Failed({ message, children }: { message: string; children?: React.ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-danger-ink" aria-hidden />
      <div className="min-w-0 break-words">
        <p>{message}</p>
        {children}
      </div>
    </div>
  );
}
