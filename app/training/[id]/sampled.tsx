"use client";
/** What the policy samples for a context as training goes on. */
import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { cutAtWord, formatCount, formatNumber } from "@/domain/format";
import { ContextSamples } from "./context-samples";
import { useLastLook } from "./use-last-look";

type Context = ApiOutputs["trainingRun"]["contexts"][number];

export function Sampled({
  runId,
  initial,
  isLive,
  step,
}: {
  runId: number;
  initial: Context[];
  isLive: boolean;
  step: number;
}) {
  const trpc = useTRPC();
  const [chosen, choose] = useQueryState("context", parseAsString);
  const { data: contexts, refetch } = useQuery({
    ...trpc.trainingRun.contexts.queryOptions({ runId }),
    initialData: initial,
    refetchOnMount: "always",
    refetchInterval: isLive ? 5_000 : false,
  });
  useLastLook(isLive, refetch);
  const current = contexts.find(({ context }) => context === chosen) ?? contexts[0];
  return (
    <section aria-labelledby="sampled" className="border-line border-t">
      <div className="px-4 pt-4 pb-3 md:px-5">
        <h2 id="sampled" className="font-semibold">
          Sampled actions
        </h2>
        <p className="max-w-[100ch] text-muted">
          {contexts.length === 0
            ? isLive
              ? "They appear with the first update."
              : "None were written down."
            : "What the policy writes in a context as training goes on, with its rewards. Watched contexts are written down each time they come."}
        </p>
      </div>
      {current && (
        <div className="grid border-line border-t md:grid-cols-[18rem_minmax(0,1fr)]">
          <ul aria-label="Contexts" className="max-h-[40rem] overflow-auto border-line md:border-r">
            {contexts.map((context) => (
              <li key={context.context}>
                <ContextButton
                  context={context}
                  isChosen={context.context === current.context}
                  onChoose={() => choose(context.context)}
                />
              </li>
            ))}
          </ul>
          <ContextSamples key={current.context} runId={runId} context={current} isLive={isLive} step={step} />
        </div>
      )}
    </section>
  );
}

function ContextButton(props: { context: Context; isChosen: boolean; onChoose: () => void }) {
  const { context, isChosen, onChoose } = props;
  const { firstReward, lastReward } = context;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        "flex w-full flex-col gap-0.5 border-line border-b px-4 py-2 text-left md:px-5",
        isChosen ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <span className="line-clamp-2 break-words" title={context.question ?? undefined}>
        {context.question === null ? "A question that is gone" : cutAtWord(context.question, 110)}
      </span>
      <span className="flex flex-wrap items-center gap-x-2 text-faint text-xs tabular-nums">
        <span>step {context.stepIdx + 1}</span>
        <span>{formatCount(context.times, "time")}</span>
        {context.watched && <Badge>watched</Badge>}
        <span className="ml-auto text-muted">
          {reward(firstReward)}
          {context.times > 1 && ` → ${reward(lastReward)}`}
        </span>
      </span>
    </button>
  );
}

const reward = (value: number | null) => (value === null ? "no reward" : formatNumber(value, 2));
