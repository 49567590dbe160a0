/** The results of the miniature as Markdown, from its items alone. */
import { formatNumber } from "../format";
import { ARMS, BASE, CLAIMS, FAMILIES, type Family } from "./arms";
import { type Estimate, estimate, readingOf } from "./estimate";
import type { Measure, ReproduceItem } from "./items";
import type { RunLog } from "./run-log";

const FAMILY_WORDS: Record<Family, string> = { arithmetic: "arithmetic", encyclopedia: "encyclopedia" };
const heldOut = (family: Family) => `lab-${family}-held-out`;
const NAMES = [BASE, ...ARMS.map(({ name }) => name)];

/** The arms that there are items of, in their order. */
const presentIn = (items: readonly ReproduceItem[]) => NAMES.filter((name) => items.some(({ arm }) => arm === name));

/** All tables, as they stand in docs/results.md. */
export function tablesOf(items: readonly ReproduceItem[]): string {
  const arms = presentIn(items);
  return [
    "## Claims of the paper",
    claims(items),
    ...FAMILIES.flatMap((family) => [
      `## Accuracy, held-out ${FAMILY_WORDS[family]}`,
      measureTable(items, arms, family, "accuracy"),
    ]),
    ...FAMILIES.flatMap((family) => [
      `## Reasonable steps, held-out ${FAMILY_WORDS[family]}, by the judge that filtered`,
      measureTable(items, arms, family, "filtering"),
      `## The same by a judge that had no part in it`,
      measureTable(items, arms, family, "other"),
    ]),
  ].join("\n\n");
}

const of = (items: readonly ReproduceItem[], arm: string, family: Family) =>
  items.filter((item) => item.arm === arm && item.set === heldOut(family));

function measureTable(
  items: readonly ReproduceItem[],
  arms: readonly string[],
  family: Family,
  measure: Measure,
): string {
  const base = of(items, BASE, family);
  const rows = arms.map((arm) => {
    const own = of(items, arm, family);
    const mean = estimate(`${arm} ${family}`, measure, own);
    const gain = arm === BASE ? null : estimate(`${arm} − base ${family}`, measure, own, base);
    const unruled = measure === "accuracy" ? [] : [formatNumber(unruledOf(own, measure))];
    return [arm, percent(mean), points(gain), String(mean?.seeds ?? 0), String(own.length), ...unruled];
  });
  const columns = ["arm", measure === "accuracy" ? "right" : "reasonable", "gain over the base", "seeds", "answers"];
  return markdown([...columns, ...(measure === "accuracy" ? [] : ["steps without a verdict"])], rows);
}

function unruledOf(items: readonly ReproduceItem[], measure: Measure): number {
  return items.reduce((sum, item) => sum + item.steps - (measure === "filtering" ? item.ruled : item.ruledByOther), 0);
}

/** Two arms on the seeds that both have; the base has none, and stays as it is. */
function withSameSeeds(a: readonly ReproduceItem[], b: readonly ReproduceItem[]) {
  const isBase = (items: readonly ReproduceItem[]) => items.every(({ seed }) => seed === 0);
  if (isBase(a) || isBase(b)) return [a, b] as const;
  const has = (items: readonly ReproduceItem[]) => new Set(items.map(({ seed }) => seed));
  const [ofA, ofB] = [has(a), has(b)];
  return [a.filter(({ seed }) => ofB.has(seed)), b.filter(({ seed }) => ofA.has(seed))] as const;
}

function claims(items: readonly ReproduceItem[]): string {
  const rows = CLAIMS.flatMap(({ says, a, b, on }) => {
    const [first, second] = [of(items, a, on), of(items, b, on)];
    if (first.length === 0 || second.length === 0) return [[says, `${a} − ${b}`, on, "not run", "–"]];
    const [left, right] = withSameSeeds(first, second);
    const found = estimate(`${a} − ${b} ${on}`, "accuracy", left, right);
    return [[says, `${a} − ${b}`, on, points(found), found ? readingOf(found) : "–"]];
  });
  return markdown(["the paper is taken to say", "difference in accuracy", "on", "points", "reading"], rows);
}

function markdown(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}

const percent = (found: Estimate | null) =>
  found ? `${fixed(found.mean)} % (${fixed(found.low)}–${fixed(found.high)})` : "–";
const points = (found: Estimate | null) =>
  found ? `${signed(found.mean)} (${signed(found.low)} to ${signed(found.high)})` : "–";
const fixed = (share: number) => (100 * share).toFixed(1);
const signed = (share: number) => `${share < 0 ? "−" : "+"}${fixed(Math.abs(share))}`;

/** docs/results.md. */
export function resultsPage(items: readonly ReproduceItem[], log: RunLog): string {
  const seeds = [...new Set(items.map(({ seed }) => seed))].filter((seed) => seed > 0).sort((a, b) => a - b);
  return `# The paper in miniature: results

${provenanceOf(log)} Seeds ${seeds.join(", ")}.

${tablesOf(items)}
`;
}

function provenanceOf(log: RunLog): string {
  return `As they came out of \`${log.command}\`.`;
}
