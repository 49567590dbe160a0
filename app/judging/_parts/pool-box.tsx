import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { poolChips } from "@/app/compare/pool-chips";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { type Pool, poolToParams } from "@/domain/pool";

/** A pool in words, with the way to change it. */
export function PoolBox({ pool, names, children }: { pool: Pool; names: Names; children?: React.ReactNode }) {
  const chips = poolChips(pool, names);
  const query = poolToParams(pool).toString();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {chips.length === 0 && <Badge>all trajectories</Badge>}
      {chips.map((chip) => (
        <Badge key={chip.field} className="h-auto max-w-full whitespace-normal py-0.5">
          <span className="text-faint">{chip.field}</span> <span className="text-ink">{chip.text}</span>
        </Badge>
      ))}
      {children}
      <Button asChild size="sm" variant="ghost">
        <Link href={query === "" ? "/trajectories" : `/trajectories?${query}`}>
          <SlidersHorizontal aria-hidden />
          Change in trajectories
        </Link>
      </Button>
    </div>
  );
}
