"use client";
/** Tries the search tool: a query, and the passages that a model would be given, with their scores. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { debounce, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useTRPC } from "@/app/trpc";
import { EmptyState } from "@/components/states/empty-state";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { Input, Label, NativeSelect } from "@/components/ui/input";
import { formatCount, formatDuration } from "@/domain/format";
import { Hits } from "./hits";

const COUNTS = [3, 5, 10, 20, 50] as const;
const MAX_QUERY = 2_000;

export function SearchBox({ corpusId, isPartial }: { corpusId: number; isPartial: boolean }) {
  const trpc = useTRPC();
  const [{ q, k }, setAsked] = useQueryStates({
    q: parseAsString.withDefault(""),
    k: parseAsInteger.withDefault(3),
  });
  const query = q.slice(0, MAX_QUERY);
  const topk = COUNTS.find((count) => count === k) ?? COUNTS[0];
  const found = useQuery({
    ...trpc.corpus.search.queryOptions({ corpusId, query, topk }),
    enabled: query.trim() !== "",
    placeholderData: keepPreviousData,
  });
  const result = query.trim() === "" ? undefined : found.data;
  return (
    <div className="flex flex-col gap-3 px-4 py-3 md:px-5">
      <div className="flex flex-wrap items-end gap-3">
        <div className="flex min-w-0 max-w-2xl flex-1 basis-72 flex-col gap-1">
          <Label htmlFor="query">Try the search tool</Label>
          <Input
            id="query"
            type="search"
            placeholder="A query, as a model would write it"
            maxLength={MAX_QUERY}
            defaultValue={q}
            onChange={(event) =>
              setAsked({ q: event.target.value || null }, { limitUrlUpdates: debounce(event.target.value ? 250 : 0) })
            }
          />
        </div>
        <div className="flex w-28 flex-col gap-1">
          <Label htmlFor="topk">Passages</Label>
          <NativeSelect
            id="topk"
            value={topk}
            onChange={(event) =>
              setAsked({ k: Number(event.target.value) === COUNTS[0] ? null : Number(event.target.value) })
            }
          >
            {COUNTS.map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </NativeSelect>
        </div>
      </div>
      <p aria-live="polite" className="min-h-5 text-muted tabular-nums">
        {result && `${formatCount(result.hits.length, "passage")} in ${formatDuration(result.took)}`}
        {result && isPartial && " · the corpus is still being indexed"}
      </p>
      {query.trim() === "" ? (
        <p className="max-w-prose text-muted">
          Passages are ranked by BM25: the rarer a word of the query, the more it counts; a word in the title counts
          twice. Operators are plain words.
        </p>
      ) : found.isError ? (
        <ErrorState title="The search did not work" detail={found.error.message} onRetry={() => found.refetch()} />
      ) : result === undefined ? (
        <TableSkeleton rows={6} columns={2} />
      ) : result.hits.length > 0 ? (
        <Hits hits={result.hits} />
      ) : (
        <EmptyState title={result.words.length === 0 ? "Nothing to search for" : "No passage holds any of these words"}>
          {result.words.length === 0
            ? "Words as common as “the” and “who” are left out of a search, and nothing else stands in this query."
            : "Words match in all their forms: “rivers” finds “river”."}
        </EmptyState>
      )}
    </div>
  );
}
