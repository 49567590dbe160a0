import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { RelativeTime } from "@/components/format/time";
import { Td, Th } from "@/components/ui/table";
import { formatCount, formatNumber } from "@/domain/format";
import { wilson } from "@/domain/interval";
import type { RunProgress } from "@/domain/run";
import { CompareLink, KindBadge, RunName } from "./run-name";
import { RunState } from "./run-state";
import { RunTable } from "./run-table";

type Run = ApiOutputs["library"]["judgingRuns"][number];

const browse = (run: Run) => `/trajectories?judge=${run.id}&scope=${run.id}`;

export function JudgingRuns(props: { groups: { newest: Run; older: Run[] }[]; current: RunProgress[] }) {
  const nameOf = (run: Run, hasVersions: boolean) => (
    <>
      <RunName run={run} href={`/judging/${run.id}`} hasVersions={hasVersions} />
      <RunState kind="judging" id={run.id} name={run.name} current={props.current} />
    </>
  );
  return (
    <RunTable
      label="Judging runs"
      head={
        <>
          <Th className="pl-4 md:pl-5">Judge</Th>
          <Th className="max-sm:hidden">Kind</Th>
          <Th className="max-2xl:hidden">Made on</Th>
          <Th numeric>Judged</Th>
          <Th numeric title="Steps that have a verdict">
            Verdicts
          </Th>
          <Th numeric title="Steps in its scope that have none">
            No verdict
          </Th>
          <Th numeric title="Trajectories whose every step is judged reasonable, of those judged">
            Reasonable throughout
          </Th>
          <Th numeric title="Mean of all scores, 0 to 100">
            Score
          </Th>
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
        <KindBadge kind={run.judgeKind} />
      </Td>
      <Td className="max-w-80 truncate max-2xl:hidden" title={run.sets.join(", ")}>
        <Sets names={run.sets} />
      </Td>
      <Td numeric>
        <Link href={browse(run)} className="text-accent-ink hover:underline">
          <Num value={run.judged} />
        </Link>{" "}
        {run.inScope > 0 && <span className="text-faint text-xs">of {formatNumber(run.inScope)}</span>}
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
        <CompareLink name={run.name} href={`/compare?judge=${run.id}`} />
      </Td>
    </>
  );
}

function Sets({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="text-faint">not recorded</span>;
  return names.length === 1 ? names[0] : formatCount(names.length, "question set");
}
