"use client";
/** A round from stage to stage. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { ServerList } from "@/app/evals/matrix/[id]/servers";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { RelativeTime } from "@/components/format/time";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { isServingOver } from "@/domain/eval/serving";
import { formatNumber } from "@/domain/format";
import { isRoundOver } from "@/domain/round/status";

type RoundRow = ApiOutputs["round"]["get"];
type Run = RoundRow["runs"][number];

const EVERY_MS = 2_000;
const WORDS: Record<RoundRow["status"], string> = {
  starting: "starting",
  generating: "generating",
  judging: "judging",
  labelling: "labelling",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};
const RUNS = {
  rollout: { title: "Generate", href: (id: number) => `/rollouts/${id}`, none: "Not begun." },
  judging: { title: "Judge", href: (id: number) => `/judging/${id}`, none: "Begins when all is generated." },
  labelling: { title: "Label", href: (id: number) => `/judging/labels/${id}`, none: "Begins when all is judged." },
} as const;

/** Its server is still being stopped when it is over. */
const isLive = ({ status, servers }: RoundRow) =>
  !isRoundOver(status) || servers.some((server) => !isServingOver(server.status));

export function Round({ initial }: { initial: RoundRow }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = trpc.round.get.queryOptions({ id: initial.id });
  const { data: round, error } = useQuery({
    ...query,
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && !isLive(state.data) ? false : EVERY_MS),
  });
  const outcome = { onSettled: () => queries.invalidateQueries({ queryKey: query.queryKey }) };
  const cancel = useMutation(trpc.round.cancel.mutationOptions(outcome));
  const retry = useMutation(trpc.round.retry.mutationOptions(outcome));
  const { model, modelName, status, message, missing, experiment, plan, servers } = round;
  const failure = error ?? cancel.error ?? retry.error;
  const isOver = isRoundOver(status);
  const wanted = { rollout: true, judging: plan.judges.length > 0, labelling: plan.labeller !== null };
  return (
    <div className="min-h-full bg-canvas">
      <PageHeader
        trail={[
          { href: "/models", name: "Models" },
          { href: `/models/${model}`, name: modelName },
        ]}
        title={
          <span className="inline-flex flex-wrap items-center gap-2">
            {round.name}
            <Badge tone={status === "failed" ? "danger" : status === "done" ? "success" : "plain"}>
              {WORDS[status]}
            </Badge>
          </span>
        }
        description={
          <>
            Begun <RelativeTime iso={round.createdAt} />, with {modelName} as the policy.
          </>
        }
        actions={
          <>
            <Button asChild>
              <Link href={`/models/${model}/iterations`}>By iteration</Link>
            </Button>
            {(status === "failed" || status === "cancelled") && (
              <Button disabled={retry.isPending} onClick={() => retry.mutate({ id: round.id })}>
                Try again
              </Button>
            )}
            {!isOver && (
              <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ id: round.id })}>
                Cancel
              </Button>
            )}
          </>
        }
      />
      <div className="flex max-w-4xl flex-col gap-4 p-4 md:p-5">
        {failure && (
          <p role="alert" className="text-danger-ink">
            {failure.message}
          </p>
        )}
        {message && <p className={status === "failed" ? "text-danger-ink" : "text-warning-ink"}>{message}</p>}
        {missing.length > 0 && (
          <ul aria-label="What is missing" className="text-warning-ink">
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {(["rollout", "judging", "labelling"] as const).map((kind) =>
          wanted[kind] ? <Stage key={kind} kind={kind} runs={round.runs.filter((run) => run.kind === kind)} /> : null,
        )}
        {servers.length > 0 && (
          <section aria-label="Servers" className="rounded-lg border border-line bg-panel px-4 py-3">
            <h2 className="mb-1.5 font-semibold">Servers</h2>
            <ServerList servers={servers} />
          </section>
        )}
        <section aria-label="Experiment" className="rounded-lg border border-line bg-panel px-4 py-3">
          <h2 className="mb-1.5 font-semibold">Filter</h2>
          {experiment ? (
            <Link href={`/experiments/${experiment.id}`} className="text-accent-ink underline">
              {experiment.name}
            </Link>
          ) : (
            <p className="text-muted">
              {isOver
                ? "No experiment was made of it."
                : "An experiment with the filter of the round before is made at the end."}
            </p>
          )}
        </section>
      </div>
    </div>
  );
}

function Stage({ kind, runs }: { kind: Run["kind"]; runs: readonly Run[] }) {
  const { title, href, none } = RUNS[kind];
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-panel px-4 py-3">
      <h2 className="mb-1.5 font-semibold">{title}</h2>
      {runs.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {runs.map((run) => (
            <li key={run.id} className="grid gap-1">
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <Link href={href(run.id)} className="min-w-0 truncate text-accent-ink underline" title={run.name}>
                  {run.name}
                </Link>
                <span className="text-muted text-xs tabular-nums">
                  {formatNumber(run.done)} of {formatNumber(run.planned)} · {run.status}
                </span>
              </span>
              <Progress value={run.planned === 0 ? null : run.done / run.planned} label={`${title}: ${run.name}`} />
              {run.message && <span className="text-warning-ink text-xs">{run.message}</span>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
