"use client";
/** A set's questions, page after page, with a search in their text. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { debounce, parseAsString, useQueryState } from "nuqs";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Share } from "@/components/format/share";
import { EmptyState } from "@/components/states/empty-state";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { cutAtWord, formatCount, formatNumber } from "@/domain/format";
import { wilson } from "@/domain/interval";

type Library = ApiOutputs["library"];
const PAGE = 100;

export function QuestionsClient({ set, first }: { set: Library["questionSet"]; first: Library["questions"] }) {
  const trpc = useTRPC();
  const [search, setSearch] = useQueryState("q", parseAsString.withDefault(""));
  const count = useQuery({
    ...trpc.library.questionCount.queryOptions({ set: set.id, search }),
    initialData: search === "" ? set.questions : undefined,
    placeholderData: keepPreviousData,
  });
  const pages = useInfiniteQuery({
    ...trpc.library.questions.infiniteQueryOptions(
      { set: set.id, search, limit: PAGE },
      {
        getNextPageParam: (page) => (page.length < PAGE ? undefined : page.at(-1)?.id),
        initialCursor: null,
      },
    ),
    initialData: search === "" ? { pages: [first], pageParams: [null] } : undefined,
    placeholderData: keepPreviousData,
  });
  const rows = pages.data?.pages.flat() ?? [];
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-4 py-2 md:px-5">
        <Input
          type="search"
          aria-label="Search the questions"
          placeholder="Search the questions"
          className="w-72"
          maxLength={200}
          defaultValue={search}
          onChange={(event) =>
            setSearch(event.target.value || null, { limitUrlUpdates: debounce(event.target.value ? 250 : 0) })
          }
        />
        <span aria-live="polite" className="text-muted tabular-nums">
          {count.data === undefined ? "" : formatCount(count.data, "question")}
        </span>
      </div>
      {pages.isError && rows.length === 0 && (
        <ErrorState
          title="The questions could not be listed"
          detail={pages.error.message}
          onRetry={() => pages.refetch()}
        />
      )}
      {pages.isPending && <TableSkeleton rows={12} columns={4} />}
      {pages.isSuccess && rows.length === 0 && (
        <EmptyState
          title={search === "" ? "This set has no questions" : "No question holds these words"}
          action={search !== "" && <Button onClick={() => setSearch(null)}>Clear the search</Button>}
        />
      )}
      {rows.length > 0 && <QuestionsTable setId={set.id} rows={rows} />}
      {pages.hasNextPage && (
        <div className="p-3 text-center">
          <Button disabled={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {pages.isFetchingNextPage ? "Loading…" : `Show ${PAGE} more`}
          </Button>
          <p className="mt-1 text-faint text-xs">{formatNumber(rows.length)} shown</p>
        </div>
      )}
    </>
  );
}

function QuestionsTable({ setId, rows }: { setId: number; rows: Library["questions"] }) {
  return (
    <Table label="Questions" className="min-w-2xl table-fixed border-line border-t">
      <colgroup>
        <col />
        <col className="w-[18%]" />
        <col className="w-20" />
        <col className="w-56" />
      </colgroup>
      <thead>
        <tr>
          <Th className="pl-4 md:pl-5">Question</Th>
          <Th>Accepted answers</Th>
          <Th numeric>Samples</Th>
          <Th numeric>Correct of labelled</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td className="pl-4 md:pl-5" title={row.text}>
              <Link href={`/questions/${setId}/${row.id}`} className="line-clamp-2 hover:underline sm:line-clamp-1">
                {cutAtWord(row.text, 160)}
              </Link>
            </Td>
            <Td className="truncate" title={row.answers.join("\n")}>
              {row.answers[0] ?? <span className="text-faint">none recorded</span>}
              {row.answers.length > 1 && <span className="ml-1.5 text-faint">+{row.answers.length - 1}</span>}
            </Td>
            <Td numeric>
              {row.samples > 0 ? (
                <Link href={`/trajectories?question=${row.id}`} className="text-accent-ink hover:underline">
                  <Num value={row.samples} />
                </Link>
              ) : (
                <Num value={0} />
              )}
            </Td>
            <Td numeric>
              <Share
                count={row.correct}
                of={row.labelled}
                interval={wilson(row.correct, row.labelled)}
                missing={row.samples === 0 ? "no samples" : "unlabelled"}
              />
              {row.labelled > 0 && (
                <span className="inline-block min-w-8 text-right text-faint text-xs">n {row.labelled}</span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
