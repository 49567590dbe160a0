"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { ErrorState } from "@/components/states/error-state";
import { TableSkeleton } from "@/components/states/table-skeleton";
import { MessagesText } from "@/components/trajectory/messages-text";
import { PlainText } from "@/components/trajectory/plain-text";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { Badge } from "@/components/ui/badge";
import { formatCount, formatNumber } from "@/domain/format";

type Context = ApiOutputs["trainingRun"]["contexts"][number];
type Action = ApiOutputs["trainingRun"]["samples"]["samples"][number]["actions"][number];

export function ContextSamples({
  runId,
  context,
  isLive,
  step,
}: {
  runId: number;
  context: Context;
  isLive: boolean;
  step: number;
}) {
  const trpc = useTRPC();
  const samples = useQuery(trpc.trainingRun.samples.queryOptions({ runId, context: context.context }));
  // Asked for again only where something came for this context, or a resumed run undid it.
  const { refetch } = samples;
  const { lastStep } = context;
  const seen = samples.data?.samples[0]?.step;
  useEffect(() => {
    if (seen !== undefined && lastStep !== seen) void refetch();
  }, [lastStep, seen, refetch]);
  if (samples.isPending) return <TableSkeleton rows={6} columns={2} />;
  if (samples.isError)
    return (
      <ErrorState
        title="What was sampled could not be read"
        detail={samples.error.message}
        onRetry={() => samples.refetch()}
      />
    );
  const { prompt, trajectoryId, stepIdx, times } = samples.data;
  return (
    <div className="min-w-0 px-4 py-3 md:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {trajectoryId === null ? (
          <span className="text-faint">Its trajectory is gone.</span>
        ) : (
          <Link href={`/trajectories/${trajectoryId}#step-${stepIdx + 1}`} className="text-accent-ink hover:underline">
            Trajectory {formatNumber(trajectoryId)}, step {stepIdx + 1}
          </Link>
        )}
        <span className="text-muted">
          sampled at {formatCount(times, "update")}
          {times > samples.data.samples.length && `, ${samples.data.samples.length} of them shown`}
          {isLive && `; now at update ${formatNumber(step)}`}
        </span>
      </div>
      <details className="mt-2">
        <summary className="cursor-pointer text-muted hover:text-ink">The context</summary>
        <ScrollRegion label="The context" className="mt-1 max-h-96 overflow-auto rounded-md bg-subtle p-3">
          <MessagesText json={prompt} />
        </ScrollRegion>
      </details>
      <ScrollRegion label="Sampled actions, the newest first" className="mt-3 max-h-[34rem] overflow-auto">
        <ol className="flex flex-col gap-3">
          {samples.data.samples.map((sample) => (
            <li key={sample.step}>
              <h3 className="font-medium text-muted text-xs">
                Update {formatNumber(sample.step)} <MeanReward actions={sample.actions} />
              </h3>
              <ul className="mt-1 border-line border-t">
                {group(sample.actions).map(({ action, count }, index) => (
                  <ActionItem key={index} action={action} count={count} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      </ScrollRegion>
    </div>
  );
}

/** Equal ones stand once, with how often they came. */
function group(actions: readonly Action[]): { action: Action; count: number }[] {
  const groups = new Map<string, { action: Action; count: number }>();
  for (const action of actions) {
    const key = JSON.stringify([action.text, action.reward, action.ended]);
    const known = groups.get(key);
    if (known) known.count += 1;
    else groups.set(key, { action, count: 1 });
  }
  return [...groups.values()];
}

function MeanReward({ actions }: { actions: readonly Action[] }) {
  const rewards = actions.flatMap(({ reward }) => (reward === null ? [] : [reward]));
  if (rewards.length === 0) return <span className="text-faint">no reward</span>;
  const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
  return (
    <span className="text-faint tabular-nums">
      mean reward {formatNumber(mean, 2)}, n = {rewards.length}
    </span>
  );
}

function ActionItem({ action, count }: { action: Action; count: number }) {
  return (
    <li className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3 border-line border-b py-1.5">
      <span className="flex flex-col items-start gap-1 tabular-nums">
        {action.reward === null ? (
          <Badge title="The judge gave no ruling that could be read">no reward</Badge>
        ) : (
          <span className="font-medium" title="Reward">
            {formatNumber(action.reward, Number.isInteger(action.reward) ? 0 : 2)}
          </span>
        )}
        {count > 1 && <span className="text-faint text-xs">{count} times</span>}
        {!action.ended && <Badge tone="warning">cut off</Badge>}
      </span>
      <span className="min-w-0">
        {action.text.trim() === "" ? (
          <span className="text-faint italic">Empty</span>
        ) : (
          <PlainText text={action.text} className="font-mono text-xs" />
        )}
        <span className="text-faint text-xs">{formatCount(action.tokens, "token")}</span>
      </span>
    </li>
  );
}
