"use client";
/** The training of all arms, from freezing to the evals. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { PageHeader } from "@/components/shell/page-header";
import { TrainingStatus } from "@/components/training/training-status";
import { SetStatus } from "@/components/training-set/set-status";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { isArmTrainingOver } from "@/domain/arm-training/status";
import { formatNumber } from "@/domain/format";
import { nameOfSet } from "@/domain/training-set/training-set";

type ArmTraining = ApiOutputs["armTraining"]["get"];
type Arm = ArmTraining["arms"][number];
type Run = Arm["runs"][number];

const EVERY_MS = 2_000;

export function ArmTrainingProgress({ initial }: { initial: ArmTraining }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = trpc.armTraining.get.queryOptions({ id: initial.id });
  const { data, error } = useQuery({
    ...query,
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isArmTrainingOver(state.data.status) ? false : EVERY_MS),
  });
  const cancel = useMutation(
    trpc.armTraining.cancel.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: query.queryKey }),
    }),
  );
  const { status, message, experiment, base, matrix, plan } = data;
  const problem = error ?? cancel.error;
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[
          { href: "/experiments", name: "Experiments" },
          ...(experiment ? [{ href: `/experiments/${experiment.id}`, name: experiment.name }] : []),
        ]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {data.name}
            <Badge tone={status === "failed" ? "danger" : status === "done" ? "success" : "plain"}>{status}</Badge>
          </span>
        }
        description={
          <>
            All arms trained{base && ` from ${base.name}`} and evaluated, begun <RelativeTime iso={data.createdAt} />.
          </>
        }
        actions={
          !isArmTrainingOver(status) && (
            <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ id: data.id })}>
              Cancel
            </Button>
          )
        }
      />
      <div className="flex max-w-4xl flex-col gap-4 p-4 md:p-5">
        {problem && (
          <p role="alert" className="text-danger-ink">
            {problem.message}
          </p>
        )}
        {message && <p className={status === "failed" ? "text-danger-ink" : "text-warning-ink"}>{message}</p>}
        {data.arms.map((arm) => (
          <ArmPanel key={arm.idx} arm={arm} />
        ))}
        <section aria-label="Evals" className="rounded-lg border border-line bg-panel px-4 py-3">
          <h2 className="mb-1.5 font-semibold">Evals</h2>
          {matrix ? (
            <p className="flex flex-wrap items-center gap-x-3">
              <Link href={`/evals/matrix/${matrix.id}`} className="text-accent-ink underline">
                {matrix.name}
              </Link>
              <span className="text-muted tabular-nums">
                {formatNumber(matrix.over)} of {formatNumber(matrix.cells)} · {matrix.status}
              </span>
            </p>
          ) : (
            <p className="text-muted">{noEvals(plan.evals.sets.length, isArmTrainingOver(status))}</p>
          )}
        </section>
      </div>
    </div>
  );
}

function noEvals(sets: number, isOver: boolean): string {
  if (sets === 0) return "No question set was chosen, so nothing is evaluated.";
  return isOver ? "Nothing was evaluated." : "They begin when all training runs are over.";
}

function ArmPanel({ arm }: { arm: Arm }) {
  const { name, set, runs } = arm;
  return (
    <section aria-label={name} className="rounded-lg border border-line bg-panel px-4 py-3">
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 break-words font-semibold">{name}</h2>
        {set && (
          <>
            <Link href={`/training-sets/${set.id}`} className="min-w-0 break-words text-accent-ink underline">
              {nameOfSet(set)}
            </Link>
            <SetStatus status={set.status} />
          </>
        )}
      </div>
      {set?.message && <p className="mb-2 text-danger-ink">{set.message}</p>}
      <ul className="flex flex-col gap-2">
        {runs.map((run) => (
          <li key={run.seed}>
            <RunLine run={run} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunLine({ run: { seed, state, message, run, model } }: { run: Run }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="tabular-nums">Seed {seed}</span>
      {run ? (
        <>
          <Link href={`/training/${run.id}`} className="text-accent-ink underline">
            Training run {run.id}
          </Link>
          <TrainingStatus status={run.status} />
          <span className="text-muted text-xs tabular-nums">
            {formatNumber(run.step)}
            {run.totalSteps !== null && ` of ${formatNumber(run.totalSteps)}`} updates
          </span>
        </>
      ) : (
        <span className="text-muted">{NO_RUN[state]}</span>
      )}
      {model && (
        <Link href={`/models/${model.id}`} className="min-w-0 break-words text-accent-ink underline">
          {model.name}
        </Link>
      )}
      {(message ?? run?.message) && (
        <span className="basis-full text-warning-ink text-xs">{message ?? run?.message}</span>
      )}
    </div>
  );
}

const NO_RUN: Record<Run["state"], string> = {
  waiting: "waits for its turn",
  launched: "its training run was removed",
  refused: "could not be launched",
};
