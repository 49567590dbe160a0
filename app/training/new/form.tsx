"use client";
/** The launch form: choices on the left, the config they come to on the right, and what is known of it beforehand. */
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useRef, useState } from "react";
import { newKey } from "@/app/_shell/new-key";
import { FormField } from "@/app/settings/form-field";
import { showFirstProblem } from "@/app/settings/show-first-problem";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { Names } from "@/domain/browse";
import { TrainingPlan } from "@/domain/training/plan";
import { CheckPanel } from "./check-panel";
import { ConfigEditor } from "./config-editor";
import { DataFields } from "./data-fields";
import { choiceOf, type Draft, type Lists, resourcesOf } from "./draft";
import { ModelFields } from "./model-fields";
import { ResourceFields } from "./resource-fields";
import { RewardFields } from "./reward-fields";
import { useConfig } from "./use-config";

export type FieldsProps = { draft: Draft; lists: Lists; onChange: (part: Partial<Draft>) => void };

export function LaunchForm(props: {
  initial: Draft;
  /** The text to begin with; null for the recipe */
  config: string | null;
  clonedFrom: number | null;
  lists: Lists;
  names: Names;
}) {
  const { clonedFrom, names } = props;
  const trpc = useTRPC();
  const router = useRouter();
  const [draft, setDraft] = useState(props.initial);
  const [lists, setLists] = useState(props.lists);
  const change = (part: Partial<Draft>) => setDraft((current) => ({ ...current, ...part }));
  const choice = choiceOf(draft);
  const typed = draft.resources && resourcesOf(draft.resources);
  const isTyped = typed === null || "resources" in typed;
  const { state, edit, reset, retry } = useConfig(
    typeof choice === "string" || !isTyped ? null : choice,
    typed && "resources" in typed ? typed.resources : null,
    props.config,
  );
  // The same launch keeps its key however often it is sent; another one is another run.
  const sent = useRef({ plan: "", key: "" });
  const start = useMutation(
    trpc.launch.start.mutationOptions({ onSuccess: ({ id }) => router.push(`/training/${id}`) }),
  );
  const name = draft.name ?? state.name;
  const problem = problemOf();

  function problemOf(): string | null {
    if (typeof choice === "string") return choice;
    if (!isTyped) return "The resources need another look.";
    if (state.error !== null) return state.error;
    const blocking = state.check?.warnings.find(({ blocks }) => blocks);
    if (blocking) return blocking.message;
    if (state.issues.length > 0) return "The config has faults: they stand beside it, line by line.";
    return name.trim() === "" ? "Give the training run a name." : null;
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const resources = typed && "resources" in typed ? typed.resources : state.resources;
    if (typeof choice === "string" || problem !== null || resources === null)
      return showFirstProblem(event.currentTarget);
    const plan = { ...choice, name, resources, config: state.text, clonedFrom };
    const text = JSON.stringify(plan);
    if (sent.current.plan !== text) sent.current = { plan: text, key: newKey() };
    const parsed = TrainingPlan.safeParse({ ...plan, key: sent.current.key });
    if (parsed.success) start.mutate(parsed.data);
  }
  const fields: FieldsProps = { draft, lists, onChange: change };
  const isSaid =
    state.check === null
      ? typeof choice === "string" || state.error !== null
      : state.check.warnings.some(({ message }) => message === problem);
  const isStarting = start.isPending || start.isSuccess;
  const isReady = problem === null && state.check !== null && !state.isBusy;
  return (
    <form
      noValidate
      onSubmit={submit}
      className="grid gap-x-8 gap-y-6 px-4 py-4 md:px-5 lg:grid-cols-[minmax(0,27rem)_minmax(0,1fr)]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        <DataFields {...fields} names={names} />
        <ModelFields
          {...fields}
          onModels={(models) => setLists((current) => ({ ...current, models }))}
          onPath={retry}
        />
        <RewardFields {...fields} />
        <ResourceFields {...fields} asked={state.resources} errors={typed && "errors" in typed ? typed.errors : {}} />
        <FormField
          id="training-name"
          label="Name of the training run"
          error={name.trim() === "" && draft.name !== null ? "Give the training run a name." : undefined}
        >
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={200}
              autoComplete="off"
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </FormField>
      </div>
      <div className="flex min-w-0 flex-col gap-6">
        <section aria-label="Check" className="rounded-lg border border-line bg-canvas p-4">
          <CheckPanel
            state={state}
            onRetry={retry}
            algorithm={draft.algorithm}
            missing={typeof choice === "string" ? choice : null}
          />
          <div className="mt-4 flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={isStarting || !isReady}>
              {isStarting ? "Launching…" : "Launch training run"}
            </Button>
            {start.isError ? (
              <p role="alert" className="min-w-0 flex-1 basis-60 text-danger-ink">
                {start.error.message}
              </p>
            ) : (
              problem !== null &&
              !state.isBusy &&
              !isSaid && <p className="min-w-0 flex-1 basis-60 text-muted">{problem}</p>
            )}
          </div>
        </section>
        <ConfigEditor state={state} onEdit={edit} onReset={reset} />
      </div>
    </form>
  );
}
