"use client";
/** One line above the table: how many there are, what is left out, and what is selected. */
import { X } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { type CappedCount, formatCapped, type SearchState } from "@/domain/browse";
import { formatCount } from "@/domain/format";

export type Selection = { ids: readonly number[]; isAll: boolean };
/** As many as fit side by side. */
export const SIDE_BY_SIDE = { min: 2, max: 5 };

export function ResultBar(props: {
  count: CappedCount | undefined;
  /** Asks again; given where counting failed */
  onCountAgain: (() => void) | null;
  search: SearchState | undefined;
  ignored: readonly string[];
  selection: Selection;
  onSelectAll: () => void;
  onClear: () => void;
  /** Given where filters are set */
  onClearFilters: (() => void) | null;
  compareHref: string;
  judgeHref: string;
  labelHref: string;
  reviewHref: string;
  exportHref: string;
}) {
  const { count, search, ignored, selection } = props;
  const isSome = selection.isAll || selection.ids.length > 0;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-muted text-sm">
      <span role="status" aria-live="polite" className="tabular">
        {count
          ? `${formatCapped(count)} ${count.count === 1 ? "trajectory" : "trajectories"}`
          : props.onCountAgain
            ? "They could not be counted."
            : "Counting…"}
      </span>
      {props.onCountAgain && (
        <Button size="sm" onClick={props.onCountAgain}>
          Count again
        </Button>
      )}
      {search && search.notIndexed.count !== 0 && (
        <span className="text-warning-ink">
          {formatCapped(search.notIndexed)} {search.notIndexed.count === 1 ? "trajectory is" : "trajectories are"} not
          searchable yet
        </span>
      )}
      {ignored.length > 0 && (
        <span className="text-warning-ink">
          The address holds a filter that was not understood: {ignored.join(", ")}
        </span>
      )}
      {props.onClearFilters && (
        <Button size="sm" variant="ghost" onClick={props.onClearFilters}>
          <X aria-hidden />
          Clear filters
        </Button>
      )}
      {!isSome && count && count.count !== 0 && (
        <span className="flex gap-1">
          <Button asChild size="sm" variant="ghost">
            <Link href={props.judgeHref}>Judge these</Link>
          </Button>
          <Button asChild size="sm" variant="ghost">
            <Link href={props.labelHref}>Label outcomes</Link>
          </Button>
          <Button asChild size="sm" variant="ghost">
            <Link href={props.reviewHref}>Review a sample</Link>
          </Button>
        </span>
      )}
      {isSome && <Selected {...props} />}
    </div>
  );
}

function Selected({ count, selection, onSelectAll, onClear, ...hrefs }: Parameters<typeof ResultBar>[0]) {
  const { ids, isAll } = selection;
  const fits = !isAll && ids.length >= SIDE_BY_SIDE.min && ids.length <= SIDE_BY_SIDE.max;
  return (
    <section
      aria-label="Selection"
      className="flex flex-wrap items-center gap-2 rounded-md bg-selected py-0.5 pr-0.5 pl-2.5 text-ink"
    >
      <span className="tabular">
        {isAll && count
          ? `All ${formatCapped(count)} that match are selected`
          : `${formatCount(ids.length, "trajectory", "trajectories")} selected`}
      </span>
      {!isAll && count && count.count !== ids.length && (
        <Button size="sm" variant="ghost" onClick={onSelectAll}>
          Select all {formatCapped(count)} that match
        </Button>
      )}
      {!isAll &&
        (fits ? (
          <Button asChild size="sm" variant="primary">
            <Link href={`/trajectories/side-by-side?ids=${ids.join(",")}`}>Compare side by side</Link>
          </Button>
        ) : (
          <Button size="sm" disabled title={`Choose ${SIDE_BY_SIDE.min} to ${SIDE_BY_SIDE.max} trajectories`}>
            Compare side by side
          </Button>
        ))}
      {isAll && (
        <>
          <Button asChild size="sm" variant="primary">
            <Link href={hrefs.compareHref}>Compare filter modes</Link>
          </Button>
          <Button asChild size="sm">
            <Link href={hrefs.judgeHref}>Judge these</Link>
          </Button>
          <Button asChild size="sm">
            <Link href={hrefs.labelHref}>Label outcomes</Link>
          </Button>
          <Button asChild size="sm">
            <Link href={hrefs.reviewHref}>Review a sample</Link>
          </Button>
          <Button asChild size="sm">
            <a href={hrefs.exportHref} download>
              Export
            </a>
          </Button>
        </>
      )}
      <Button size="sm" variant="ghost" onClick={onClear}>
        Clear selection
      </Button>
    </section>
  );
}
