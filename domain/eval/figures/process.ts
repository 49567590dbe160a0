/** Shares of reasonable steps before and after training, by the judge that trained and by one that did not. */
import { estimate, type Figure, type Measure } from "../../agreement/bootstrap";
import { addCount, type ClusterCounts, clusterByQuestion, noCounts } from "../../agreement/clusters";
import { randomFor } from "../../random";

/** What one judge says of one eval run on one set: of each question, judged trajectories and their shares added up. */
export type StepShares = {
  questions: readonly number[];
  trajectories: readonly number[];
  shares: readonly number[];
};

/** One judge on the same questions before and after; null where it has not ruled there. */
export type BeforeAfter = { before: StepShares | null; after: StepShares | null };

export type JudgeFigures = { before: Figure; after: Figure; gain: Figure };
export type ProcessFigures = {
  own: JudgeFigures;
  other: JudgeFigures;
  /** Gain by the judge that trained less gain by the other: what the model learnt to please the one alone */
  gap: Figure;
};

const PARTS = ["own.before", "own.after", "other.before", "other.after"] as const;
type Part = (typeof PARTS)[number];
const at = (part: Part) => 2 * PARTS.indexOf(part);

const mean = (sums: Float64Array, part: Part): number | null => {
  const n = sums[at(part) + 1] ?? 0;
  return n === 0 ? null : (sums[at(part)] ?? 0) / n;
};
const count = (sums: Float64Array, ...parts: Part[]) => Math.min(...parts.map((part) => sums[at(part) + 1] ?? 0));
const share = (part: Part): Measure => ({
  kind: "share",
  n: (sums) => count(sums, part),
  of: (sums) => mean(sums, part),
});
const gainIn = (sums: Float64Array, judge: "own" | "other"): number | null => {
  const [before, after] = [mean(sums, `${judge}.before`), mean(sums, `${judge}.after`)];
  return before === null || after === null ? null : after - before;
};
const gain = (judge: "own" | "other"): Measure => ({
  kind: "index",
  n: (sums) => count(sums, `${judge}.before`, `${judge}.after`),
  of: (sums) => gainIn(sums, judge),
});

const MEASURES = {
  ownBefore: share("own.before"),
  ownAfter: share("own.after"),
  ownGain: gain("own"),
  otherBefore: share("other.before"),
  otherAfter: share("other.after"),
  otherGain: gain("other"),
  gap: {
    kind: "index",
    n: (sums) => count(sums, ...PARTS),
    of: (sums) => {
      const [own, other] = [gainIn(sums, "own"), gainIn(sums, "other")];
      return own === null || other === null ? null : own - other;
    },
  },
} as const satisfies Record<string, Measure>;

/**
 * The mean over trajectories of the share of their steps with a verdict that are reasonable or neutral. Intervals are the
 * bootstrap over questions of `estimate`: before and after, and both judges, are drawn with the same questions.
 */
export function processFigures(own: BeforeAfter, other: BeforeAfter): ProcessFigures {
  const parts: Record<Part, StepShares | null> = {
    ...{ "own.before": own.before, "own.after": own.after },
    ...{ "other.before": other.before, "other.after": other.after },
  };
  const figures = estimate(countsOf(parts), MEASURES, randomFor("process").next);
  return {
    own: { before: figures.ownBefore, after: figures.ownAfter, gain: figures.ownGain },
    other: { before: figures.otherBefore, after: figures.otherAfter, gain: figures.otherGain },
    gap: figures.gap,
  };
}

function countsOf(parts: Record<Part, StepShares | null>): ClusterCounts {
  const ids = [...new Set(PARTS.flatMap((part) => parts[part]?.questions ?? []))];
  const clusters = clusterByQuestion(Int32Array.from(ids));
  const clusterOf = new Map(ids.map((id, index) => [id, clusters.of[index] ?? 0]));
  const counts = noCounts(clusters.size, 2 * PARTS.length);
  for (const part of PARTS)
    parts[part]?.questions.forEach((id, index) => {
      const cluster = clusterOf.get(id) ?? 0;
      addCount(counts, cluster, at(part), parts[part]?.shares[index] ?? 0);
      addCount(counts, cluster, at(part) + 1, parts[part]?.trajectories[index] ?? 0);
    });
  return counts;
}
