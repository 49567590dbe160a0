/** The filters of the browse page: what each is called, what it holds, and how it reads when it is set. */
import type { Facets, Names, RunChoice } from "@/domain/browse";
import { endStateWords } from "@/domain/end-state";
import { formatNumber } from "@/domain/format";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { numberWords } from "@/domain/reference";

export const NOT_RECORDED = "not recorded";
export const MODE_NAMES = {
  none: "none",
  outcome: "outcome",
  process: "process",
  "process-and-outcome": "process and outcome",
} as const;

/** Filters that are a choice among values with counts. */
export const LIST_FILTERS = ["sets", "models", "runs", "outcome", "process", "tools", "endStates"] as const;
export type ListFilter = (typeof LIST_FILTERS)[number];

export const LIST_NAMES: Record<ListFilter, string> = {
  sets: "Set",
  models: "Model",
  runs: "Rollout run",
  outcome: "Outcome",
  process: "Process",
  tools: "Tool",
  endStates: "End state",
};

export type Option = { value: string; label: string; count: number | null };

/** What a list filter offers: every value with its count, and those chosen that nothing has any more. */
export function optionsOf(filter: ListFilter, facets: Facets | undefined, pool: Pool, names: Names): Option[] {
  const facet = facets?.[filter];
  const found = (facet ?? []).map((item) =>
    "id" in item
      ? { value: String(item.id), label: item.name ?? NOT_RECORDED, count: item.count as number | null }
      : { value: item.value, label: labelOf(filter, item.value, names), count: item.count as number | null },
  );
  const count = facet ? 0 : null;
  const offered = facet ? chosenOf(filter, pool) : [...known(filter, names), ...chosenOf(filter, pool)];
  const seen = new Set(found.map((option) => option.value));
  for (const value of offered) {
    if (seen.has(value)) continue;
    seen.add(value);
    found.push({ value, label: labelOf(filter, value, names), count });
  }
  return found;
}

/** What can be offered before anything was counted. */
function known(filter: ListFilter, names: Names): string[] {
  switch (filter) {
    case "sets":
    case "models":
    case "runs":
      return names[filter].map((item) => String(item.id));
    case "outcome":
      return ["correct", "incorrect", "unlabelled"];
    case "process":
      return ["reasonable", "unreasonable", "unjudged"];
    case "tools":
    case "endStates":
      return [];
  }
}

export function chosenOf(filter: ListFilter, pool: Pool): string[] {
  return pool[filter].map(String);
}

export function labelOf(filter: ListFilter, value: string, names: Names): string {
  if (filter === "endStates") return endStateWords(value);
  if (filter !== "sets" && filter !== "models" && filter !== "runs") return value;
  if (filter === "models" && value === "0") return NOT_RECORDED;
  return names[filter].find((item) => String(item.id) === value)?.name ?? numberWords(Number(value));
}

/** The pool with one value of a list filter added, or taken away where it was chosen. */
export function toggled(filter: ListFilter, value: string, pool: Pool): Partial<Pool> {
  const isId = filter === "sets" || filter === "models" || filter === "runs";
  const current: readonly (string | number)[] = pool[filter];
  const item = isId ? Number(value) : value;
  const next = current.includes(item) ? current.filter((each) => each !== item) : [...current, item];
  return { [filter]: next } as Partial<Pool>;
}

/** "GSM8K", "GSM8K or HotPotQA", "GSM8K and 2 more". */
export function summaryOf(labels: readonly string[], word: "or" | "and"): string {
  if (labels.length <= 2) return labels.join(` ${word} `);
  return `${labels[0]} and ${labels.length - 1} more`;
}

export function rangeSummary(low: number | null, high: number | null): string {
  const write = (value: number) => formatNumber(value, Number.isInteger(value) ? 0 : 1);
  if (low !== null && high !== null) return low === high ? write(low) : `${write(low)} to ${write(high)}`;
  if (low !== null) return `at least ${write(low)}`;
  return high !== null ? `at most ${write(high)}` : "";
}

/** Whether anything narrows the pool; judge and labelling run only choose whose rulings are shown. */
export function isFiltered(pool: Pool): boolean {
  return (Object.keys(EMPTY_POOL) as (keyof Pool)[]).some((field) => {
    if (field === "judge" || field === "labels") return false;
    const value = pool[field];
    return Array.isArray(value) ? value.length > 0 : value !== null && value !== "";
  });
}

/** "PRM", "PRM, version 1" where a newer one exists. */
export function runName(run: RunChoice): string {
  return run.isNewest ? run.name : `${run.name}, version ${run.version}`;
}

/** "Process v2" */
export function setNameOf({ trainingSets }: Names, id: number): string {
  return trainingSets.find((set) => set.id === id)?.name ?? numberWords(id);
}

/** What a second judging or labelling run is asked for: "differs from PRM", "unreasonable under PRM". */
export function againstSummary(run: string, wanted: readonly string[]): string {
  return wanted.length === 0 ? `differs from ${run}` : `${summaryOf(wanted, "or")} under ${run}`;
}
