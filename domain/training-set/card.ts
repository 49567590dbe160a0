/** A training set's README.md, as dataset repositories of Hugging Face have it: a YAML head, then what there is to know. */

import { asksProcess, type Filter, type ProcessRule } from "../filtering/filter";
import { formatNumber, formatShare } from "../format";
import type { TrainingSetFacts } from "./facts";

export type CardInput = {
  name: string;
  version: number;
  arm: string;
  filter: Filter;
  matchedTo: number | null;
  codeVersion: string;
  sha256: string;
  /** ISO */
  frozenAt: string;
  parent: { name: string; version: number } | null;
  trajectories: number;
  subTrajectories: number;
  distinctContexts: number;
  facts: TrainingSetFacts;
  /** The file beside it, with the rows it has and what one is: "context", "contexts". null: the card stands alone */
  file: { path: string; format: string; rows: number; unit: readonly [one: string, many: string] } | null;
};

/** Licences that the hub knows by name, as question sets write them. */
const KNOWN = new Map([
  ["mit", "mit"],
  ["apache-2.0", "apache-2.0"],
  ["cc-by-4.0", "cc-by-4.0"],
  ["cc by 4.0", "cc-by-4.0"],
  ["cc-by-sa-4.0", "cc-by-sa-4.0"],
  ["cc by-sa 4.0", "cc-by-sa-4.0"],
]);
const SIZES = [
  [1_000, "n<1K"],
  [10_000, "1K<n<10K"],
  [100_000, "10K<n<100K"],
  [1_000_000, "100K<n<1M"],
  [10_000_000, "1M<n<10M"],
] as const;

export function trainingSetCard(input: CardInput): string {
  return `---\n${head(input)}---\n\n${body(input)}`;
}

function head({ name, version, subTrajectories, facts, file }: CardInput): string {
  const rows = file?.rows ?? subTrajectories;
  const size = SIZES.find(([below]) => rows < below)?.[1] ?? "10M<n<100M";
  const lines = [
    `pretty_name: ${quoted(`${name} v${version}`)}`,
    `license: ${licenceOf(facts)}`,
    "tags:",
    ...["tool-use", "step-wise-reinforcement-learning", "swirl"].map((tag) => `  - ${tag}`),
    "size_categories:",
    `  - ${size}`,
  ];
  if (file !== null)
    lines.push(
      ...["configs:", "  - config_name: default", "    data_files:", "      - split: train"],
      `        path: ${quoted(file.path)}`,
    );
  return `${lines.join("\n")}\n`;
}

/** JSON is YAML but for control characters that YAML takes escaped only. */
const quoted = (raw: string) =>
  JSON.stringify(raw).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** The licence that all question sets share, if the hub knows it; `other` where they differ, `unknown` where none is said. */
function licenceOf({ questionSets }: TrainingSetFacts): string {
  const licences = new Set(questionSets.map(({ licence }) => licence?.trim().toLowerCase() ?? ""));
  if (licences.size !== 1) return "other";
  const [only = ""] = licences;
  return only === "" ? "unknown" : (KNOWN.get(only) ?? "other");
}

function body(input: CardInput): string {
  const { facts, filter } = input;
  const { correct, incorrect, unlabelled } = facts.outcomes;
  const sections = [
    `# ${text(`${input.name} v${input.version}`)}`,
    `${count(input.subTrajectories, "sub-trajectory", "sub-trajectories")} of ${count(input.trajectories, "trajectory", "trajectories")} on ${count(facts.questions, "question", "questions")}, ${count(input.distinctContexts, "distinct context", "distinct contexts")}: what the filter mode \`${filter.mode}\` keeps of ${count(facts.pool.trajectories, "trajectory", "trajectories")}. Frozen ${input.frozenAt} by Swirl Studio ${input.codeVersion}.`,
    `Outcomes of its trajectories: ${formatNumber(correct)} correct, ${formatNumber(incorrect)} incorrect, ${formatNumber(unlabelled)} unlabelled${correct + incorrect > 0 ? ` (${formatShare(correct / (correct + incorrect))} of the labelled correct)` : ""}.`,
    `sha256 of its sub-trajectories as JSONL: \`${input.sha256}\`.`,
    input.file
      ? `\`${input.file.path}\` has it in the form \`${input.file.format}\`: ${count(input.file.rows, ...input.file.unit)}.`
      : null,
    input.parent ? `It follows ${text(`${input.parent.name} v${input.parent.version}`)}.` : null,
    "## Questions",
    table(
      ["set", "trajectories", "licence", "source"],
      facts.questionSets.map((set) => [
        set.name,
        formatNumber(set.trajectories),
        set.licence ?? "not recorded",
        set.source ?? "not recorded",
      ]),
    ),
    "## Models that generated it",
    table(
      ["rollout run", "model", "weights", "trajectories"],
      facts.rolloutRuns.map((run) => [
        run.name,
        run.model ?? "not recorded",
        run.weightsHash ?? "not recorded",
        formatNumber(run.trajectories),
      ]),
    ),
    "Training on it is on-policy for a base model with exactly these weights, and off-policy for any other.",
    "## Judges and labels",
    [
      ...facts.judgingRuns.map(
        (run) =>
          `- Verdicts: ${text(run.name)} v${run.version} (${run.kind})${asksProcess(filter.mode) ? "" : ", for which the mode does not ask"}`,
      ),
      facts.labellingRun
        ? `- Outcomes: ${text(facts.labellingRun.name)} v${facts.labellingRun.version} (${facts.labellingRun.kind})`
        : "- Outcomes: none",
    ].join("\n"),
    "## Filter",
    filterInWords(filter, input.matchedTo, namesOf(facts))
      .map((line) => `- ${line}`)
      .join("\n"),
    facts.dropped.length > 0
      ? table(
          ["left out by", "trajectories", "sub-trajectories"],
          facts.dropped.map(({ stage, ...dropped }) => [
            stage,
            formatNumber(dropped.trajectories),
            formatNumber(dropped.subTrajectories),
          ]),
        )
      : null,
  ];
  return `${sections.filter((section) => section !== null).join("\n\n")}\n`;
}

