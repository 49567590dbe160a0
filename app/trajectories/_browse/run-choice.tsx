"use client";
import { Combobox } from "@/components/ui/combobox";
import type { RunChoice } from "@/domain/browse";
import { runName } from "./filters";

const NEWEST = "newest";

/** Whose verdicts or outcomes the table shows and filters by. */
export function RunSelect(props: {
  /** What counts as newest, where it is not simply the last */
  newestHint?: string;
  /** "Verdicts of", "Outcomes by" */
  label: string;
  runs: readonly RunChoice[];
  value: number | null;
  onChange: (id: number | null) => void;
  className?: string;
}) {
  // Older versions are there for who has a link to one; the list offers the newest of each.
  const offered = props.runs.filter((run) => run.isNewest || run.id === props.value);
  const twice = new Set(offered.map(runName).filter((name, index, all) => all.indexOf(name) !== index));
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5 text-muted">
      <span className="shrink-0">{props.label}</span>
      <Combobox
        label={props.label}
        value={props.value === null ? NEWEST : String(props.value)}
        options={[
          { value: NEWEST, label: "newest per trajectory", hint: props.newestHint },
          ...offered.map((run) => ({
            value: String(run.id),
            label: twice.has(runName(run)) ? `${runName(run)} (no. ${run.id})` : runName(run),
            hint: run.isSample ? `${run.kind}, sample` : run.kind,
          })),
        ]}
        placeholder={`no. ${props.value}`}
        onChange={(value) => props.onChange(value === NEWEST ? null : Number(value))}
        className={props.className ?? "h-7 max-w-56 px-2"}
      />
    </span>
  );
}
