/** What two training sets were frozen from, field by field in words, and where they differ. */
import { poolChips } from "@/app/compare/pool-chips";
import { setName } from "@/app/experiments/_plan/names";
import type { ApiOutputs } from "@/app/trpc";
import { MODE_WORDS } from "@/components/glyphs/mode-badge";
import type { Names } from "@/domain/browse";
import { asksProcess } from "@/domain/filtering/filter";
import { aggregationWords, JOIN_WORDS, MISSING_WORDS } from "@/domain/filtering/rule-words";
import { formatNumber } from "@/domain/format";
import type { Recipe } from "@/domain/lineage/recipe";
import { recipeFields } from "@/domain/lineage/recipe-fields";

export type FrozenSet = Pick<
  ApiOutputs["trainingSet"]["get"],
  "experiment" | "arm" | "filter" | "pool" | "matchedTo" | "facts" | "codeVersion"
>;
export type DifferingField = { field: string; first: string; second: string };

const NONE = "–";

/** A set, and how its data were made. */
type Compared = { set: FrozenSet; recipe: Recipe };

/** Fields that have another value in the second set; one that a set has no use for is "–". */
export function differingFields(first: Compared, second: Compared, names: Names): DifferingField[] {
  const fieldsOf = ({ set, recipe }: Compared) =>
    new Map([...frozenFields(set, names), ...Object.entries(recipeFields(recipe))]);
  const [one, other] = [fieldsOf(first), fieldsOf(second)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((field) => {
    const row = { field, first: one.get(field) ?? NONE, second: other.get(field) ?? NONE };
    return row.first === row.second ? [] : [row];
  });
}

/** In words, by field; what a set has no use for is left out or "–". */
export function frozenFields(set: FrozenSet, names: Names): Map<string, string> {
  const { filter, facts } = set;
  return new Map<string, string>([
    ["Experiment", set.experiment?.name ?? "removed"],
    ["Arm", set.arm],
    ["Filter mode", MODE_WORDS[filter.mode]],
    ["Verdicts of", list(facts?.judgingRuns.map(versioned))],
    ...(asksProcess(filter.mode) ? processFields(set, names) : []),
    ["Outcomes of", list(facts?.labellingRun ? [versioned(facts.labellingRun)] : [])],
    [
      "Correct from",
      filter.outcome.threshold === null ? "as the labelling run says" : String(filter.outcome.threshold),
    ],
    ["Contexts", filter.contexts === "once" ? "each once" : "as often as they occur"],
    ...capFields(set, names),
    ["Matched to", set.matchedTo === null ? NONE : `${formatNumber(set.matchedTo)} distinct contexts`],
    ["Held out", list(filter.holdOut.sets.map((id) => setName(names, id)))],
    ["Overlap with what is held out", filter.holdOut.sets.length === 0 ? NONE : overlapWords(filter.holdOut)],
    ["Seed", String(filter.seed)],
    ...poolFields(set, names),
    ["Rollout runs", list(facts?.rolloutRuns.map(({ name }) => name).toSorted())],
    ["Frozen by version", set.codeVersion ?? NONE],
  ]);
}

function processFields({ filter: { process, granularity } }: FrozenSet, names: Names): [string, string][] {
  const { override } = process;
  const person = names.judgingRuns.find(({ id }) => id === override)?.name;
  return [
    ["Joined", process.judges.length > 1 ? JOIN_WORDS[process.join] : NONE],
    ["Rulings that go before", override === null ? NONE : (person ?? `no. ${override}`)],
    ["Reasonable", aggregationWords(process.aggregation)],
    ["Neutral", process.neutralIsReasonable ? "counts as reasonable" : "counts as unreasonable"],
    ["A step without a verdict", MISSING_WORDS[process.missing]],
    ["Granularity", granularity === "prefixes" ? "reasonable beginnings, too" : "whole trajectories"],
  ];
}

function capFields({ filter: { caps } }: FrozenSet, names: Names): [string, string][] {
  const most = (count: number | null) => (count === null ? "no limit" : `at most ${formatNumber(count)}`);
  return [
    ["Trajectories of a question", most(caps.perQuestion)],
    ["Trajectories in all", most(caps.trajectories)],
    ["Tokens of a context", most(caps.contextTokens)],
    ["Mix of question sets", list(caps.weights.map(({ set, weight }) => `${setName(names, set)} × ${weight}`))],
  ];
}

function poolFields({ pool }: FrozenSet, names: Names): [string, string][] {
  const fields = new Map<string, string[]>();
  for (const { field, text } of poolChips(pool, names)) fields.set(field, [...(fields.get(field) ?? []), text]);
  return [...fields].map(([field, texts]) => [`Pool: ${field.toLowerCase()}`, texts.join("; ")]);
}

function overlapWords({ byText, byWords, byPassage }: FrozenSet["filter"]["holdOut"]): string {
  return list([
    ...(byText ? ["the same text"] : []),
    ...(byWords === null ? [] : [`${byWords} words in a row`]),
    ...(byPassage ? ["a supporting passage"] : []),
  ]);
}

const versioned = ({ name, version }: { name: string; version: number }) => `${name} v${version}`;
const list = (items: readonly string[] = []) => (items.length === 0 ? NONE : items.join(", "));
