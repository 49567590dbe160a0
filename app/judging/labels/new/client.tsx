"use client";
/** The form of a labelling run: a pool, a labeller, and what it says of a few trajectories. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormField } from "@/app/settings/form-field";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Names } from "@/domain/browse";
import { formatCount } from "@/domain/format";
import { isGradual } from "@/domain/labelling/metric-words";
import type { Pool } from "@/domain/pool";
import { PoolBox } from "../../_parts/pool-box";
import { KindChoice } from "./kind-choice";
import { MetricFields } from "./metric-fields";
import { ModelFields } from "./model-fields";
import { Sample } from "./sample";
import { initialValues, metricOf, planOf, suggestName, type Values } from "./values";

export type EndpointChoice = { id: number; name: string; servedName: string };

export function NewLabelling(props: {
  pool: Pool;
  names: Names;
  endpoints: readonly EndpointChoice[];
  /** Without labels yet */
  preview: ApiOutputs["labelling"]["preview"];
}) {
  const { pool, endpoints, preview: size } = props;
  const router = useRouter();
  const trpc = useTRPC();
  const [values, setValues] = useState(() => initialValues(size.sets, endpoints[0]?.id ?? null));
  const [isTried, setIsTried] = useState(false);
  const change = (part: Partial<Values>) => setValues((current) => ({ ...current, ...part }));
  const endpoint = endpoints.find(({ id }) => id === values.endpointId);
  const name = values.name ?? suggestName(values, endpoint);
  const plan = planOf(values, pool, name);
  const problem = (field: string) =>
    isTried || field === "threshold"
      ? plan.error?.issues.find(({ path }) => path.at(-1) === field)?.message
      : undefined;
  const starting = useMutation(
    trpc.labelling.start.mutationOptions({ onSuccess: ({ id }) => router.push(`/judging/labels/${id}`) }),
  );
  const isModel = values.kind === "model";
  const trajectories = formatCount(size.trajectories, "trajectory", "trajectories");
  return (
    <form
      className="grid gap-x-8 gap-y-6 px-4 py-4 md:px-5 xl:grid-cols-[minmax(0,32rem)_minmax(0,1fr)]"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setIsTried(true);
        if (plan.success) starting.mutate(plan.data);
        else showFirstProblem(event.currentTarget);
      }}
    >
      <div className="flex min-w-0 flex-col gap-6">
        <Part title="Pool">
          <PoolBox pool={pool} names={props.names} />
          <p className="text-muted tabular-nums">
            {trajectories} on {formatCount(size.sets.length, "question set")}
          </p>
        </Part>
        <Part title="Labeller">
          <KindChoice kind={values.kind} onChoose={(kind) => change({ kind })} />
          {isModel ? (
            <ModelFields values={values} onChange={change} endpoints={endpoints} problem={problem} />
          ) : (
            <MetricFields values={values} onChange={change} pool={pool} sets={size.sets} problem={problem} />
          )}
        </Part>
        <Part title="Labelling run">
          <FormField id="run-name" label="Name" error={problem("name")}>
            {(control) => (
              <Input {...control} value={name} onChange={(event) => change({ name: event.target.value })} />
            )}
          </FormField>
          <p className="text-muted">
            {size.trajectories === 0 && "The pool holds no trajectory, so there is nothing to label."}
            {size.trajectories > 0 &&
              (isModel
                ? `At most ${formatCount(size.trajectories, "request")}: one for each final answer. A trajectory without one is incorrect.`
                : "Takes no request.")}
          </p>
          {starting.isError && (
            <p role="alert" className="text-danger-ink">
              The labelling run was not started: {starting.error.message}
            </p>
          )}
          <div>
            <Button
              type="submit"
              variant="primary"
              disabled={starting.isPending || size.trajectories === 0 || (isModel && endpoints.length === 0)}
            >
              {starting.isPending ? "Starting…" : `Label ${trajectories}`}
            </Button>
          </div>
        </Part>
      </div>
      {size.trajectories > 0 && <LiveSample pool={pool} values={values} initial={size} />}
    </form>
  );
}

function LiveSample(props: { pool: Pool; values: Values; initial: ApiOutputs["labelling"]["preview"] }) {
  const { pool, values, initial } = props;
  const trpc = useTRPC();
  const metric = values.kind === "metric" ? metricOf(values) : null;
  const preview = useQuery(
    trpc.labelling.preview.queryOptions({ pool, metric }, { placeholderData: (previous) => previous ?? initial }),
  );
  return (
    <Part title="A few of them">
      {preview.isError && (
        <div role="alert" className="flex flex-wrap items-center gap-3 text-danger-ink">
          They could not be read: {preview.error.message}
          <Button size="sm" onClick={() => preview.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {preview.data && (
        <Sample
          rows={preview.data.sample}
          isGradual={values.kind === "metric" && isGradual(values.metric)}
          isStale={preview.isPlaceholderData}
        />
      )}
    </Part>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h2 className="font-semibold">{title}</h2>
      {children}
    </section>
  );
}
