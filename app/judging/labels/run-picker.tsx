"use client";
import { runName } from "@/app/trajectories/_browse/filters";
import { Combobox } from "@/components/ui/combobox";
import type { RunChoice } from "@/domain/browse";

/** One labelling run among all, the newest versions only; names that several share come with their number. */
export function RunPicker(props: {
  label: string;
  runs: readonly RunChoice[];
  value: number | null;
  onChange: (id: number) => void;
}) {
  const offered = props.runs.filter((run) => run.isNewest || run.id === props.value);
  const names = offered.map(runName);
  return (
    <Combobox
      label={props.label}
      className="w-full sm:w-72"
      placeholder="choose a labelling run"
      value={props.value === null ? null : String(props.value)}
      options={offered.map((run) => {
        const name = runName(run);
        const isShared = names.indexOf(name) !== names.lastIndexOf(name);
        return {
          value: String(run.id),
          label: isShared ? `${name} (no. ${run.id})` : name,
          hint: run.isSample ? `${run.kind}, sample` : run.kind,
        };
      })}
      onChange={(value) => props.onChange(Number(value))}
    />
  );
}
