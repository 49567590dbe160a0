"use client";
/** The form of a labelling run: a pool, a labeller, and what it says of a few trajectories. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import type { Names } from "@/domain/browse";
import { formatCount } from "@/domain/format";
import { freeName } from "@/domain/free-name";
import { isGradual } from "@/domain/labelling/metric-words";
import type { Pool } from "@/domain/pool";
import type { EndpointChoice } from "../../_parts/model-fields";
import { Part } from "../../_parts/part";
import { PoolBox } from "../../_parts/pool-box";
import { StartPart } from "../../_parts/start-part";
import { KindChoice } from "./kind-choice";
import { MetricFields } from "./metric-fields";
import { ModelFields } from "./model-fields";
import { Sample } from "./sample";
import { initialValues, metricOf, planOf, suggestName, type Values } from "./values";

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
  const taken = props.names.labellingRuns.map((run) => run.name);
  const name = values.name ?? freeName(suggestName(values, endpoint), taken);
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
        <StartPart
          title="Labelling run"
          name={name}
          onName={(typed) => change({ name: typed })}
          nameError={problem("name")}
          cost={cost(isModel, size.trajectories)}
          error={starting.error?.message}
          isStarting={starting.isPending}
          isPossible={size.trajectories > 0 && !(isModel && endpoints.length === 0)}
          action={`Label ${trajectories}`}
        />
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

function cost(isModel: boolean, trajectories: number): string {
  if (trajectories === 0) return "The pool holds no trajectory, so there is nothing to label.";
  if (!isModel) return "Takes no request.";
  return `At most ${formatCount(trajectories, "request")}: one for each final answer. A trajectory without one is incorrect.`;
}
