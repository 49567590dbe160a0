"use client";
import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger, SheetContent } from "@/components/ui/dialog";
import type { FilterProps } from "./filter-bar";
import { FilterList } from "./filter-list";
import { isFiltered, LIST_FILTERS, LIST_NAMES } from "./filters";
import { ModeChoice } from "./mode-choice";
import { ScoreRange, StepsRange } from "./ranges";

/** All filters in a panel, for screens too narrow for chips to be edited in place. */
export function FilterSheet(props: FilterProps & { runs: ReactNode }) {
  return (
    <Dialog onOpenChange={(open) => open && props.onLook()}>
      <DialogTrigger asChild>
        <Button>
          <SlidersHorizontal aria-hidden />
          Filters
        </Button>
      </DialogTrigger>
      <SheetContent title="Filters">
        <div className="mt-3 flex flex-col gap-2">{props.runs}</div>
        <div className="mt-3 flex flex-col divide-y divide-line">
          {LIST_FILTERS.map((filter) => (
            <Section key={filter} name={LIST_NAMES[filter]} isOpen={props.pool[filter].length > 0}>
              <FilterList filter={filter} {...props} />
            </Section>
          ))}
          <Section name="Steps" isOpen={props.pool.minSteps !== null || props.pool.maxSteps !== null}>
            <StepsRange {...props} />
          </Section>
          <Section name="Mean score" isOpen={props.pool.minScore !== null || props.pool.maxScore !== null}>
            <ScoreRange {...props} />
          </Section>
          <Section name="Kept by mode" isOpen={props.pool.mode !== null}>
            <ModeChoice mode={props.pool.mode} onChange={(mode) => props.onChange({ mode })} />
          </Section>
        </div>
        {isFiltered(props.pool) && (
          <Button className="mt-4" onClick={props.onClear}>
            Clear filters
          </Button>
        )}
      </SheetContent>
    </Dialog>
  );
}

function Section({ name, isOpen, children }: { name: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details open={isOpen} className="py-1">
      <summary className="cursor-pointer py-2 font-medium">{name}</summary>
      {children}
    </details>
  );
}
