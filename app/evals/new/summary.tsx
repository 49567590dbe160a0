"use client";
/** What the form comes to: cells, trajectories, tokens, what forbids to start, and the button that starts it. */
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { usePaused } from "@/app/_shell/use-paused";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { sumMatrix } from "@/domain/eval/matrix-sum";
import type { EvalPlan } from "@/domain/eval/plan";
import { formatCount, formatNumber } from "@/domain/format";

type Checked = ApiOutputs["eval"]["check"];

export function Summary(props: {
  /** null while something is missing */
  plan: EvalPlan | null;
  /** What is missing */
  hint: string;
  isStarting: boolean;
  error: string | null;
}) {
  const trpc = useTRPC();
  const plan = usePaused(props.plan);
  const { name: _, ...asked } = plan ?? { name: null };
  const check = useQuery({
    ...trpc.eval.check.queryOptions(plan === null ? skipToken : (asked as Omit<EvalPlan, "name">)),
    placeholderData: keepPreviousData,
  });
  const isMissing = props.plan === null;
  const checked = isMissing || plan === null ? null : (check.data ?? null);
  return (
    <aside className="flex min-w-0 flex-col gap-3 lg:sticky lg:top-4 lg:self-start">
      <section aria-label="Summary" className="rounded-lg border border-line bg-canvas p-4">
        <div aria-live="polite" className="flex min-h-10 flex-col gap-2 tabular-nums">
          {checked && plan ? (
            <Total plan={plan} checked={checked} />
          ) : check.isError && !isMissing ? (
            <p className="text-danger-ink">{check.error.message}</p>
          ) : (
            <p className="text-muted">{isMissing ? props.hint : "Counting…"}</p>
          )}
        </div>
        {check.isError && !isMissing && (
          <Button size="sm" className="mt-2" disabled={check.isFetching} onClick={() => check.refetch()}>
            {check.isFetching ? "Trying…" : "Try again"}
          </Button>
        )}
        <Button
          type="submit"
          variant="primary"
          className="mt-3 w-full"
          disabled={props.isStarting || (checked !== null && checked.problems.length > 0)}
        >
          {props.isStarting ? "Starting…" : "Start evals"}
        </Button>
        {props.error !== null && (
          <p role="alert" className="mt-2 text-danger-ink">
            {props.error}
          </p>
        )}
      </section>
    </aside>
  );
}

function Total({ plan, checked }: { plan: EvalPlan; checked: Checked }) {
  const sum = sumMatrix(checked.cells);
  const { models, sets, ways } = plan;
  return (
    <>
      <p>
        {formatCount(models.length, "model")} × {formatCount(sets.length, "question set")}
        {ways.length > 1 && ` × ${formatCount(ways.length, "way")}`} = <strong>{formatCount(sum.cells, "cell")}</strong>
      </p>
      <p>
        <strong>{formatCount(sum.trajectories, "trajectory", "trajectories")}</strong>
        <span className="text-muted">, {tokenWords(sum)}</span>
      </p>
      {checked.served.length > 0 && plan.serving !== null && (
        <p className="text-muted">
          {formatCount(checked.served.length, "server")} {checked.served.length === 1 ? "is" : "are"} started for it.
        </p>
      )}
      {checked.problems.map((problem) => (
        <p key={problem} className="text-danger-ink">
          {problem}
        </p>
      ))}
      {checked.warnings.map((warning) => (
        <p key={warning} className="flex gap-1.5 text-warning-ink text-xs">
          <TriangleAlert className="mt-0.5 size-3.5 shrink-0" aria-hidden />
          {warning}
        </p>
      ))}
    </>
  );
}

/** "about 120,000 tokens, not known for 3 of 6 cells" */
function tokenWords({ tokens, unknown, cells }: ReturnType<typeof sumMatrix>): string {
  if (tokens === null) return "their tokens cannot be told yet";
  const about = `about ${formatCount(roundly(tokens), "token")}`;
  return unknown === 0 ? about : `${about}, not told for ${formatNumber(unknown)} of ${formatCount(cells, "cell")}`;
}

/** Two digits: it is an estimate. */
function roundly(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return Math.round(value / unit) * unit;
}
