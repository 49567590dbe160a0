"use client";
import Link from "next/link";
import { FormField } from "@/app/settings/form-field";
import { Input, NativeSelect } from "@/components/ui/input";
import { formatCount } from "@/domain/format";
import { isGradual, METRIC_WORDS, ownMetric } from "@/domain/labelling/metric-words";
import { Metric } from "@/domain/labelling/settings";
import { type Pool, poolToParams } from "@/domain/pool";
import { ownMetrics, type PoolSet, type Values } from "./values";

const SHOWN = 6;

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

/** A metric is made for one set: says so where the pool holds others, and where a set does not say which is its own. */
function OwnMetric({ sets, pool, chosen }: { sets: readonly PoolSet[]; pool: Pool; chosen: Metric }) {
  const others = sets.flatMap((set) => {
    const metric = ownMetric(set.metric);
    return metric === null || family(metric) === family(chosen) ? [] : [{ ...set, metric }];
  });
  const unknown = sets.filter((set) => ownMetric(set.metric) === null);
  if (others.length + unknown.length === 0) return null;
  return (
    <div className="flex flex-col gap-1 rounded-md bg-subtle px-3 py-2 text-muted">
      {others.length > 0 && <p>Sets of the pool with another metric, to be labelled on their own:</p>}
      {others.length > 0 && (
        <ul>
          {others.slice(0, SHOWN).map((set) => (
            <li key={set.id}>
              <Link
                href={`/judging/labels/new?${poolToParams({ ...pool, sets: [set.id] })}`}
                className="text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
              >
                {set.name}
              </Link>
              , {formatCount(set.trajectories, "trajectory", "trajectories")}: {METRIC_WORDS[set.metric].name}
            </li>
          ))}
          {others.length > SHOWN && <li>and {others.length - SHOWN} more</li>}
        </ul>
      )}
      {unknown.length > 0 && (
        <p>
          {unknown.length === 1
            ? `${unknown[0]?.name} names`
            : `${formatCount(unknown.length, "set")} of the pool name`}{" "}
          no metric that the studio knows: choose the one whose rules fit.
        </p>
      )}
    </div>
  );
}

const family = (metric: Metric) => metric.split("-")[0];
