/** What runs and sets are called, and how they are offered in a choice. */
import { runName } from "@/app/trajectories/_browse/filters";
import type { ComboboxOption } from "@/components/ui/combobox";
import type { Names, RunChoice } from "@/domain/browse";
import type { RunNames } from "@/domain/filtering/rule-words";

export function runNamesOf(names: Names): RunNames {
  return { judge: (id) => nameOf(names.judgingRuns, id), labels: (id) => nameOf(names.labellingRuns, id) };
}

export const setName = (names: Names, id: number) => names.sets.find((set) => set.id === id)?.name ?? `no. ${id}`;

export function runOptions(runs: readonly RunChoice[]): ComboboxOption[] {
  return runs.map((run) => ({
    value: String(run.id),
    label: runName(run),
    hint: run.isSample ? "sample" : run.kind,
  }));
}

function nameOf(runs: readonly RunChoice[], id: number): string {
  const run = runs.find((each) => each.id === id);
  return run ? runName(run) : `no. ${id}`;
}