/** A filter as sentences; what is at its default is said too, where it decides. */
export function filterInWords(
  filter: Filter,
  matchedTo: number | null,
  names: ReadonlyMap<number, string> = new Map(),
): string[] {
  const setName = (id: number) => text(names.get(id) ?? `set ${id}`);
  const { caps, holdOut } = filter;
  const lines = [`Mode ${filter.mode}`];
  if (asksProcess(filter.mode)) lines.push(...processInWords(filter.process));
  if (filter.outcome.threshold !== null)
    lines.push(`Correct: the metric's value is at least ${filter.outcome.threshold}`);
  if (filter.granularity === "prefixes") lines.push("Also the reasonable prefix before the first step that is not");
  if (filter.contexts === "once") lines.push("Of equal contexts one");
  if (caps.contextTokens !== null) lines.push(`Contexts of at most ${formatNumber(caps.contextTokens)} tokens`);
  if (caps.perQuestion !== null) lines.push(`At most ${formatNumber(caps.perQuestion)} trajectories a question`);
  if (caps.weights.length > 0)
    lines.push(
      `Question sets mixed: ${caps.weights.map(({ set, weight }) => `${setName(set)} × ${weight}`).join(", ")}`,
    );
  if (caps.trajectories !== null) lines.push(`A sample of ${formatNumber(caps.trajectories)} trajectories`);
  if (matchedTo !== null)
    lines.push(`Drawn down to ${formatNumber(matchedTo)} distinct contexts, as the arms beside it`);
  if (holdOut.sets.length > 0)
    lines.push(`Held out: the questions of ${holdOut.sets.map(setName).join(", ")}${overlapInWords(holdOut)}`);
  if (caps.perQuestion ?? caps.trajectories ?? matchedTo ?? (caps.weights.length > 0 ? 1 : null))
    lines.push(`Drawn with seed ${filter.seed}`);
  return lines;
}

/** Names of the question sets that a filter may speak of. */
export const namesOf = ({ questionSets, heldOutSets }: TrainingSetFacts) =>
  new Map([...questionSets, ...heldOutSets].map(({ id, name }) => [id, name]));

function overlapInWords({ byText, byWords, byPassage }: Filter["holdOut"]): string {
  const ways = [
    ...(byText ? ["the same text"] : []),
    ...(byWords === null ? [] : [`${byWords} words in a row`]),
    ...(byPassage ? ["a supporting passage"] : []),
  ];
  return ways.length === 0 ? "" : `, and those that share ${ways.join(" or ")} with them`;
}

function processInWords({ judges, join, override, aggregation, neutralIsReasonable, missing }: ProcessRule): string[] {
  const several = judges.length > 1 ? [`${judges.length} judging runs, joined by ${join}`] : [];
  const rule = {
    "every-step": "Every step is reasonable",
    share: `At least ${"least" in aggregation ? aggregation.least : 0} % of the steps are reasonable`,
    "mean-score": `The mean score is at least ${"least" in aggregation ? aggregation.least : 0}`,
    "minimum-score": `The lowest score is at least ${"least" in aggregation ? aggregation.least : 0}`,
  }[aggregation.kind];
  return [
    rule,
    ...several,
    ...(override === null ? [] : ["A person's rulings stand before the judges'"]),
    `Neutral counts as ${neutralIsReasonable ? "reasonable" : "unreasonable"}`,
    `A step without a verdict: ${missing}`,
  ];
}

/** Names come from people and files: they stay text in Markdown. */
const text = (raw: string) => raw.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>()#|]/g, "\\$&");
const count = (n: number, one: string, many: string) => `${formatNumber(n)} ${n === 1 ? one : many}`;

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map((cells) => line(cells.map(text)))].join("\n");
}
