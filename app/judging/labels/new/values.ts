/** What the form holds while it is filled in, and the plan it stands for. */
import { isGradual, metricName, ownMetric } from "@/domain/labelling/metric-words";
import { LabellingPlan, type Metric, MetricLabeller, ModelLabeller } from "@/domain/labelling/settings";
import type { Pool } from "@/domain/pool";
import { type ModelValues, readModel, readNumber, typedModel } from "../../_parts/model-values";

/** Numbers as they are typed. */
export type Values = {
  /** null: the suggested name */
  name: string | null;
  kind: "metric" | "model";
  metric: Metric;
  threshold: string;
} & ModelValues;

export type PoolSet = { id: number; name: string; metric: string | null; trajectories: number };

/** Correct from here on, where a metric knows more than right and wrong. */
const GRADUAL_THRESHOLD = "0.5";
const DEFAULTS = ModelLabeller.parse({ kind: "model", endpointId: 1 });

/** The metrics that the sets of a pool name, that of most trajectories first. */
export function ownMetrics(sets: readonly PoolSet[]): Metric[] {
  return [...new Set(sets.flatMap((set) => ownMetric(set.metric) ?? []))];
}

export function initialValues(sets: readonly PoolSet[], endpointId: number | null): Values {
  return {
    name: null,
    kind: "metric",
    metric: ownMetrics(sets)[0] ?? "hotpotqa-em",
    threshold: GRADUAL_THRESHOLD,
    ...typedModel(endpointId, DEFAULTS),
  };
}

/** The metric and its threshold; null while the threshold is none. */
export function metricOf({ metric, threshold }: Values): Pick<MetricLabeller, "metric" | "threshold"> | null {
  const given = { metric, threshold: isGradual(metric) ? readNumber(threshold) : 1 };
  const parsed = MetricLabeller.pick({ metric: true, threshold: true }).safeParse(given);
  return parsed.success ? parsed.data : null;
}

/** "HotpotQA F1 ≥ 0.5", "qwen3, equivalence" */
export function suggestName(values: Values, endpoint: { servedName: string } | undefined): string {
  if (values.kind === "model") return `${endpoint?.servedName ?? "Model"}, equivalence`;
  return metricName(metricOf(values) ?? { metric: values.metric, threshold: 1 });
}

/** The plan, or what is wrong with it. */
export function planOf(values: Values, pool: Pool, name: string) {
  const labeller =
    values.kind === "metric"
      ? {
          kind: "metric",
          metric: values.metric,
          threshold: isGradual(values.metric) ? readNumber(values.threshold) : 1,
        }
      : { kind: "model", ...readModel(values) };
  return LabellingPlan.safeParse({ name, pool, labeller });
}
