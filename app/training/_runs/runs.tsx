"use client";
/** The list of training runs, kept current while one of them is open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Table, Th } from "@/components/ui/table";
import { isTrainingOver } from "@/domain/training/status";
import { compareHref, MOST_COMPARED } from "../compare/run-ids";
import { RUNS_A_PAGE } from "./page-size";
import { RunRow } from "./run-row";

type Runs = ApiOutputs["trainingRun"]["list"];
const EVERY_MS = 2_000;

export function TrainingRuns({ first }: { first: Runs }) {
  const trpc = useTRPC();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const pages = useInfiniteQuery({
    ...trpc.trainingRun.list.infiniteQueryOptions(
      { limit: RUNS_A_PAGE },
      {
        initialCursor: null,
        getNextPageParam: (page: Runs) => (page.length < RUNS_A_PAGE ? undefined : page.at(-1)?.id),
      },
    ),
    initialData: { pages: [first], pageParams: [null] },
    refetchInterval: (query) =>
      query.state.data?.pages.flat().some(({ status }) => !isTrainingOver(status)) ? EVERY_MS : false,
  });
  const rows = pages.data.pages.flat();
  const choose = (id: number, isChosen: boolean) =>
    setChosen((before) => (isChosen ? [...before, id] : before.filter((each) => each !== id)));
  return (
    <>
      {rows.length > 1 && <CompareBar chosen={chosen} />}
      <Table
        label="Training runs"
        className="[&_:is(td,th):not(:first-child)]:px-1.5 2xl:[&_:is(td,th):not(:first-child)]:px-2.5 [&_:is(td,th):last-child]:pr-4 md:[&_:is(td,th):last-child]:pr-5"
      >
        <thead>
          <tr>
            <Th className="pl-4 md:pl-5">Training run</Th>
            <Th className="max-sm:hidden">Status</Th>
            <Th>Updates</Th>
            <Th numeric title="Mean reward of the last update; for SFT its loss">
              Reward
            </Th>
            <Th className="max-lg:hidden">Base model</Th>
            <Th className="max-lg:hidden" title="The filter mode whose sub-trajectories it is trained on">
              Data
            </Th>
            <Th className="max-md:hidden">Algorithm</Th>
            <Th className="max-md:hidden">Result</Th>
            <Th className="max-sm:hidden">Started</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RunRow
              key={row.id}
              run={row}
              canChoose={rows.length > 1}
              isChosen={chosen.includes(row.id)}
              isFull={chosen.length >= MOST_COMPARED}
              onChoose={choose}
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

function CompareBar({ chosen }: { chosen: readonly number[] }) {
  return (
    <div className="flex h-10 items-center gap-3 border-line border-b px-4 text-muted md:px-5">
      {chosen.length < 2 ? (
        <span>{chosen.length === 0 ? "Choose two or more runs" : "Choose another run"} to draw them in one chart.</span>
      ) : (
        <Button asChild size="sm">
          <Link href={compareHref(chosen)}>Compare {chosen.length} runs in one chart</Link>
        </Button>
      )}
    </div>
  );
}
