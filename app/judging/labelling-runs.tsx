import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { RelativeTime } from "@/components/format/time";
import { Td, Th } from "@/components/ui/table";
import { wilson } from "@/domain/interval";
import { CompareLink, KindBadge, RunName } from "./run-name";
import { RunTable } from "./run-table";

type Run = ApiOutputs["library"]["labellingRuns"][number];

const browse = (run: Run) => `/trajectories?labels=${run.id}&outcome=correct&outcome=incorrect`;

export function LabellingRuns({ groups }: { groups: { newest: Run; older: Run[] }[] }) {
  return (
    <RunTable
      label="Labelling runs"
      head={
        <>
          <Th className="pl-4 md:pl-5">Labeller</Th>
          <Th>Kind</Th>
          <Th numeric>Labelled</Th>
          <Th numeric>Correct</Th>
          <Th>Created</Th>
          <Th>
            <span className="sr-only">Links</span>
          </Th>
        </>
      }
      rows={groups.map(({ newest, older }) => ({
        id: newest.id,
        label: newest.name,
        name: <RunName run={newest} href={browse(newest)} hasVersions={older.length > 0} />,
        cells: <Cells run={newest} />,
        older: older.map((run) => ({
          id: run.id,
          name: <RunName run={run} href={browse(run)} hasVersions />,
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
        <KindBadge kind={run.labellerKind} />
      </Td>
      <Td numeric>
        <Link href={browse(run)} className="text-accent-ink hover:underline">
          <Num value={run.labelled} />
        </Link>
      </Td>
      <Td numeric>
        <Share
          count={run.correct}
          of={run.labelled}
          interval={wilson(run.correct, run.labelled)}
          missing="unlabelled"
        />
      </Td>
      <Td className="text-muted">
        <RelativeTime iso={run.createdAt} />
      </Td>
      <Td className="pr-5">
        <CompareLink name={run.name} href={`/compare?labels=${run.id}`} />
      </Td>
    </>
  );
}
