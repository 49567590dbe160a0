"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { RelativeTime } from "@/components/format/time";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { SampleBadge } from "@/components/states/sample-note";
import { SetStatus } from "@/components/training-set/set-status";
import { ShareCorrect } from "@/components/training-set/share-correct";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { nameOfSet } from "@/domain/training-set/training-set";
import { isOfSample } from "./_parts/is-sample";

type Sets = ApiOutputs["trainingSet"]["list"];
const BUSY_MS = 1_500;

export function TrainingSetList({ initial }: { initial: Sets }) {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.trainingSet.list.queryOptions(),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.some(({ status }) => status === "freezing") ? BUSY_MS : false),
  });
  return (
    <Table label="Training sets">
      <thead>
        <tr>
          <Th className="pl-4 md:pl-5">Training set</Th>
          <Th className="max-lg:hidden">Arm</Th>
          <Th className="max-lg:hidden">Experiment</Th>
          <Th numeric>Trajectories</Th>
          <Th numeric className="max-md:hidden">
            Sub-trajectories
          </Th>
          <Th numeric className="max-md:hidden" title="Different contexts among its sub-trajectories">
            Contexts
          </Th>
          <Th numeric className="max-sm:hidden" title="Of its labelled trajectories, with a 95 % interval">
            Correct
          </Th>
          <Th numeric className="max-xl:hidden" title="Training runs on it">
            Runs
          </Th>
          <Th className="max-sm:hidden">Frozen</Th>
        </tr>
      </thead>
      <tbody>
        {data.map((set) => (
          <Row key={set.id} set={set} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ set }: { set: Sets[number] }) {
  const name = nameOfSet(set);
  const missing = set.status === "failed" ? "–" : "…";
  return (
    <Tr>
      <Td className="max-w-44 pl-4 sm:max-w-48 md:pl-5 2xl:max-w-96">
        <span className="flex items-center gap-2">
          <Link
            href={`/training-sets/${set.id}`}
            title={name}
            className="flex min-w-0 font-medium text-ink hover:underline"
          >
            <span className="min-w-0 truncate">{set.name}</span>
            <span className="shrink-0 whitespace-pre"> v{set.version}</span>
          </Link>
          {isOfSample(set.facts) && <SampleBadge />}
        </span>
        <span className="mt-0.5 block text-muted sm:hidden">
          {set.frozenAt !== null && "Frozen "}
          <Standing set={set} />
        </span>
      </Td>
      <Td className="max-w-36 max-lg:hidden 2xl:max-w-72" title={set.arm}>
        <ModeBadge mode={set.filter.mode} label={set.arm} className="max-w-full" />
      </Td>
      <Td className="max-w-28 truncate max-lg:hidden 2xl:max-w-72" title={set.experiment?.name}>
        {set.experiment === null ? (
          <span className="text-faint">removed</span>
        ) : (
          <Link href={`/experiments/${set.experiment.id}`} className="hover:underline">
            {set.experiment.name}
          </Link>
        )}
      </Td>
      <Td numeric>
        <Num value={set.trajectories} missing={missing} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Num value={set.subTrajectories} missing={missing} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Num value={set.distinctContexts} missing={missing} />
      </Td>
      <Td numeric className="max-sm:hidden">
        {set.facts === null ? (
          <span className="text-faint">{missing}</span>
        ) : (
          <ShareCorrect facts={set.facts} mode={set.filter.mode} />
        )}
      </Td>
      <Td numeric className="max-xl:hidden" title={set.trainingRuns.map((run) => run.name).join(", ") || undefined}>
        {set.trainingRuns.length === 0 ? (
          <span className="text-faint">none</span>
        ) : (
          formatNumber(set.trainingRuns.length)
        )}
      </Td>
      <Td className="whitespace-nowrap text-muted max-sm:hidden" title={set.message ?? undefined}>
        <Standing set={set} />
      </Td>
    </Tr>
  );
}

/** Since when it is frozen, or why it is not. */
function Standing({ set: { status, frozenAt } }: { set: Sets[number] }) {
  return frozenAt === null ? <SetStatus status={status} /> : <RelativeTime iso={frozenAt} />;
}
