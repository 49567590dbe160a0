"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber } from "@/domain/format";
import { agreementHref } from "./address";

type Reviews = ApiOutputs["review"]["list"];
type Row = Reviews[number];

export function ReviewList({ initial }: { initial: Reviews }) {
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.review.list.queryOptions(), initialData: initial });
  return (
    <Table label="Reviews">
      <thead>
        <tr>
          <Th className="pl-4 md:pl-5">Review</Th>
          <Th numeric title="Items that as many people as were wanted have ruled on">
            Complete
          </Th>
          <Th>By person</Th>
          <Th className="max-md:hidden">Agreement with the judge</Th>
          <Th className="max-sm:hidden">Created</Th>
        </tr>
      </thead>
      <tbody>
        {data.map((review) => (
          <Tr key={review.id}>
            <Td className="max-w-40 pl-4 sm:max-w-72 md:pl-5">
              <span className="flex min-w-0 items-center gap-2">
                <Link
                  href={`/reviews/${review.id}`}
                  title={review.name}
                  className="min-w-0 truncate font-medium text-ink hover:underline"
                >
                  {review.name}
                </Link>
                {review.hindsight && <Badge>in hindsight</Badge>}
              </span>
            </Td>
            <Td numeric>
              {formatNumber(review.complete)} <span className="text-faint">of {formatNumber(review.items)}</span>
            </Td>
            <Td className="max-w-28 sm:max-w-60">
              <People review={review} />
            </Td>
            <Td className="max-w-72 max-md:hidden">
              <Agreement review={review} />
            </Td>
            <Td className="text-muted max-sm:hidden">
              <RelativeTime iso={review.createdAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function People({ review: { people, items } }: { review: Row }) {
  if (people.length === 0) return <span className="text-faint">nobody yet</span>;
  const words = people.map(({ person, done }) => `${person} ${formatNumber(done)} of ${formatNumber(items)}`);
  return (
    <span className="block truncate" title={words.join(", ")}>
      {people.map(({ person, done }, index) => (
        <span key={person}>
          {index > 0 && <span className="text-faint"> · </span>}
          {person} <span className="text-muted tabular-nums">{formatNumber(done)}</span>
        </span>
      ))}
    </span>
  );
}

function Agreement({ review: { people, judge } }: { review: Row }) {
  const runs = people.flatMap(({ person, runId }) => (runId === null ? [] : [{ person, runId }]));
  if (judge === null || runs.length === 0) return <span className="text-faint">–</span>;
  return (
    <span className="flex min-w-0 flex-wrap gap-x-2">
      {runs.map(({ person, runId }) => (
        <Link
          key={runId}
          href={agreementHref(runId, judge.id)}
          title={`${person} and ${judge.name}`}
          className="truncate text-accent-ink hover:underline"
        >
          {person}
        </Link>
      ))}
    </span>
  );
}
