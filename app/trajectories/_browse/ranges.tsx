"use client";
import { useId, useState } from "react";
import { Input, Label } from "@/components/ui/input";
import { type Bin, binSteps } from "@/domain/browse";
import { formatCount } from "@/domain/format";
import { Pool } from "@/domain/pool";
import type { FilterProps } from "./filter-bar";

/** The number of steps: how many trajectories have how many, and a lowest and highest number. */
export function StepsRange({ pool, facets, onChange }: FilterProps) {
  const bins = binSteps(facets?.steps ?? []);
  return (
    <div className="flex flex-col gap-3 p-3">
      {facets?.steps === null && (
        <p className="text-faint text-xs">Too many to count in time: narrow another filter.</p>
      )}
      <Histogram
        bins={bins}
        isIn={(bin) => bin.to >= (pool.minSteps ?? 0) && bin.from <= (pool.maxSteps ?? Number.POSITIVE_INFINITY)}
        onPick={(bin) => onChange({ minSteps: bin.from, maxSteps: bin.to })}
      />
      <Ends
        low={pool.minSteps}
        high={pool.maxSteps}
        parse={(value) => Pool.shape.minSteps.safeParse(value).success}
        step={1}
        onChange={(minSteps, maxSteps) => onChange({ minSteps, maxSteps })}
      />
    </div>
  );
}

/** The mean score under the judging run chosen, both ends included. */
export function ScoreRange({ pool, onChange }: FilterProps) {
  return (
    <div className="flex flex-col gap-3 p-3">
      <p className="text-faint text-xs">Mean of the steps' scores, 0 to 100. Trajectories without scores drop out.</p>
      <Ends
        low={pool.minScore}
        high={pool.maxScore}
        parse={(value) => Pool.shape.minScore.safeParse(value).success}
        step="any"
        onChange={(minScore, maxScore) => onChange({ minScore, maxScore })}
      />
    </div>
  );
}

function Histogram(props: { bins: Bin[]; isIn: (bin: Bin) => boolean; onPick: (bin: Bin) => void }) {
  const highest = Math.max(1, ...props.bins.map((bin) => bin.count));
  if (props.bins.length === 0) return null;
  return (
    <div>
      <div className="flex h-16 items-end gap-px">
        {props.bins.map((bin) => {
          const steps = bin.from === bin.to ? formatCount(bin.from, "step") : `${bin.from} to ${bin.to} steps`;
          const says = `${steps}: ${formatCount(bin.count, "trajectory", "trajectories")}`;
          return (
            <button
              key={bin.from}
              type="button"
              title={says}
              aria-label={says}
              onClick={() => props.onPick(bin)}
              className="group flex h-full min-w-0 flex-1 items-end rounded-sm hover:bg-hover"
            >
              <span
                className={`w-full rounded-t-sm ${props.isIn(bin) ? "bg-accent" : "bg-line-strong"}`}
                style={{ height: bin.count === 0 ? 0 : Math.max(2, (bin.count / highest) * 64) }}
              />
            </button>
          );
        })}
      </div>
      <div aria-hidden className="flex justify-between text-2xs text-faint tabular">
        <span>{props.bins[0]?.from}</span>
        <span>{props.bins.at(-1)?.to}</span>
      </div>
    </div>
  );
}

function Ends(props: {
  low: number | null;
  high: number | null;
  parse: (value: number) => boolean;
  step: number | "any";
  onChange: (low: number | null, high: number | null) => void;
}) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <End name="At least" value={props.low} {...props} onChange={(low) => props.onChange(low, props.high)} />
      <End name="At most" value={props.high} {...props} onChange={(high) => props.onChange(props.low, high)} />
    </div>
  );
}

function End(props: {
  name: string;
  value: number | null;
  parse: (value: number) => boolean;
  step: number | "any";
  onChange: (value: number | null) => void;
}) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? (props.value === null ? "" : String(props.value));
  const isValid = text === "" || props.parse(Number(text));
  const commit = () => {
    if (draft !== null && isValid) props.onChange(draft === "" ? null : Number(draft));
    if (isValid) setDraft(null);
  };
  return (
    <div className="flex flex-col gap-1">
      <Label htmlFor={id}>{props.name}</Label>
      <Input
        id={id}
        type="number"
        min={0}
        step={props.step}
        inputMode="decimal"
        aria-invalid={!isValid}
        value={text}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
    </div>
  );
}
