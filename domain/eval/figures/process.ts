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
  /** Questions that each compares: those judged before and after, and for the gap by both judges */
  compared: { own: number; other: number; gap: number };
};

const PARTS = ["own.before", "own.after", "other.before", "other.after"] as const;
type Part = (typeof PARTS)[number];
const JUDGES = { own: ["own.before", "own.after"], other: ["other.before", "other.after"] } as const;
type Judge = keyof typeof JUDGES;

/** Each is counted three times: over all its questions, over those that its judge has on both sides, over those of all. */
const SCOPES = ["all", "both", "four"] as const;
type Scope = (typeof SCOPES)[number];
const at = (part: Part, scope: Scope) => 2 * (SCOPES.indexOf(scope) * PARTS.length + PARTS.indexOf(part));

const mean = (sums: Float64Array, part: Part, scope: Scope): number | null => {
  const n = sums[at(part, scope) + 1] ?? 0;
  return n === 0 ? null : (sums[at(part, scope)] ?? 0) / n;
};
const count = (sums: Float64Array, parts: readonly Part[], scope: Scope) =>
  Math.min(...parts.map((part) => sums[at(part, scope) + 1] ?? 0));
const share = (part: Part): Measure => ({
  kind: "share",
  n: (sums) => count(sums, [part], "all"),
  of: (sums) => mean(sums, part, "all"),
});
const gainIn = (sums: Float64Array, judge: Judge, scope: Scope): number | null => {
  const [before, after] = JUDGES[judge].map((part) => mean(sums, part, scope));
  return before == null || after == null ? null : after - before;
};
const gain = (judge: Judge): Measure => ({
  kind: "index",
  n: (sums) => count(sums, JUDGES[judge], "both"),
  of: (sums) => gainIn(sums, judge, "both"),
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
    n: (sums) => count(sums, PARTS, "four"),
    of: (sums) => {
      const [own, other] = [gainIn(sums, "own", "four"), gainIn(sums, "other", "four")];
      return own === null || other === null ? null : own - other;
    },
  },
} as const satisfies Record<string, Measure>;

/**
 * The mean over trajectories of the share of their steps with a verdict that are reasonable or neutral. Shares before and
 * after are of all that the judge ruled on; a gain is of the questions that it ruled on both before and after, and the
 * gap of those that both judges did, so that other questions on one side are no gain. Intervals are the bootstrap over
 * questions of `estimate`: before and after, and both judges, are drawn with the same questions.
 */
export function processFigures(own: BeforeAfter, other: BeforeAfter): ProcessFigures {
  const parts: Record<Part, StepShares | null> = {
    ...{ "own.before": own.before, "own.after": own.after },
    ...{ "other.before": other.before, "other.after": other.after },
  };
  const both = { own: commonTo(parts, JUDGES.own), other: commonTo(parts, JUDGES.other) };
  const four = commonTo(parts, PARTS);
  const isCounted = (id: number, part: Part, scope: Scope) => {
    if (scope === "four") return four.has(id);
    return scope === "all" || both[part === "own.before" || part === "own.after" ? "own" : "other"].has(id);
  };
  const figures = estimate(countsOf(parts, isCounted), MEASURES, randomFor("process").next);
  return {
    own: { before: figures.ownBefore, after: figures.ownAfter, gain: figures.ownGain },
    other: { before: figures.otherBefore, after: figures.otherAfter, gain: figures.otherGain },
    gap: figures.gap,
    compared: { own: both.own.size, other: both.other.size, gap: four.size },
  };
}

/** Questions that all of these parts have. */
function commonTo(parts: Record<Part, StepShares | null>, names: readonly Part[]): Set<number> {
  const [first, ...rest] = names.map((name) => new Set(parts[name]?.questions ?? []));
  return new Set([...(first ?? [])].filter((id) => rest.every((ids) => ids.has(id))));
}

function countsOf(
  parts: Record<Part, StepShares | null>,
  isCounted: (id: number, part: Part, scope: Scope) => boolean,
): ClusterCounts {
  const ids = [...new Set(PARTS.flatMap((part) => parts[part]?.questions ?? []))];
  const clusters = clusterByQuestion(Int32Array.from(ids));
  const clusterOf = new Map(ids.map((id, index) => [id, clusters.of[index] ?? 0]));
  const counts = noCounts(clusters.size, 2 * PARTS.length * SCOPES.length);
  for (const part of PARTS)
    parts[part]?.questions.forEach((id, index) => {
      const cluster = clusterOf.get(id) ?? 0;
      for (const scope of SCOPES) {
        if (!isCounted(id, part, scope)) continue;
        addCount(counts, cluster, at(part, scope), parts[part]?.shares[index] ?? 0);
        addCount(counts, cluster, at(part, scope) + 1, parts[part]?.trajectories[index] ?? 0);
      }
    });
  return counts;
}
