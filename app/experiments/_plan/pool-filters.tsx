"use client";
/** The pool's conditions, one chip each, edited in place as on the page of trajectories. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { browseHref } from "@/app/compare/search-params";
import { FilterBar } from "@/app/trajectories/_browse/filter-bar";
import { isFiltered } from "@/app/trajectories/_browse/filters";
import type { ChangePool } from "@/app/trajectories/_browse/use-browse-state";
import { useTRPC } from "@/app/trpc";
import { Badge, Chip } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { EMPTY_POOL, type Pool } from "@/domain/pool";

export function PoolFilters({ pool, names, onChange }: { pool: Pool; names: Names; onChange: (pool: Pool) => void }) {
  const trpc = useTRPC();
  const [isLooking, setLooking] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const facets = useQuery({
    ...trpc.browse.facets.queryOptions({ pool }),
    enabled: isLooking,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const change: ChangePool = (part) => onChange({ ...pool, ...(typeof part === "function" ? part(pool) : part) });
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-muted text-xs">Pool</span>
      {!isFiltered(pool) && <Badge>all trajectories</Badge>}
      {pool.search !== "" && (
        <Chip onRemove={() => change({ search: "" })} removeLabel="Remove the filter Search">
          <span className="text-muted">Search</span> <span className="font-medium">“{pool.search}”</span>
        </Chip>
      )}
      <FilterBar
        pool={pool}
        names={names}
        facets={facets.data}
        isCounting={facets.isFetching}
        onChange={change}
        onClear={() => onChange({ ...EMPTY_POOL, judge: pool.judge, labels: pool.labels })}
        onLook={() => setLooking(true)}
        questionText={undefined}
        isCompact={!isOpen}
      />
      <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <SlidersHorizontal aria-hidden />
        {isOpen ? "Fewer conditions" : "Add a condition"}
      </Button>
      <Button asChild size="sm" variant="ghost">
        <Link href={browseHref(pool)}>Open in trajectories</Link>
      </Button>
    </div>
  );
}
