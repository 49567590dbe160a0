"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/app/trpc";
import { ModeSwatch } from "@/components/glyphs/mode-badge";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Arm } from "@/domain/experiment";
import type { ArmFigures } from "@/domain/filtering/figures";
import type { Filter } from "@/domain/filtering/filter";
import { overlapBetween } from "@/domain/filtering/overlap";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Pool } from "@/domain/pool";

/** As many arms as an evaluation takes, two of each pair */
const MOST_PAIRS = 6;

/** Each arm before and after, and how many trajectories came and went. */
export function ReplacementTable(props: { pool: Pool; pairs: readonly { before: Arm; after: Filter }[] }) {
  const trpc = useTRPC();
  const pairs = props.pairs.slice(0, MOST_PAIRS);
  const arms = [
    ...pairs.map(({ before }, index) => ({ name: `${index} before`, filter: before.filter })),
    ...pairs.map(({ after }, index) => ({ name: `${index} after`, filter: after })),
  ];
  const evaluated = useQuery({
    ...trpc.experiment.evaluate.queryOptions({ pool: props.pool, arms, matching: false }, { staleTime: 60_000 }),
    placeholderData: keepPreviousData,
  });
  if (evaluated.isError)
    return (
      <ErrorState
        title="The replacement could not be evaluated"
        detail={evaluated.error.message}
        onRetry={() => void evaluated.refetch()}
      />
    );
  const { data } = evaluated;
  if (data?.arms.length !== arms.length) return <TableSkeleton rows={pairs.length + 1} columns={6} />;
  return (
    <>
      <Table label="Arms before and after" className={evaluated.isPlaceholderData ? "opacity-70" : undefined}>
        <thead>
          <tr>
            <Th className="sm:pl-4">Arm</Th>
            <Th numeric>Trajectories</Th>
            <Th numeric>Distinct contexts</Th>
            <Th numeric>Correct of labelled</Th>
            <Th numeric>In both</Th>
            <Th numeric>Only before</Th>
            <Th numeric>Only after</Th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ before }, index) => {
            const overlap = overlapBetween(data.overlaps, index, pairs.length + index);
            const [one, other] = [data.arms[index]?.figures, data.arms[pairs.length + index]?.figures];
            if (!overlap || !one || !other) return null;
            return (
              <Tr key={before.name}>
                <th scope="row" className="px-2.5 py-1 text-left align-top font-normal sm:pl-4">
                  <span className="inline-flex items-center gap-1.5">
                    <ModeSwatch mode={before.filter.mode} />
                    {before.name}
                  </span>
                </th>
                <Td numeric className="align-top">
                  {formatNumber(one.trajectories)} →{" "}
                  <strong className="font-medium">{formatNumber(other.trajectories)}</strong>
                </Td>
                <Td numeric className="align-top">
                  {formatNumber(one.distinctContexts)} → {formatNumber(other.distinctContexts)}
                </Td>
                <Td numeric className="align-top">
                  <Correct before={one} after={other} />
                </Td>
                <Td numeric className="align-top">
                  {formatNumber(overlap.both)}
                </Td>
                <Td numeric className="align-top">
                  {formatNumber(overlap.onlyRow)}
                </Td>
                <Td numeric className="align-top">
                  {formatNumber(overlap.onlyColumn)}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
      {props.pairs.length > MOST_PAIRS && (
        <p className="px-4 py-2 text-muted">
          The first {MOST_PAIRS} of {props.pairs.length} arms that follow it.
        </p>
      )}
    </>
  );
}

function Correct({ before, after }: { before: ArmFigures; after: ArmFigures }) {
  if (after.isCorrectByConstruction) return <span className="text-faint">by construction</span>;
  const share = ({ shareCorrect }: ArmFigures) => (shareCorrect ? formatShare(shareCorrect.share) : "–");
  return (
    <>
      {share(before)} → {share(after)}
      {after.shareCorrect && (
        <span className="block text-faint text-xs">
          {before.shareCorrect && `${formatInterval(before.shareCorrect)} → `}
          {formatInterval(after.shareCorrect)}
        </span>
      )}
    </>
  );
}
