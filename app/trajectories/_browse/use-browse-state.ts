"use client";
/** The page's state is its address: changing a filter is going to another link, and back undoes it. */
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { type BrowseState, hrefOf, readState, writeState } from "./search-params";

type Options = { replace?: boolean };
/** A change, or a way to get it from what is there at that moment. */
type Change<Whole> = Partial<Whole> | ((current: Whole) => Partial<Whole>);
export type ChangePool = (change: Change<Pool>, options?: Options) => void;

const applied = <Whole>(current: Whole, change: Change<Whole>): Whole => ({
  ...current,
  ...(typeof change === "function" ? change(current) : change),
});

function changeState(change: Change<BrowseState>, { replace = false }: Options = {}) {
  // The address is ahead of what is rendered: of two quick changes, the second must not undo the first.
  const current = readState(new URLSearchParams(window.location.search));
  const href = hrefOf("/trajectories", writeState(applied<BrowseState>(current, change)));
  // Next follows the history without asking the server for the page again.
  if (replace) window.history.replaceState(null, "", href);
  else window.history.pushState(null, "", href);
}

const changePool: ChangePool = (change, options) =>
  changeState(({ pool }) => ({ pool: applied(pool, change) }), options);

/** Takes every filter away; whose rulings are shown stays. */
const clear = () => changePool(({ judge, labels }) => ({ ...EMPTY_POOL, judge, labels }));

export function useBrowseState() {
  const text = useSearchParams().toString();
  const state = useMemo(() => readState(new URLSearchParams(text)), [text]);
  const query = useMemo(() => writeState(state), [state]);
  return { state, query, change: changeState, changePool, clear };
}
