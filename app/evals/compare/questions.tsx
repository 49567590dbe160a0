"use client";
/** The questions of one kind, each opening both trajectories side by side. */
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatShare } from "@/domain/format";
import { showable } from "@/domain/trajectory-view";

type Page = ApiOutputs["eval"]["questions"];
const A_PAGE = 50;

export function Questions(props: {
  pair: { a: number; b: number; set: number };
  kind: "wins" | "losses" | "ties";
  names: readonly [string, string];
}) {
  const trpc = useTRPC();
  const pages = useInfiniteQuery(
    trpc.eval.questions.infiniteQueryOptions(
      { ...props.pair, kind: props.kind, limit: A_PAGE },
      {
        initialCursor: null,
        getNextPageParam: (page: Page) => (page.length < A_PAGE ? undefined : page.at(-1)?.question),
      },
    ),
  );
  const rows = pages.data?.pages.flat() ?? [];
  if (pages.isError && rows.length === 0)
    return (
      <ErrorState title="They could not be read" detail={pages.error.message} onRetry={() => void pages.refetch()} />
    );
  if (pages.isPending) return <TableSkeleton rows={8} columns={3} />;
  if (rows.length === 0) return <p className="py-4 text-muted">There are none.</p>;
  return (
    <>
      <Table label="Questions">
        <thead>
          <tr>
            <Th>Question</Th>
            {props.names.map((name, side) => (
              <Th key={["a", "b"][side]} numeric className="max-w-40 truncate" title={name}>
                {name}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.question}>
              <Td className="max-w-md">
                <Link
                  href={`/trajectories/side-by-side?ids=${row.trajectoryA},${row.trajectoryB}`}
                  className="block truncate text-accent-ink hover:underline"
                  title={showable(row.text)}
                >
                  {showable(row.text)}
                </Link>
              </Td>
              <Td numeric>{rightWords(row.a)}</Td>
              <Td numeric>{rightWords(row.b)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {pages.hasNextPage && (
        <div className="py-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      )}
      {pages.isError && (
        <p role="alert" className="py-2 text-danger-ink">
          More could not be read: {pages.error.message}
        </p>
      )}
    </>
  );
}

/** With several samples a question, the share of them that is right. */
const rightWords = (share: number) => (share === 1 ? "right" : share === 0 ? "wrong" : `${formatShare(share)} right`);
