/** Who labelled the answers of an eval. */
import { metricName } from "../labelling/metric-words";
import type { Metric } from "../labelling/settings";

export type Labeller = {
  /** The labelling run */
  id: number;
  words: string;
  /** By the official metric of the question set */
  isOfficial: boolean;
  /** Outcomes of its that stand */
  n: number;
};

type Run = { name: string; kind: string; metric: Metric | null; threshold: number };

/** "GSM8K strict", "people (Spot check)", "a model (Opinion)", or the name of an imported run. */
export function labellerWords({ name, kind, metric, threshold }: Run): string {
  if (kind === "metric" && metric !== null) return metricName({ metric, threshold });
  return kind === "human" ? `people (${name})` : kind === "model" ? `a model (${name})` : name;
}

/** "GSM8K strict", "GSM8K strict and people (Spot check)"; empty where nothing is labelled. */
export const labelledBy = (labellers: readonly Labeller[]): string =>
  [...new Set(labellers.map(({ words }) => words))].sort().join(" and ");
