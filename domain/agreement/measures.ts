/** The figures of two judges' agreement, as functions of their counts. */
import { addCoincidences, krippendorffsAlpha, type Level } from "./alpha";
import type { Figure, Measure } from "./bootstrap";
import { agreementShare, cohensKappa, sumOf } from "./kappa";
import { firstErrors, stepCounts, threeWay, twoWay } from "./pairs";

const ratio = (count: number, of: number) => (of === 0 ? null : count / of);
const ruled = (sums: Float64Array) => stepCounts(sums).ruled;
const unreasonable = (sums: Float64Array) => {
  const [byA, others] = twoWay(sums);
  const both = byA?.[0] ?? 0;
  return { both, byA: both + (byA?.[1] ?? 0), byB: both + (others?.[0] ?? 0) };
};

function alphaOf(sums: Float64Array, level: Level): number | null {
  const table = threeWay(sums);
  return krippendorffsAlpha(
    table.map((row, from) => row.map((count, to) => count + (table[to]?.[from] ?? 0))),
    level,
  );
}

/** Steps on which both ruled. Binary: neutral counts as reasonable. A is the reference. */
export const STEP_MEASURES = {
  /** Both say the same of the three words */
  agreement: { kind: "share", n: ruled, of: (sums) => agreementShare(threeWay(sums)) },
  agreementBinary: { kind: "share", n: ruled, of: (sums) => agreementShare(twoWay(sums)) },
  /** Cohen's κ, binary */
  kappa: { kind: "index", n: ruled, of: (sums) => cohensKappa(twoWay(sums)) },
  kappaThreeWay: { kind: "index", n: ruled, of: (sums) => cohensKappa(threeWay(sums)) },
  /** Of the steps that B calls unreasonable, those that A does, too */
  precision: {
    kind: "share",
    n: (sums) => unreasonable(sums).byB,
    of: (sums) => ratio(unreasonable(sums).both, unreasonable(sums).byB),
  },
  /** Of the steps that A calls unreasonable, those that B does, too */
  recall: {
    kind: "share",
    n: (sums) => unreasonable(sums).byA,
    of: (sums) => ratio(unreasonable(sums).both, unreasonable(sums).byA),
  },
} as const satisfies Record<string, Measure>;

export const PAIR_MEASURES = {
  ...STEP_MEASURES,
  /** Krippendorff's α of the three words */
  alpha: { kind: "index", n: ruled, of: (sums) => alphaOf(sums, "nominal") },
  alphaOrdinal: { kind: "index", n: ruled, of: (sums) => alphaOf(sums, "ordinal") },
  /** Trajectories whose first error is the same, of those where A's is settled */
  firstErrorAccuracy: {
    kind: "share",
    n: (sums) => firstErrors(sums).of,
    of: (sums) => ratio(firstErrors(sums).same, firstErrors(sums).of),
  },
  /** The same of those where both are settled */
  firstErrorSettled: {
    kind: "share",
    n: (sums) => firstErrors(sums).of - firstErrors(sums).withGaps,
    of: (sums) => {
      const { same, of, withGaps, withGapsSame } = firstErrors(sums);
      return ratio(same - withGapsSame, of - withGaps);
    },
  },
} as const satisfies Record<string, Measure>;

export type PairFigures = Record<keyof typeof PAIR_MEASURES, Figure>;

/** Sums of coincidences of the three words, three columns a row, as measures of α among several judges. */
export const ALPHA_COLUMNS = 9;
const coincidences = (sums: Float64Array) => [0, 3, 6].map((from) => [...sums.subarray(from, from + 3)]);
const values = (sums: Float64Array) => Math.round(sumOf([...sums]));

export const ALPHA_MEASURES = {
  alpha: { kind: "index", n: values, of: (sums) => krippendorffsAlpha(coincidences(sums), "nominal") },
  alphaOrdinal: { kind: "index", n: values, of: (sums) => krippendorffsAlpha(coincidences(sums), "ordinal") },
} as const satisfies Record<string, Measure>;

/** Adds a step that `counts[w]` judges called word w. */
export function addAlpha(counts: readonly number[], add: (column: number, weight: number) => void): void {
  addCoincidences(counts, (from, to, weight) => add(from * 3 + to, weight));
}
