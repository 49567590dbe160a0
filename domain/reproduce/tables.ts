/** The tables of docs/results.md, as Markdown laid out in columns. */
import { formatNumber } from "../format";
import { ARMS, BASE, BESIDE, CLAIMS, CONTROL, type Comparison, FAMILIES, type Family } from "./arms";
import { type Estimate, intervalOverSeeds, type Reading, readingOf } from "./estimate";
import type { Measure, ReproduceItem } from "./items";
import { type Numbers, numbersOf } from "./numbers";
import type { UnitLog, UnitTraining } from "./run-log";

export const MEASURE_WORDS: Record<Measure, string> = {
  accuracy: "accuracy",
  filtering: "reasonable steps, by the judge that filtered",
  other: "reasonable steps, by a judge that had no part in it",
};
const MEASURES: readonly Measure[] = ["accuracy", "filtering", "other"];

/** All tables, as they stand in docs/results.md. */
export const tablesOf = (items: readonly ReproduceItem[]): string => allTables(numbersOf(items));

export function allTables(numbers: Numbers): string {
  return [
    "## Claims of the paper",
    compared(numbers, CLAIMS, readingOf),
    "## The control",
    compared(numbers, CONTROL, readControl),
    "## Beside them",
    compared(numbers, BESIDE),
    ...FAMILIES.flatMap((family) =>
      MEASURES.flatMap((measure) => [
        `## Held-out ${family}: ${MEASURE_WORDS[measure]}`,
        measureTable(numbers, family, measure),
      ]),
    ),
  ].join("\n\n");
}

/** The control must not help. */
export const readControl = ({ low }: Pick<Estimate, "low">) => (low > 0 ? "it helps" : "as it should be");

/** What each arm was trained on: means over its seeds, from the log of its units. */
export function trainingTable(units: readonly UnitLog[]): string {
  const rows = ARMS.flatMap(({ name }) => {
    const own = units.flatMap(({ arm, training }) => (arm === name && training ? [training] : []));
    if (own.length === 0) return [];
    const over = (of: (training: UnitTraining) => number) => rangeOf(own.map(of));
    const figures = [over((one) => one.trajectories), over((one) => one.contexts), over((one) => one.updates)];
    return [[`\`${name}\``, String(own.length), ...figures]];
  });
  return markdown(["arm", "seeds", "trajectories kept", "contexts (SFT: actions)", "updates"], rows);
}

/** "430", or "430 (402–455)": the mean and what it lies between */
function rangeOf(values: readonly number[]): string {
  const mean = formatNumber(values.reduce((sum, value) => sum + value, 0) / values.length);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? mean : `${mean} (${formatNumber(low)}–${formatNumber(high)})`;
}

/** What came of the claims, by reading. */
export function readClaims(numbers: Numbers): Record<Reading | "not run", Comparison[]> {
  const read: Record<Reading | "not run", Comparison[]> = {
    agrees: [],
    disagrees: [],
    "not settled": [],
    "not run": [],
  };
  for (const claim of CLAIMS) {
    const found = numbers.difference(claim);
    read[found ? readingOf(found) : "not run"].push(claim);
  }
  return read;
}

function compared(
  numbers: Numbers,
  comparisons: readonly Comparison[],
  reading: ((found: Estimate) => string) | null = null,
): string {
  const rows = comparisons.map((comparison) => {
    const { says, a, b, on, measure } = comparison;
    const found = numbers.difference(comparison);
    const what = [says, `\`${a}\` − \`${b}\``, on, MEASURE_WORDS[measure]];
    const overSeeds = found && intervalOverSeeds(found.bySeed);
    return [
      ...[...what, found ? points(found) : "not run"],
      overSeeds ? `${signed(overSeeds.low)} to ${signed(overSeeds.high)}` : "–",
      ...(reading ? [found ? reading(found) : "–"] : []),
    ];
  });
  const columns = [
    ...["what", "difference", "held-out", "in", "points (95 %)", "by seeds alone (t)"],
    ...(reading ? ["reading"] : []),
  ];
  return markdown(columns, rows);
}

function measureTable(numbers: Numbers, on: Family, measure: Measure): string {
  const isAccuracy = measure === "accuracy";
  const rows = numbers.arms.map((arm) => {
    const own = numbers.items(arm, on);
    const mean = numbers.mean(arm, on, measure);
    const gain = arm === BASE ? null : numbers.difference({ a: arm, b: BASE, on, measure });
    const counts = isAccuracy ? countRight(own) : countReasonable(own, measure);
    return [
      `\`${arm}\``,
      percent(mean),
      points(gain),
      String(mean?.seeds ?? 0),
      ...counts.map((count) => formatNumber(count)),
    ];
  });
  const counted = isAccuracy ? ["right", "answers"] : ["reasonable", "ruled on", "without a verdict"];
  return markdown(["arm", "% (95 %)", "points over the base (95 %)", "seeds", ...counted], rows);
}

const countRight = (items: readonly ReproduceItem[]) => [items.filter(({ correct }) => correct).length, items.length];

function countReasonable(items: readonly ReproduceItem[], measure: Measure): number[] {
  const sum = (of: (item: ReproduceItem) => number) => items.reduce((total, item) => total + of(item), 0);
  const isFiltering = measure === "filtering";
  const ruled = sum((item) => (isFiltering ? item.ruled : item.ruledByOther));
  const reasonable = sum((item) => (isFiltering ? item.reasonable : item.reasonableByOther));
  return [reasonable, ruled, sum(({ steps }) => steps) - ruled];
}

/** Laid out so that a column is as wide as its widest cell. */
export function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) =>
    Math.max(3, ...[column, ...rows.map((row) => row[at] ?? "")].map(lengthOf)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell + " ".repeat((widths[at] ?? 0) - lengthOf(cell))).join(" | ")} |`;
  return [line(columns), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

const lengthOf = (text: string) => [...text].length;

const percent = (found: Estimate | null) =>
  found ? `${fixed(found.mean)} (${fixed(found.low)}–${fixed(found.high)})` : "–";
export const points = (found: Estimate | null) =>
  found ? `${signed(found.mean)} (${signed(found.low)} to ${signed(found.high)})` : "–";
const fixed = (share: number) => (100 * share).toFixed(1);
function signed(share: number): string {
  const digits = fixed(Math.abs(share));
  // What rounds to nothing has no sign.
  if (Number(digits) === 0) return digits;
  return `${share < 0 ? "−" : "+"}${digits}`;
}
