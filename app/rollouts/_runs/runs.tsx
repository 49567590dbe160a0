"use client";
/** The list of rollout runs; those under way are kept current. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useCurrentRuns } from "@/app/_live/use-progress";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Table, Th } from "@/components/ui/table";
import { RUNS_A_PAGE } from "./page-size";
import { RunRow } from "./run-row";

type Runs = ApiOutputs["rollout"]["list"];

export function RunsClient({ first, current }: { first: Runs; current: ApiOutputs["runs"]["current"] }) {
  const trpc = useTRPC();
  const live = useCurrentRuns(current);
  const pages = useInfiniteQuery({
    ...trpc.rollout.list.infiniteQueryOptions(
      { limit: RUNS_A_PAGE },
      {
        initialCursor: null,
        getNextPageParam: (page: Runs) => {
          const last = page.at(-1);
          return page.length < RUNS_A_PAGE || !last ? undefined : { createdAt: last.createdAt, id: last.id };
        },
      },
    ),
    initialData: { pages: [first], pageParams: [null] },
  });
  const rows = pages.data.pages.flat();

  // A run that began elsewhere is not in the list yet; one that ended is known from here only for a while.
  const { refetch } = pages;
  const standing = live.map(({ kind, runId, status }) => `${kind} ${runId} ${status}`).join();
  const seen = useRef(standing);
  useEffect(() => {
    if (seen.current !== standing) void refetch();
    seen.current = standing;
  }, [standing, refetch]);
  return (
    <>
      <Table
        label="Rollout runs"
        className="[&_:is(td,th):not(:first-child)]:px-1.5 2xl:[&_:is(td,th):not(:first-child)]:px-2.5 [&_:is(td,th):last-child]:pr-4 md:[&_:is(td,th):last-child]:pr-5"
      >
        <thead>
          <tr>
            <Th className="pl-4 md:pl-5">Rollout run</Th>
            <Th className="max-sm:hidden">Status</Th>
            <Th>Trajectories</Th>
            <Th className="max-lg:hidden">Model</Th>
            <Th className="max-lg:hidden">Question set</Th>
            <Th numeric className="max-sm:pr-4" title="Trajectories that ended with an answer, of those made">
              Answered
            </Th>
            <Th className="max-sm:hidden">Created</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RunRow
              key={row.id}
              run={row}
              live={live.find((each) => each.kind === "rollout" && each.runId === row.id) ?? null}
            />
          ))}
        </tbody>
      </Table>
      {pages.hasNextPage && (
        <div className="p-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? "Loading…" : `Show ${RUNS_A_PAGE} more`}
          </Button>
        </div>
      )}
    </>
  );
}
