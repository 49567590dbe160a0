"use client";
/** The form of a judging run: a pool, a judge, what it would be asked, and what that costs. */
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { useTRPC } from "@/app/trpc";
import { RadioCards } from "@/components/ui/radio-cards";
import type { Names } from "@/domain/browse";
import { formatCount, formatNumber } from "@/domain/format";
import { freeName } from "@/domain/free-name";
import type { Pool } from "@/domain/pool";
import type { EndpointChoice } from "../_parts/model-fields";
import { Part } from "../_parts/part";
import { PoolBox } from "../_parts/pool-box";
import { StartPart } from "../_parts/start-part";
import type { Template } from "../templates/template-editor";
import { ModelFields } from "./model-fields";
import { PromptPreview } from "./prompt-preview";
import { RuleFields } from "./rule-fields";
import { initialValues, planOf, suggestName, type Values } from "./values";

const KINDS = [
  { value: "model", name: "A model", says: "Reasons, then rules" },
  { value: "rule", name: "Rules", says: "No endpoint needed" },
] as const;

export function NewJudging(props: {
  pool: Pool;
  names: Names;
  endpoints: readonly EndpointChoice[];
  templates: readonly Template[];
  size: { trajectories: number; steps: number };
}) {
  const { pool, endpoints, size } = props;
  const router = useRouter();
  const trpc = useTRPC();
  const [templates, setTemplates] = useState(props.templates);
  const [values, setValues] = useState(() => initialValues(endpoints[0]?.id ?? null, props.templates[0]?.id ?? null));
  const [isTried, setIsTried] = useState(false);
  const change = (part: Partial<Values>) => setValues((current) => ({ ...current, ...part }));
  const template = templates.find(({ id }) => id === values.templateId);
  const suggested = suggestName(
    values,
    endpoints.find(({ id }) => id === values.endpointId),
    template,
  );
  const taken = props.names.judgingRuns.map((run) => run.name);
  const name = values.name ?? freeName(suggested, taken);
  const plan = planOf(values, pool, name);
  const problem = (field: string) =>
    isTried ? plan.error?.issues.find(({ path }) => path.at(-1) === field)?.message : undefined;
  const starting = useMutation(
    trpc.judging.start.mutationOptions({ onSuccess: ({ id }) => router.push(`/judging/${id}`) }),
  );
  const isModel = values.kind === "model";
  return (
    <form
      className="grid gap-x-8 gap-y-6 px-4 py-4 md:px-5 lg:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]"
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
            {formatCount(size.trajectories, "trajectory", "trajectories")}, {formatCount(size.steps, "step")}
          </p>
        </Part>
        <Part title="Judge">
          <RadioCards label="Judge" cards={KINDS} value={values.kind} onChoose={(kind) => change({ kind })} />
          {isModel ? (
            <ModelFields
              values={values}
              onChange={change}
              endpoints={endpoints}
              templates={templates}
              problem={problem}
              onTemplate={(saved) => {
                setTemplates((known) => (known.some(({ id }) => id === saved.id) ? known : [saved, ...known]));
                change({ templateId: saved.id });
              }}
            />
          ) : (
            <RuleFields rules={values.rules} onChange={(rules) => change({ rules })} error={problem("rules")} />
          )}
        </Part>
        <StartPart
          title="Judging run"
          name={name}
          onName={(typed) => change({ name: typed })}
          nameError={problem("name")}
          cost={cost(values, size)}
          error={starting.error?.message}
          isStarting={starting.isPending}
          isPossible={size.trajectories > 0 && !(isModel && endpoints.length === 0)}
          action={`Judge ${formatCount(size.trajectories, "trajectory", "trajectories")}`}
        />
      </div>
      {isModel && <PromptPreview pool={pool} template={template ?? null} />}
    </form>
  );
}

function cost(values: Values, { trajectories, steps }: { trajectories: number; steps: number }): string {
  if (trajectories === 0) return "The pool holds no trajectory, so there is nothing to judge.";
  if (values.kind === "rule") return "Takes no request.";
  const votes = Number(values.votes);
  if (!Number.isInteger(votes) || votes < 1) return "";
  const requests = formatCount(steps * votes, "request");
  return votes === 1
    ? `${requests}, one a step.`
    : `${formatNumber(steps)} steps × ${formatNumber(votes)} votes: ${requests}.`;
}
