"use client";
import { ChevronLeft, ChevronRight, FileJson2, Layers, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Neighbours } from "@/domain/browse";
import { formatNumber } from "@/domain/format";
import { trajectoryHref } from "./address";

/** Where the trajectory stands, its neighbours inside the filter, and what can be done with it. */
export function Toolbar(props: {
  id: number;
  query: string;
  backHref: string;
  neighbours: Neighbours | undefined;
  samples: ReactNode;
  switches: ReactNode;
  onRaw: () => void;
}) {
  const { neighbours } = props;
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-panel px-3 py-1.5 md:px-4">
      <div className="flex items-center gap-1.5">
        <nav aria-label="Breadcrumb" className="flex items-center gap-1.5 text-muted">
          <Link href={props.backHref} className="hover:text-ink hover:underline">
            Trajectories
          </Link>
          <ChevronRight className="size-3.5 text-faint" aria-hidden />
        </nav>
        <h1 className="font-semibold text-base tabular-nums">Trajectory {props.id}</h1>
      </div>
      <div className="flex items-center gap-1">
        <Neighbour id={neighbours?.previous} query={props.query} label="Previous trajectory" hint="p">
          <ChevronLeft aria-hidden />
        </Neighbour>
        <Neighbour id={neighbours?.next} query={props.query} label="Next trajectory" hint="n">
          <ChevronRight aria-hidden />
        </Neighbour>
        {neighbours && (
          <span className="text-faint text-xs tabular-nums max-md:sr-only">
            {neighbours.position !== null && `no. ${formatNumber(neighbours.position)} in the table`}
            {!neighbours.inPool && "outside the filter"}
          </span>
        )}
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="hidden xl:block">{props.switches}</div>
        <Popover>
          <PopoverTrigger asChild>
            <Button size="sm" className="xl:hidden">
              <SlidersHorizontal aria-hidden /> Show
            </Button>
          </PopoverTrigger>
          <PopoverContent align="end" aria-label="What is shown" className="w-44">
            {props.switches}
          </PopoverContent>
        </Popover>
        {props.samples}
        <Button size="sm" onClick={props.onRaw}>
          <FileJson2 aria-hidden /> Raw record
        </Button>
      </div>
    </header>
  );
}

export const SamplesIcon = () => <Layers aria-hidden />;

function Neighbour(props: {
  id: number | null | undefined;
  query: string;
  label: string;
  hint: string;
  children: ReactNode;
}) {
  const name = `${props.label} (${props.hint})`;
  if (props.id == null)
    return (
      <Button size="icon-sm" variant="ghost" disabled aria-label={name} title={name}>
        {props.children}
      </Button>
    );
  return (
    <Button asChild size="icon-sm" variant="ghost">
      <Link href={trajectoryHref(props.id, props.query)} aria-label={name} title={name}>
        {props.children}
      </Link>
    </Button>
  );
}
