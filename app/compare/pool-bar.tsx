"use client";
import { SlidersHorizontal, TestTubes } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { newExperimentHref } from "@/app/experiments/new/search-params";
import { newReviewHref } from "@/app/reviews/address";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Combobox, type ComboboxOption } from "@/components/ui/combobox";
import type { RunChoice } from "@/domain/browse";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import type { PoolChip } from "./pool-chips";
import { browseHref, compareHref } from "./search-params";

/** Chooses the judging run, the labelling run and the pool; each choice is an address. */
export function PoolBar(props: {
  pool: Pool;
  chips: readonly PoolChip[];
  judgingRuns: readonly RunChoice[];
  labellingRuns: readonly RunChoice[];
  /** How large the pool is, in words */
  size: string;
  /** There is something in it to filter */
  canExperiment: boolean;
}) {
  const { pool, chips } = props;
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const open = (next: Pool) => startTransition(() => router.push(compareHref(next), { scroll: false }));
  const isScope = pool.scope !== null && pool.scope === pool.judge;
  const scopeOf = (judge: number | null): Pool => ({ ...EMPTY_POOL, judge, labels: pool.labels, scope: judge });
  const isOnlyScope = compareHref(pool) === compareHref(scopeOf(pool.judge));

  return (
    <section aria-label="Pool" className="flex flex-col gap-3 rounded-lg border border-line bg-panel px-4 py-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2" aria-busy={isPending}>
        <Choice label="Judging run">
          <Combobox
            label="Judging run"
            className="w-full sm:w-64"
            value={pool.judge === null ? null : String(pool.judge)}
            options={options(props.judgingRuns)}
            // The scope follows its judging run; any other pool stays as it is.
            onChange={(value) => open({ ...pool, judge: Number(value), scope: isScope ? Number(value) : pool.scope })}
          />
        </Choice>
        <Choice label="Labelling run">
          <Combobox
            label="Labelling run"
            className="w-full sm:w-64"
            value={pool.labels === null ? null : String(pool.labels)}
            placeholder="nothing is labelled"
            options={options(props.labellingRuns)}
            onChange={(value) => open({ ...pool, labels: Number(value) })}
          />
        </Choice>
        <p className="pb-1.5 text-muted tabular-nums sm:ml-auto" data-testid="pool-size">
          {props.size}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-muted text-xs">Pool</span>
        {chips.length === 0 && <Badge>all trajectories</Badge>}
        {chips.map((chip) => (
          <Badge key={chip.field} className="h-auto max-w-full whitespace-normal py-0.5">
            <span className="text-faint">{chip.field}</span> <span className="text-ink">{chip.text}</span>
          </Badge>
        ))}
        <Button asChild size="sm" variant="ghost">
          <Link href={browseHref(pool)}>
            <SlidersHorizontal aria-hidden />
            Edit in trajectories
          </Link>
        </Button>
        {props.canExperiment && (
          <Button asChild size="sm">
            <Link href={newExperimentHref(pool)}>
              <TestTubes aria-hidden />
              Make an experiment of it
            </Link>
          </Button>
        )}
        <Button asChild size="sm" variant="ghost">
          <Link href={newReviewHref(pool)}>Review a sample</Link>
        </Button>
        {!isOnlyScope && (
          <Button size="sm" variant="ghost" onClick={() => open(scopeOf(pool.judge))}>
            Use what the judging run was made on
          </Button>
        )}
      </div>
    </section>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 basis-full flex-col gap-1 sm:basis-auto">
      <span className="text-muted text-xs" aria-hidden>
        {label}
      </span>
      {children}
    </div>
  );
}

function options(runs: readonly RunChoice[]): ComboboxOption[] {
  return runs.map((run) => ({
    value: String(run.id),
    label: run.isNewest ? run.name : `${run.name}, version ${run.version}`,
    hint: run.isSample ? "sample" : undefined,
  }));
}
