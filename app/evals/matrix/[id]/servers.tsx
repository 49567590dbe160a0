"use client";
import { RelativeTime } from "@/components/format/time";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { cn } from "@/components/ui/cn";
import { formatDuration } from "@/domain/format";
import { ServerStatus } from "../../_matrices/status";
import type { EvalMatrix } from "./matrix";

type Server = EvalMatrix["servers"][number];

/** The servers that were started for the matrix, the newest first. */
export function Servers({ matrix: { plan, servers, status } }: { matrix: EvalMatrix }) {
  if (plan.serving === null && servers.length === 0) return null;
  return (
    <section aria-label="Servers" className="flex flex-col gap-2 px-4 py-4 md:px-5">
      <h2 className="font-semibold">Servers</h2>
      {servers.length === 0 ? (
        <p className="text-muted">
          {status === "running"
            ? "None was started yet: each starts when its model's turn comes."
            : "None was started."}
        </p>
      ) : (
        <ServerList servers={servers} />
      )}
    </section>
  );
}

export function ServerList({ servers }: { servers: readonly Server[] }) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {servers.map((server) => (
        <ServerItem key={server.id} server={server} />
      ))}
    </ul>
  );
}

function ServerItem({ server }: { server: Server }) {
  const { modelName, engine, status, message, jobId, logTail } = server;
  return (
    <li className="flex min-w-0 flex-col gap-1 px-4 py-2.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="min-w-0 break-words font-medium">{modelName}</span>
        <ServerStatus status={status} />
        <span className="min-w-0 break-words text-muted">
          on {engine}, <Times server={server} />
        </span>
      </div>
      {message !== null && (
        <p className={cn("break-words", status === "failed" ? "text-danger-ink" : "text-muted")}>{message}</p>
      )}
      <details>
        <summary className="cursor-pointer text-muted text-xs hover:text-ink">
          Log of job <code className="break-all font-mono">{jobId}</code>
        </summary>
        {logTail.trim() === "" ? (
          <p className="mt-2 text-faint text-xs">Nothing yet.</p>
        ) : (
          <ScrollRegion
            label={`Log of the server of ${modelName}`}
            className="mt-2 max-h-[28rem] overflow-auto rounded-md bg-subtle p-3"
          >
            <pre className="whitespace-pre-wrap break-words font-mono text-xs">{logTail}</pre>
          </ScrollRegion>
        )}
      </details>
    </li>
  );
}

/** "started 3 minutes ago, answered after 40 s, ended 1 minute ago" */
function Times({ server: { createdAt, readyAt, endedAt } }: { server: Server }) {
  return (
    <>
      started <RelativeTime iso={createdAt} />
      {readyAt !== null && `, answered after ${formatDuration(Date.parse(readyAt) - Date.parse(createdAt))}`}
      {endedAt !== null && (
        <>
          , ended <RelativeTime iso={endedAt} />
        </>
      )}
    </>
  );
}
