/** A filter in words: whose verdicts and outcomes it follows, and where it departs from the paper's filter of its mode. */
import { asksOutcome } from "../filter";
import { formatCount, formatNumber } from "../format";
import { type Aggregation, asksProcess, type Filter, type Join, type MissingVerdict } from "./filter";

/** What ids are called. */
export type RunNames = { judge: (id: number) => string; labels: (id: number) => string };

export const JOIN_WORDS: Record<Join, string> = {
  any: "any one says reasonable",
  majority: "the majority",
  all: "all say reasonable",
};
export const MISSING_WORDS: Record<MissingVerdict, string> = {
  unjudged: "leaves it unjudged",
  reasonable: "counts as reasonable",
  unreasonable: "counts as unreasonable",
  "left-out": "is left out",
};

/** One short phrase a rule, the judge first. Rules that the mode does not ask for are not said. */
export function ruleWords(filter: Filter, names: RunNames): string[] {
  return [
    ...(asksProcess(filter.mode) ? processWords(filter, names) : []),
    ...(asksOutcome(filter.mode) ? outcomeWords(filter, names) : []),
    ...selectionWords(filter),
  ];
}

/** "≥ 70 % of steps reasonable" */
export function aggregationWords(aggregation: Aggregation): string {
  switch (aggregation.kind) {
    case "every-step":
      return "every step reasonable";
    case "share":
      return `≥ ${aggregation.least} % of steps reasonable`;
    case "mean-score":
      return `mean score ≥ ${aggregation.least}`;
    case "minimum-score":
      return `lowest score ≥ ${aggregation.least}`;
  }
}

function processWords({ process }: Filter, names: RunNames): string[] {
  const { judges, join, override, aggregation, neutralIsReasonable, missing } = process;
  const words: string[] = [];
  const [first] = judges;
  if (first !== undefined && judges.length === 1) words.push(`by ${names.judge(first)}`);
  if (judges.length > 1) words.push(`by ${formatCount(judges.length, "judging run")}: ${JOIN_WORDS[join]}`);
  if (override !== null) words.push(`${names.judge(override)} goes before`);
  if (aggregation.kind !== "every-step") words.push(aggregationWords(aggregation));
  if (!neutralIsReasonable) words.push("neutral is not reasonable");
  if (missing !== "unjudged") words.push(`no verdict ${MISSING_WORDS[missing]}`);
  return words;
}

function outcomeWords({ outcome: { labels, threshold } }: Filter, names: RunNames): string[] {
  const words = [labels === null ? "no labelling run" : `outcomes by ${names.labels(labels)}`];
  if (threshold !== null) words.push(`correct from ${threshold}`);
  return words;
}

function selectionWords({ granularity, contexts, caps, holdOut, seed, mode }: Filter): string[] {
  const words: string[] = [];
  if (granularity === "prefixes" && asksProcess(mode)) words.push("reasonable beginnings of the others");
  if (contexts === "once") words.push("each context once");
  if (caps.perQuestion !== null) words.push(`≤ ${formatNumber(caps.perQuestion)} a question`);
  if (caps.contextTokens !== null) words.push(`contexts ≤ ${formatNumber(caps.contextTokens)} tokens`);
  if (caps.weights.length > 0) words.push(`mixed ${caps.weights.map(({ weight }) => weight).join(" : ")}`);
  if (caps.trajectories !== null)
    words.push(`${formatCount(caps.trajectories, "trajectory", "trajectories")} drawn at most`);
  if (holdOut.sets.length > 0) words.push(`${formatCount(holdOut.sets.length, "set")} held out`);
  if (seed !== 1) words.push(`seed ${seed}`);
  return words;
}
