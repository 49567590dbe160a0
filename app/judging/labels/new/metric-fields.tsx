"use client";
import Link from "next/link";
import { FormField } from "@/app/settings/form-field";
import { Input, NativeSelect } from "@/components/ui/input";
import { formatCount } from "@/domain/format";
import { isGradual, METRIC_WORDS, ownMetric } from "@/domain/labelling/metric-words";
import { Metric } from "@/domain/labelling/settings";
import { type Pool, poolToParams } from "@/domain/pool";
import { ownMetrics, type PoolSet, type Values } from "./values";

/** Which official metric, and from which value on an answer is correct. */
export function MetricFields(props: {
  values: Values;
  onChange: (part: Partial<Values>) => void;
  pool: Pool;
  sets: readonly PoolSet[];
  problem: (field: string) => string | undefined;
}) {
  const { values, onChange, sets, problem } = props;
  const own = ownMetrics(sets);
  return (
    <>
      <FormField id="metric" label="Metric" hint={METRIC_WORDS[values.metric].definition}>
        {(control) => (
          <NativeSelect
            {...control}
            value={values.metric}
            onChange={(event) => onChange({ metric: Metric.parse(event.target.value) })}
          >
            {Metric.options.map((metric) => (
              <option key={metric} value={metric}>
                {METRIC_WORDS[metric].name}
                {own.includes(metric) ? " — the set’s own" : ""}
              </option>
            ))}
          </NativeSelect>
        )}
      </FormField>
      <OwnMetric sets={sets} pool={props.pool} chosen={values.metric} />
      {isGradual(values.metric) && (
        <FormField
          id="threshold"
          label="Correct from"
          hint="The figure is kept with each outcome, whatever the threshold."
          error={problem("threshold") && "A number above 0, up to 1."}
          className="w-48"
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={values.threshold}
              onChange={(event) => onChange({ threshold: event.target.value })}
            />
          )}
        </FormField>
      )}
    </>
  );
}

/** A metric is made for one set: says so where the pool holds others. */
function OwnMetric({ sets, pool, chosen }: { sets: readonly PoolSet[]; pool: Pool; chosen: Metric }) {
  const others = sets.filter((set) => family(ownMetric(set.metric)) !== family(chosen));
  if (others.length === 0) return null;
  const only = (set: PoolSet) => `/judging/labels/new?${poolToParams({ ...pool, sets: [set.id] })}`;
  return (
    <div className="rounded-md bg-subtle px-3 py-2 text-muted">
      <p>Made for another set than these. Label a set on its own, to use the metric it names:</p>
      <ul className="mt-1">
        {others.slice(0, 6).map((set) => {
          const metric = ownMetric(set.metric);
          return (
            <li key={set.id}>
              <Link href={only(set)} className="text-accent-ink hover:underline">
                {set.name}
              </Link>
              , {formatCount(set.trajectories, "trajectory", "trajectories")}:{" "}
              {metric ? METRIC_WORDS[metric].name : "names no metric that the studio knows"}
            </li>
          );
        })}
        {others.length > 6 && <li>and {others.length - 6} more sets</li>}
      </ul>
    </div>
  );
}

const family = (metric: Metric | null) => metric?.split("-")[0];
