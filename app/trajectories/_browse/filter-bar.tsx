"use client";
/** The filters, one chip each: pressing one edits it in place, the cross takes it away. */
import { ChevronDown, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Chip } from "@/components/ui/badge";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Facets, Names, RunChoice } from "@/domain/browse";
import type { Pool } from "@/domain/pool";
import { numberWords } from "@/domain/reference";
import { FilterList } from "./filter-list";
import {
  againstSummary,
  chosenOf,
  LIST_FILTERS,
  LIST_NAMES,
  labelOf,
  MODE_NAMES,
  rangeSummary,
  runName,
  setNameOf,
  summaryOf,
} from "./filters";
import { ModeChoice } from "./mode-choice";
import { ScoreRange, StepsRange } from "./ranges";
import type { ChangePool } from "./use-browse-state";

export type FilterProps = {
  pool: Pool;
  names: Names;
  facets: Facets | undefined;
  isCounting: boolean;
  onChange: ChangePool;
  onClear: () => void;
  /** Counts are read when somebody looks at them */
  onLook: () => void;
};

export function FilterBar(props: FilterProps & { questionText: string | undefined; isCompact: boolean }) {
  const { pool, names, onChange } = props;
  const steps = rangeSummary(pool.minSteps, pool.maxSteps);
  const score = rangeSummary(pool.minScore, pool.maxScore);
  const scope = names.judgingRuns.find((run) => run.id === pool.scope);
  return (
    <section aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      {pool.question !== null && (
        <Fixed
          name="Question"
          value={props.questionText ?? numberWords(pool.question)}
          onRemove={() => onChange({ question: null })}
        />
      )}
      {pool.trainingSet !== null && (
        <Fixed
          name="In training set"
          value={setNameOf(names, pool.trainingSet)}
          onRemove={() => onChange({ trainingSet: null })}
        />
      )}
      {pool.scope !== null && (
        <Fixed
          name="Where"
          value={`${scope ? runName(scope) : `judging run ${pool.scope}`} was made`}
          onRemove={() => onChange({ scope: null })}
        />
      )}
      {pool.judgeAgainst !== null && (
        <Fixed
          name="Process"
          value={againstSummary(nameOf(names.judgingRuns, pool.judgeAgainst), pool.processAgainst)}
          onRemove={() => onChange({ judgeAgainst: null, processAgainst: [] })}
        />
      )}
      {pool.labelsAgainst !== null && (
        <Fixed
          name="Outcome"
          value={againstSummary(nameOf(names.labellingRuns, pool.labelsAgainst), pool.outcomeAgainst)}
          onRemove={() => onChange({ labelsAgainst: null, outcomeAgainst: [] })}
        />
      )}
      {LIST_FILTERS.map((filter) => (
        <Filter
          key={filter}
          name={LIST_NAMES[filter]}
          value={summaryOf(
            chosenOf(filter, pool).map((value) => labelOf(filter, value, names)),
            filter === "tools" ? "and" : "or",
          )}
          onRemove={() => onChange({ [filter]: [] })}
          onLook={props.onLook}
          isCompact={props.isCompact}
        >
          <FilterList filter={filter} {...props} />
        </Filter>
      ))}
      <Filter
        name="Steps"
        value={steps}
        onRemove={() => onChange({ minSteps: null, maxSteps: null })}
        onLook={props.onLook}
        isCompact={props.isCompact}
      >
        <StepsRange {...props} />
      </Filter>
      <Filter
        name="Mean score"
        value={score}
        onRemove={() => onChange({ minScore: null, maxScore: null })}
        onLook={props.onLook}
        isCompact={props.isCompact}
      >
        <ScoreRange {...props} />
      </Filter>
      <Filter
        name="Kept by mode"
        value={pool.mode === null ? "" : MODE_NAMES[pool.mode]}
        onRemove={() => onChange({ mode: null })}
        onLook={props.onLook}
        isCompact={props.isCompact}
      >
        <ModeChoice mode={pool.mode} onChange={(mode) => onChange({ mode })} />
      </Filter>
    </section>
  );
}

function nameOf(runs: readonly RunChoice[], id: number): string {
  const run = runs.find((each) => each.id === id);
  return run ? runName(run) : numberWords(id);
}

function Filter(props: {
  name: string;
  /** Empty where the filter is not set */
  value: string;
  onRemove: () => void;
  onLook: () => void;
  /** Leaves out what is not set */
  isCompact: boolean;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const isSet = props.value !== "";
  if (!isSet && props.isCompact) return null;
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        if (next) props.onLook();
        setOpen(next);
      }}
    >
      {isSet ? (
        <PopoverTrigger asChild>
          <SetChip name={props.name} value={props.value} onRemove={props.onRemove} />
        </PopoverTrigger>
      ) : (
        <PopoverTrigger asChild>
          <button
            type="button"
            className="inline-flex h-7 items-center gap-1 rounded-md border border-line border-dashed px-2 text-muted text-sm hover:bg-hover hover:text-ink"
          >
            {props.name}
            <ChevronDown className="size-3 text-faint" aria-hidden />
          </button>
        </PopoverTrigger>
      )}
      <PopoverContent className="w-72 p-0" aria-label={props.name}>
        {props.children}
      </PopoverContent>
    </Popover>
  );
}

type SetChipProps = React.ComponentProps<typeof Chip> & { name: string; value: string };

function SetChip({ name, value, onRemove, ...trigger }: Omit<SetChipProps, "children">) {
  return (
    <Chip
      {...trigger}
      onRemove={onRemove}
      removeLabel={`Remove the filter ${name}`}
      className="border-accent-ink/40 bg-selected"
    >
      <span className="text-muted">{name}</span>
      <span className="max-w-60 truncate font-medium" title={value}>
        {value}
      </span>
    </Chip>
  );
}

/** A filter that a link set and that is not edited here. */
function Fixed({ name, value, onRemove }: { name: string; value: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-md border border-accent-ink/40 bg-selected pl-2 text-sm">
      <span className="text-muted">{name}</span>
      <span className="max-w-80 truncate font-medium" title={value}>
        {value}
      </span>
      <button
        type="button"
        aria-label={`Remove the filter ${name}`}
        onClick={onRemove}
        className="inline-flex h-full items-center rounded-r-md px-1 text-faint hover:bg-hover hover:text-ink"
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </span>
  );
}
