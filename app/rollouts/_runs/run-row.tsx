import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { RelativeTime } from "@/components/format/time";
import { RunBar } from "@/components/run/run-bar";
import { RunStatus } from "@/components/run/run-status";
import { SampleBadge } from "@/components/states/sample-note";
import { Badge } from "@/components/ui/badge";
import { Td, Tr } from "@/components/ui/table";
import { formatCount, formatNumber } from "@/domain/format";
import { isOver, type RunProgress } from "@/domain/run";

type Run = ApiOutputs["rollout"]["list"][number];

/** `live` is what is known of a run under way; the row itself is of when the list was read. */
export function RunRow({ run, live }: { run: Run; live: RunProgress | null }) {
  const status = live?.status ?? run.status;
  const done = live?.done ?? run.done;
  const ends = live?.ends ?? run.ends;
  const planned = live?.planned ?? run.planned;
  const state =
    status === null ? (
      <Badge>Imported</Badge>
    ) : (
      <RunStatus progress={{ status, message: live ? live.message : run.message, workers: live?.workers ?? 1 }} />
    );
  return (
    <Tr>
      <Td className="max-w-44 pl-4 sm:max-w-64 md:pl-5 2xl:max-w-96">
        <span className="flex items-center gap-2">
          <Link
            href={`/rollouts/${run.id}`}
            title={run.name}
            className="min-w-0 truncate font-medium text-ink hover:underline"
          >
            {run.name}
          </Link>
          {run.purpose === "eval" && <Badge>eval</Badge>}
          {run.isSample && <SampleBadge />}
        </span>
        <span className="mt-0.5 block sm:hidden">{state}</span>
      </Td>
      <Td className="max-sm:hidden">{state}</Td>
      <Td className="whitespace-nowrap">
        <span className="flex items-center gap-2">
          <Link href={`/trajectories?run=${run.id}`} className="text-accent-ink tabular-nums hover:underline">
            <Num value={done} />
          </Link>
          {planned !== null && planned !== done && (
            <span className="text-faint text-xs tabular-nums">of {formatNumber(planned)}</span>
          )}
          {status !== null && planned !== null && !isOver(status) && (
            <span className="w-14 max-sm:hidden 2xl:w-20">
              <RunBar progress={{ kind: "rollout", status, planned, done }} name={run.name} thin />
            </span>
          )}
        </span>
      </Td>
      <Td className="max-w-40 truncate max-lg:hidden 2xl:max-w-72" title={run.model?.name}>
        {run.model?.name ?? <span className="text-faint">not recorded</span>}
      </Td>
      <Td className="max-w-36 truncate max-lg:hidden 2xl:max-w-72" title={run.sets.map((set) => set.name).join(", ")}>
        <Sets sets={run.sets} />
      </Td>
      <Td numeric className="max-sm:pr-4">
        <Share count={ends.answered ?? 0} of={done} />
      </Td>
      <Td className="text-muted max-sm:hidden">
        <RelativeTime iso={run.createdAt} />
      </Td>
    </Tr>
  );
}

function Sets({ sets }: { sets: Run["sets"] }) {
  const [only] = sets;
  if (!only) return <span className="text-faint">none</span>;
  if (sets.length > 1) return formatCount(sets.length, "question set");
  return (
    <Link href={`/questions/${only.id}`} className="hover:underline">
      {only.name}
    </Link>
  );
}
