"use client";
import { useQuery } from "@tanstack/react-query";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Duration, RelativeTime } from "@/components/format/time";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { formatBytes } from "@/domain/format";
import { STATUS_TONES } from "../import-list";
import { CountsTable, Rejects } from "../report";

/** One import's report; it follows an import that is still running. */
export function ImportDetail({ initial }: { initial: ApiOutputs["library"]["import"] }) {
  const trpc = useTRPC();
  const { data: row } = useQuery({
    ...trpc.library.import.queryOptions({ id: initial.id }),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.status === "running" ? 1_000 : false),
  });
  const facts: [string, React.ReactNode][] = [
    ["Format", row.format ?? <span className="text-faint">not recognised</span>],
    ["Size", row.totalBytes === null ? formatBytes(row.bytes) : formatBytes(row.totalBytes)],
    ["Started", <RelativeTime key="started" iso={row.startedAt} />],
  ];
  if (row.finishedAt)
    facts.push([
      "Took",
      <Duration key="took" ms={new Date(row.finishedAt).getTime() - new Date(row.startedAt).getTime()} />,
    ]);
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4 p-4 md:p-5">
      <section className="rounded-lg border border-line bg-panel p-4">
        <Badge tone={STATUS_TONES[row.status]}>{row.isSilent ? "no sign of life" : row.status}</Badge>
        {row.message && <p className="mt-2 break-words">{row.message}</p>}
        {row.status === "running" && (
          <div className="mt-3">
            <Progress label="Reading" value={row.totalBytes ? Math.min(1, row.bytes / row.totalBytes) : null} />
          </div>
        )}
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {facts.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className="mt-3">
          <CountsTable counts={row.counts} label="What it brought in" />
        </div>
        <Rejects importId={row.id} rejected={row.rejected} limit={50} />
      </section>
    </div>
  );
}
