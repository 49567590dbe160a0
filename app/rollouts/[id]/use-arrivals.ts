"use client";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTRPC, useTRPCClient } from "@/app/trpc";
import type { Page } from "@/domain/browse";
import { EMPTY_POOL, Sort } from "@/domain/pool";
import { type Arrivals, countNew, joinNewest, joinOlder } from "./arrivals";

const PAGE_SIZE = 100;
const EVERY_MS = 2_000;

/**
 * The trajectories of a rollout run, newest first. While `isHeld`, what comes in is counted but not shown, so that rows
 * stay where they are read.
 */
export function useArrivals(runId: number, first: Page, options: { isRunning: boolean; isHeld: boolean }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const request = { pool: { ...EMPTY_POOL, runs: [runId] }, sort: Sort.parse({}), limit: PAGE_SIZE };
  const newest = useQuery({
    ...trpc.browse.page.queryOptions(request),
    initialData: first,
    refetchInterval: options.isRunning ? EVERY_MS : false,
  });
  const [shown, setShown] = useState<Arrivals>({ rows: first.rows, next: first.next });
  const waiting = joinNewest(shown, newest.data);
  const newCount = countNew(shown, waiting);
  const isBehind = newCount > 0 && !options.isHeld;
  const [merged, setMerged] = useState(newest.data);
  if (isBehind && merged !== newest.data) {
    setMerged(newest.data);
    setShown(waiting);
  }

  // The last ones come with the end of the run, after the last regular look.
  const { refetch } = newest;
  const wasRunning = useRef(options.isRunning);
  useEffect(() => {
    if (wasRunning.current && !options.isRunning) void refetch();
    wasRunning.current = options.isRunning;
  }, [options.isRunning, refetch]);

  const isReading = useRef(false);
  const { next } = shown;
  const readOlder = useCallback(async () => {
    if (next === null || isReading.current) return;
    isReading.current = true;
    try {
      const older = await client.browse.page.query({
        pool: { ...EMPTY_POOL, runs: [runId] },
        sort: Sort.parse({}),
        limit: PAGE_SIZE,
        cursor: next,
      });
      setShown((current) => (current.next === next ? joinOlder(current, older) : current));
    } catch {
      // Scrolling on asks again.
    } finally {
      isReading.current = false;
    }
  }, [client, runId, next]);

  return { rows: shown.rows, newCount, error: newest.error, showNew: () => setShown(waiting), readOlder };
}
