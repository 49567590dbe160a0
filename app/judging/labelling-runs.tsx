import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { RelativeTime } from "@/components/format/time";
import { Td, Th } from "@/components/ui/table";
import { wilson } from "@/domain/interval";
import { metricName } from "@/domain/labelling/metric-words";
import type { RunProgress } from "@/domain/run";
import { CompareLink, KindBadge, RunName } from "./run-name";
import { RunState } from "./run-state";
import { RunTable } from "./run-table";

type Run = ApiOutputs["library"]["labellingRuns"][number];

const browse = (run: Run) => `/trajectories?labels=${run.id}&outcome=correct&outcome=incorrect`;

export function LabellingRuns(props: { groups: { newest: Run; older: Run[] }[]; current: RunProgress[] }) {
  const nameOf = (run: Run, hasVersions: boolean) => (
    <>
      <RunName run={run} href={`/judging/labels/${run.id}`} hasVersions={hasVersions} />
      <RunState kind="labelling" id={run.id} name={run.name} current={props.current} />
    </>
  );
  return (
    <RunTable
      label="Labelling runs"
      head={
        <>
          <Th className="pl-4 md:pl-5">Labeller</Th>
          <Th className="max-sm:hidden">Kind</Th>
          <Th className="max-sm:hidden" title="What is computed, and from which value on an answer is correct">
            Metric
          </Th>
          <Th numeric>Labelled</Th>
          <Th numeric>Correct</Th>
          <Th>Created</Th>
          <Th>
            <span className="sr-only">Links</span>
          </Th>
        </>
      }
      rows={props.groups.map(({ newest, older }) => ({
        id: newest.id,
        label: newest.name,
        name: nameOf(newest, older.length > 0),
        cells: <Cells run={newest} />,
        older: older.map((run) => ({
          id: run.id,
          name: nameOf(run, true),
          cells: <Cells run={run} />,
        })),
      }))}
    />
  );
}

function Cells({ run }: { run: Run }) {
  return (
    <>
      <Td className="max-sm:hidden">
        <KindBadge kind={run.labellerKind} />
      </Td>
      <Td
        className="max-w-56 truncate text-muted max-sm:hidden"
        title={run.metric ? metricName(run.metric) : undefined}
      >
        {run.metric ? metricName(run.metric) : <span className="text-faint">–</span>}
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
        <span className="inline-flex gap-3">
          <Link
            href={`/judging/labels/compare?a=${run.id}`}
            aria-label={`Where ${run.name} differs from another labelling run`}
            className="whitespace-nowrap text-accent-ink hover:underline"
          >
            Differs from…
          </Link>
          <CompareLink name={run.name} href={`/compare?labels=${run.id}`} />
        </span>
      </Td>
    </>
  );
}
