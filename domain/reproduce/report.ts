/** docs/results.md, from the items of the miniature and the log of its units alone. */
import { formatCount, formatDuration, formatNumber } from "../format";
import { CLAIMS, CONTROL } from "./arms";
import type { Reading } from "./estimate";
import { type Figure, figuresOf } from "./figures";
import type { ReproduceItem } from "./items";
import { type Numbers, numbersOf } from "./numbers";
import type { RunLog } from "./run-log";
import { allTables, MEASURE_WORDS, markdown, points, readClaims, readControl, trainingTable } from "./tables";

export type Results = { page: string; figures: Figure[] };

export function resultsOf(items: readonly ReproduceItem[], log: RunLog): Results {
  const numbers = numbersOf(items);
  const figures = figuresOf(numbers);
  const page = [
    "# The paper in miniature: results",
    provenanceOf(items, log),
    "## In short",
    shortOf(numbers),
    ...figures.map(({ title, file }) => `![${title}](results/${file})`),
    allTables(numbers),
    "## What each arm was trained on",
    trainingTable(log.units),
    ...notRunOf(log),
  ];
  return { page: `${page.join("\n\n")}\n`, figures };
}

const CODE = (text: string) => `\`${text}\``;
const plain = (text: string) => text.replaceAll("\u00a0", " ");

function provenanceOf(items: readonly ReproduceItem[], log: RunLog): string {
  const seeds = [...new Set(items.map(({ seed }) => seed))].filter((seed) => seed > 0).sort((a, b) => a - b);
  const times = log.units.map(({ finishedAt }) => finishedAt).sort();
  const spent = formatDuration(1_000 * log.units.reduce((sum, { seconds }) => sum + seconds, 0));
  const machines = [...new Set(log.units.map(({ machine }) => machine))].join("; ");
  return `As they came out. What is run and how it is read was fixed beforehand: [reproduce.md](reproduce.md).

${markdown(
  ["", ""],
  [
    ["command", CODE(log.command)],
    ["seeds", seeds.join(", ")],
    ["machine", machines],
    ["time", `${plain(spent)} for ${formatCount(log.units.length, "unit")}, the base's pre-training not counted`],
    ["first and last unit", [times[0], times.at(-1)].map(toMinute).join(", ")],
    ["base", `${formatNumber(log.parameters)} parameters`],
    ["training code", log.trainedWith.map(({ codeVersion }) => CODE(codeVersion)).join(", ")],
    ["with", [...new Set(log.trainedWith.map(({ versions }) => versionsOf(versions)))].join("; ")],
    ["answers", `${formatNumber(items.length)}, in [items.jsonl.gz](results/items.jsonl.gz)`],
  ],
)}

Every table and figure of answers is computed from these alone. Intervals are 95 %, over seeds and questions, as planned;
those by seeds alone were added afterwards ([reproduce.md](reproduce.md#added-after-the-plan)).`;
}

/** "2026-01-02 03:04 UTC" */
const toMinute = (iso: string | undefined) => (iso ? `${iso.slice(0, 16).replace("T", " ")} UTC` : "–");

const versionsOf = (versions: Readonly<Record<string, string>>) =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");

const HEADINGS: Record<Reading | "not run", string> = {
  agrees: "Agrees with the paper",
  disagrees: "Disagrees with it",
  "not settled": "Not settled, the interval holds 0",
  "not run": "Not run",
};

function shortOf(numbers: Numbers): string {
  const read = readClaims(numbers);
  const parts = Object.entries(HEADINGS).flatMap(([reading, heading]) => {
    const claims = read[reading as Reading | "not run"];
    if (claims.length === 0) return [];
    const lines = claims.map((claim) => {
      const { says, a, b, on, measure } = claim;
      const difference = `${CODE(a)} − ${CODE(b)}, ${on}, ${MEASURE_WORDS[measure]}`;
      return `- ${says} (${difference}): ${points(numbers.difference(claim))}`;
    });
    return [`**${heading}** (${claims.length} of ${CLAIMS.length}), in points:`, lines.join("\n")];
  });
  return [controlOf(numbers), ...parts].join("\n\n");
}

function controlOf(numbers: Numbers): string {
  const read = CONTROL.map((comparison) => {
    const found = numbers.difference(comparison);
    return `${comparison.on} ${found ? `${points(found)}, ${readControl(found)}` : "not run"}`;
  });
  return `**The control**, rewarded by lot, less the base, in points of accuracy: ${read.join("; ")}.`;
}

function notRunOf({ notRun }: RunLog): string[] {
  if (notRun.length === 0) return [];
  const rows = notRun.map(({ arm, seed, why }) => [CODE(arm), String(seed), why]);
  return ["## Units that could not be trained", markdown(["arm", "seed", "why"], rows)];
}
