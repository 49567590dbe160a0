"use client";
/** What the page reads: rows as far as they were scrolled to, and then, without holding them up, counts. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTRPC } from "@/app/trpc";
import type { Names, Page } from "@/domain/browse";
import type { Pool, Sort } from "@/domain/pool";
import { PAGE_SIZE } from "./search-params";

const FRESH_MS = 30_000;

export type Initial = { pool: Pool; sort: Sort; page: Page; names: Names };

export function useRows(pool: Pool, sort: Sort, initial: Initial) {
  const trpc = useTRPC();
  const isInitial = JSON.stringify([pool, sort]) === JSON.stringify([initial.pool, initial.sort]);
  const pages = useInfiniteQuery(
    trpc.browse.page.infiniteQueryOptions(
      { pool, sort, limit: PAGE_SIZE },
      {
        getNextPageParam: (page: Page) => page.next ?? undefined,
        initialCursor: null,
        initialData: isInitial ? { pages: [initial.page], pageParams: [null] } : undefined,
        placeholderData: keepPreviousData,
        staleTime: FRESH_MS,
        refetchOnWindowFocus: false,
      },
    ),
  );
  const { data, hasNextPage, isFetching, fetchNextPage } = pages;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return { pages, rows, more };
}

export function useCounts(pool: Pool, options: { isReady: boolean; isLooking: boolean }) {
  const trpc = useTRPC();
  const shared = { placeholderData: keepPreviousData, staleTime: FRESH_MS, refetchOnWindowFocus: false } as const;
  const count = useQuery({ ...trpc.browse.count.queryOptions({ pool }), ...shared, enabled: options.isReady });
  const facets = useQuery({ ...trpc.browse.facets.queryOptions({ pool }), ...shared, enabled: options.isLooking });
  const search = useQuery({
    ...trpc.browse.searchState.queryOptions({ search: pool.search }),
    enabled: options.isReady && pool.search !== "",
    // The worker is busy while something is left: look again until it is done.
    refetchInterval: (query) => (query.state.data?.notIndexed.count === 0 ? false : 5_000),
  });
  return { count, facets, search: pool.search === "" ? undefined : search.data };
}
