/** The figures of docs/results.md: for each family, right answers and reasonable steps of every arm. */
import { BASE, FAMILIES, type Family } from "./arms";
import { forestSvg } from "./forest";
import type { Measure } from "./items";
import type { Numbers } from "./numbers";
import { MEASURE_WORDS } from "./tables";

export type Figure = { file: string; title: string; svg: string };

export function figuresOf(numbers: Numbers): Figure[] {
  return FAMILIES.flatMap((family) => [
    figure(numbers, family, "accuracy", ["accuracy"], `Right answers, held-out ${family}`),
    figure(numbers, family, "reasonable", ["filtering", "other"], `Reasonable steps, held-out ${family}`),
  ]).filter((each) => each !== null);
}

/** null where the base was not run. */
function figure(
  numbers: Numbers,
  family: Family,
  name: string,
  measures: readonly [Measure, ...Measure[]],
  title: string,
): Figure | null {
  const base = numbers.mean(BASE, family, measures[0]);
  if (base === null) return null;
  const svg = forestSvg({
    title,
    axis: name === "accuracy" ? "right answers, %" : "steps found reasonable, %",
    series: measures.map((measure) => (measure === "accuracy" ? "mean of the seeds" : seriesName(measure))),
    rows: numbers.arms.map((arm) => ({
      name: arm,
      marks: measures.map((measure) => numbers.mean(arm, family, measure)),
    })),
    reference: { name: `the base${measures.length > 1 ? ", by the judge that filtered" : ""}`, at: base.mean },
  });
  return { file: `${name}-${family}.svg`, title, svg };
}

const seriesName = (measure: Measure) => MEASURE_WORDS[measure].replace("reasonable steps, ", "");
