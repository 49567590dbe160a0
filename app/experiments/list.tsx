"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";

type Experiments = ApiOutputs["experiment"]["list"];

export function ExperimentList({ initial }: { initial: Experiments }) {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.experiment.list.queryOptions(), initialData: initial });
  return (
    <Table label="Experiments">
      <thead>
        <tr>
          <Th className="pl-4 md:pl-5">Experiment</Th>
          <Th>Arms</Th>
          <Th className="max-sm:hidden">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {data.map((experiment) => (
          <Tr key={experiment.id}>
            <Td className="max-w-40 pl-4 sm:max-w-72 md:pl-5">
              <Link
                href={`/experiments/${experiment.id}`}
                title={experiment.name}
                className="block truncate font-medium text-ink hover:underline"
              >
                {experiment.name}
              </Link>
            </Td>
            <Td className="max-w-40 sm:max-w-96" title={experiment.arms.join(" · ")}>
              <span className="flex min-w-0 items-center gap-2">
                <span className="text-muted tabular-nums">{formatNumber(experiment.arms.length)}</span>
                <span className="min-w-0 truncate">{experiment.arms.join(" · ")}</span>
                {experiment.matching && (
                  <Badge title="Drawn down to the same number of distinct contexts">matched</Badge>
                )}
              </span>
            </Td>
            <Td className="text-muted max-sm:hidden">
              <RelativeTime iso={experiment.changedAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
