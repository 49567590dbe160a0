import { SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { poolChips } from "@/app/compare/pool-chips";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { namesWhatIsNotHere } from "@/domain/keyed-pool";
import { type Pool, poolToParams } from "@/domain/pool";

/** A pool in words, with the way to its trajectories, where it can be changed. */
export function PoolBox(props: {
  pool: Pool;
  names: Names;
  isFixed?: boolean;
  /** What else the address of its trajectories says */
  more?: Record<string, string>;
}) {
  const { pool, names, isFixed = false, more = {} } = props;
  const chips = poolChips(pool, names);
  const query = new URLSearchParams([...poolToParams(pool), ...Object.entries(more)]).toString();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {chips.length === 0 && <Badge>all trajectories</Badge>}
      {chips.map((chip) => (
        <Badge key={chip.field} className="h-auto max-w-full whitespace-normal py-0.5">
          <span className="text-faint">{chip.field}</span> <span className="text-ink">{chip.text}</span>
        </Badge>
      ))}
      {!(isFixed && namesWhatIsNotHere(pool)) && (
        <Button asChild size="sm" variant="ghost">
          <Link href={query === "" ? "/trajectories" : `/trajectories?${query}`}>
            <SlidersHorizontal aria-hidden />
            {isFixed ? "Open in trajectories" : "Change in trajectories"}
          </Link>
        </Button>
      )}
    </div>
  );
}
