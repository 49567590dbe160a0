"use client";
/** What all arms are trained with and evaluated on, beside the plan of jobs that it comes to. */
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { newKey } from "@/app/_shell/new-key";
import { usePaused } from "@/app/_shell/use-paused";
import { Part } from "@/app/judging/_parts/part";
import { FormField } from "@/app/settings/form-field";
import type { Lists } from "@/app/training/new/draft";
import { ModelFields } from "@/app/training/new/model-fields";
import { RewardFields } from "@/app/training/new/reward-fields";
import { useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { ArmTrainingStatus } from "@/domain/arm-training/status";
import { ArmFields } from "./arm-fields";
import { choiceOf, type Draft } from "./draft";
import { EvalFields } from "./eval-fields";
import { JobsPanel } from "./jobs-panel";

export function ArmTrainingForm(props: {
  experimentId: number;
  arms: readonly string[];
  initial: Draft;
  lists: Lists;
  sets: readonly { id: number; name: string }[];
  earlier: readonly { id: number; name: string; status: ArmTrainingStatus; createdAt: string }[];
}) {
  const { experimentId, earlier } = props;
  const trpc = useTRPC();
  const router = useRouter();
  const [draft, setDraft] = useState(props.initial);
  const [lists, setLists] = useState(props.lists);
  const change = (part: Partial<Draft>) => setDraft((current) => ({ ...current, ...part }));
  const choice = choiceOf(draft, experimentId);
  const paused = usePaused(choice);
  const input = typeof paused === "string" ? null : paused;
  const plan = useQuery({
    ...trpc.armTraining.plan.queryOptions(input ?? NOTHING),
    enabled: input !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  });
  const isCurrent = JSON.stringify(paused) === JSON.stringify(choice) && !plan.isPlaceholderData && !plan.isFetching;
  const jobs = input === null ? null : (plan.data ?? null);
  // The same start keeps its key however often it is sent; another one is another training of arms.
  const sent = useRef({ text: "", key: "" });
  const start = useMutation(
    trpc.armTraining.start.mutationOptions({
      onSuccess: ({ id }) => router.push(`/experiments/${experimentId}/train/${id}`),
    }),
  );
  const isStarting = start.isPending || start.isSuccess;
  const canStart =
    jobs !== null && isCurrent && plan.error === null && jobs.problems.length === 0 && draft.name.trim() !== "";
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typeof choice === "string" || jobs === null || !canStart || isStarting) return;
    const asked = { name: draft.name, choice, fingerprint: jobs.fingerprint };
    const text = JSON.stringify(asked);
    if (sent.current.text !== text) sent.current = { text, key: newKey() };
    start.mutate({ ...asked, key: sent.current.key });
  }
  const training = {
    draft: draft.training,
    lists,
    onChange: (part: Partial<Draft["training"]>) =>
      setDraft((current) => ({ ...current, training: { ...current.training, ...part } })),
  };
  return (
    <form
      noValidate
      onSubmit={submit}
      className="grid gap-x-8 gap-y-6 px-4 py-4 md:px-5 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        <FormField id="arms-name" label="Name" error={draft.name.trim() === "" ? "Give it a name." : undefined}>
          {(control) => (
            <Input
              {...control}
              value={draft.name}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </FormField>
        <ArmFields draft={draft} arms={props.arms} onChange={change} />
        <ModelFields
          {...training}
          onModels={(models) => setLists((current) => ({ ...current, models }))}
          onPath={() => void plan.refetch()}
        />
        <RewardFields {...training} />
        <Part title="Recipe">
          <div className="grid grid-cols-2 gap-3">
            <RecipeField
              id="arms-steps"
              label="Updates"
              value={draft.maxSteps}
              onType={(maxSteps) => change({ maxSteps })}
            />
            <RecipeField
              id="arms-rate"
              label="Learning rate"
              value={draft.learningRate}
              onType={(learningRate) => change({ learningRate })}
            />
          </div>
        </Part>
        <EvalFields draft={draft} sets={props.sets} onChange={change} />
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <section aria-label="Plan of jobs" className="rounded-lg border border-line bg-canvas p-4">
          <JobsPanel
            jobs={jobs}
            isBusy={!isCurrent}
            missing={typeof choice === "string" ? choice : null}
            error={plan.error?.message ?? null}
            algorithm={draft.training.algorithm}
            sets={props.sets}
          />
          <div className="mt-4 flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={!canStart || isStarting}>
              {isStarting ? "Starting…" : "Train and evaluate"}
            </Button>
            {start.isError && (
              <p role="alert" className="min-w-0 flex-1 basis-60 text-danger-ink">
                {start.error.message}
              </p>
            )}
          </div>
        </section>
        {earlier.length > 0 && (
          <Part title="Before">
            <ul className="flex flex-col gap-1">
              {earlier.map(({ id, name, status, createdAt }) => (
                <li key={id} className="flex flex-wrap gap-x-2">
                  <Link href={`/experiments/${experimentId}/train/${id}`} className="text-accent-ink underline">
                    {name}
                  </Link>
                  <span className="text-muted">
                    {status}, begun <RelativeTime iso={createdAt} />
                  </span>
                </li>
              ))}
            </ul>
          </Part>
        )}
      </div>
    </form>
  );
}

function RecipeField(props: { id: string; label: string; value: string; onType: (text: string) => void }) {
  return (
    <FormField id={props.id} label={props.label} hint="Empty: as the recipe has it.">
      {(control) => (
        <Input
          {...control}
          value={props.value}
          inputMode="decimal"
          autoComplete="off"
          className="tabular-nums"
          onChange={(event) => props.onType(event.target.value)}
        />
      )}
    </FormField>
  );
}

/** Stands in where nothing is asked. */
const NOTHING = {
  ...{ experimentId: 1, arms: ["-"], baseModelId: 1, engineId: 1, reward: null, seeds: 1 },
  algorithm: "sft" as const,
};
