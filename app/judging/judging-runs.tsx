import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { RelativeTime } from "@/components/format/time";
import { Td, Th } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { wilson } from "@/domain/interval";
import { KindBadge, RunLinks, RunName } from "./run-name";
import { RunTable } from "./run-table";

type Run = ApiOutputs["library"]["judgingRuns"][number];

const browse = (run: Run) => `/trajectories?judge=${run.id}&scope=${run.id}`;

export function JudgingRuns({ groups }: { groups: { newest: Run; older: Run[] }[] }) {
  return (
    <RunTable
      label="Judging runs"
      head={
        <>
          <Th className="pl-5">Judge</Th>
          <Th>Kind</Th>
          <Th>Made on</Th>
          <Th numeric>Judged</Th>
          <Th numeric>Steps with verdict</Th>
          <Th numeric>No verdict</Th>
          <Th numeric>Reasonable throughout</Th>
          <Th numeric>Mean score</Th>
          <Th>Created</Th>
          <Th>
            <span className="sr-only">Links</span>
          </Th>
        </>
      }
      rows={groups.map(({ newest, older }) => ({
        id: newest.id,
        label: newest.name,
        name: <RunName run={newest} href={browse(newest)} />,
        cells: <Cells run={newest} />,
        older: older.map((run) => ({
          id: run.id,
          name: <RunName run={run} href={browse(run)} />,
          cells: <Cells run={run} />,
        })),
      }))}
    />
  );
}

function Cells({ run }: { run: Run }) {
  return (
    <>
      <Td>
        <KindBadge kind={run.judgeKind} />
      </Td>
      <Td className="max-w-72 truncate" title={run.sets.join(", ")}>
        {run.sets.length === 0 ? <span className="text-faint">nothing that is still here</span> : run.sets.join(", ")}
      </Td>
      <Td numeric>
        <Num value={run.judged} /> <span className="text-faint text-xs">of {formatNumber(run.inScope)}</span>
      </Td>
      <Td numeric>
        <Num value={run.stepsWithVerdict} />
      </Td>
      <Td numeric>
        <Num value={run.stepsWithoutVerdict} />
      </Td>
      <Td numeric>
        <Share
          count={run.reasonable}
          of={run.judged}
          interval={wilson(run.reasonable, run.judged)}
          missing="no verdict"
        />
      </Td>
      <Td numeric>
        <Num value={run.scoreCount === 0 ? null : run.scoreSum / run.scoreCount} digits={1} missing="no scores" />
      </Td>
      <Td className="text-muted">
        <RelativeTime iso={run.createdAt} />
      </Td>
      <Td className="pr-5">
        <RunLinks name={run.name} browse={browse(run)} compare={`/compare?judge=${run.id}`} />
      </Td>
    </>
  );
}
