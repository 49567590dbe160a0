"use client";
import Link from "next/link";
import { EmptyState } from "@/components/states/empty-state";
import { Button } from "@/components/ui/button";
import type { SearchState } from "@/domain/browse";
import type { Pool } from "@/domain/pool";
import { isFiltered } from "./filters";

/** Why the table is empty, and what to do about it. */
export function NoRows({
  pool,
  search,
  onClear,
}: {
  pool: Pool;
  search: SearchState | undefined;
  onClear: () => void;
}) {
  if (!isFiltered(pool))
    return (
      <EmptyState
        title="No trajectories yet"
        action={
          <Button asChild variant="primary">
            <Link href="/import">Import trajectories</Link>
          </Button>
        }
        command="bin/swirl import FILE"
      >
        Every trajectory of every rollout run stands here once it is imported.
      </EmptyState>
    );
  const clear = <Button onClick={onClear}>Clear filters</Button>;
  if (search?.isEmpty)
    return (
      <EmptyState title="These words are too common to search for" action={clear}>
        Full-text search leaves out words such as “the” and “of”, and signs. Add a word that says more.
      </EmptyState>
    );
  return (
    <EmptyState title="No trajectory matches" action={clear}>
      {search && search.notIndexed.count !== 0
        ? "Some trajectories are not searchable yet: the worker is still reading them."
        : "Take away one of the filters above, or all of them."}
    </EmptyState>
  );
}
