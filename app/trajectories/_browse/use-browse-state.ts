"use client";
/** The page's state is its address: changing a filter is going to another link, and back undoes it. */
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { type BrowseState, hrefOf, readState, writeState } from "./search-params";

export type ChangeState = (change: Partial<BrowseState>, options?: { replace?: boolean }) => void;
export type ChangePool = (change: Partial<Pool>, options?: { replace?: boolean }) => void;

export function useBrowseState() {
  const params = useSearchParams();
  const text = params.toString();
  const state = useMemo(() => readState(new URLSearchParams(text)), [text]);
  const query = useMemo(() => writeState(state), [state]);

  const change = useCallback<ChangeState>(
    (part, { replace = false } = {}) => {
      const href = hrefOf("/trajectories", writeState({ ...state, ...part }));
      // Next follows the history without asking the server for the page again.
      if (replace) window.history.replaceState(null, "", href);
      else window.history.pushState(null, "", href);
    },
    [state],
  );
  const changePool = useCallback<ChangePool>(
    (part, options) => change({ pool: { ...state.pool, ...part } }, options),
    [change, state.pool],
  );
  const clear = useCallback(
    () => change({ pool: { ...EMPTY_POOL, judge: state.pool.judge, labels: state.pool.labels } }),
    [change, state.pool.judge, state.pool.labels],
  );
  return { state, query, change, changePool, clear };
}
