"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { formatCount } from "@/domain/format";
import type { Given } from "@/domain/review/standing";
import type { StepView } from "@/domain/trajectory-view";
import { FoldedStep, SeenStep } from "./seen-step";

/** The last steps before the one to rule on are open, earlier ones lines that open. */
const OPEN = 2;
const WINDOW = 12;

export function EarlierSteps(props: {
  trajectoryId: number;
  /** In order; they may begin after the first */
  steps: readonly StepView[];
  given?: (step: number) => Given | undefined;
  /** Also the folded ones are open */
  isAllOpen: boolean;
}) {
  const { trajectoryId, steps, isAllOpen } = props;
  const from = steps[0]?.index ?? 0;
  return (
    <div className="flex flex-col gap-3">
      {from > 0 && <BeforeThose trajectoryId={trajectoryId} from={from} />}
      {steps.map((step, place) => {
        const isLast = place === steps.length - 1;
        const shown = { trajectoryId, step, given: props.given?.(step.index) };
        return place >= steps.length - OPEN || isAllOpen ? (
          <SeenStep
            key={`${step.index} ${isAllOpen}`}
            {...shown}
            observation={isLast || isAllOpen ? "open" : "folded"}
          />
        ) : (
          <FoldedStep key={step.index} {...shown} />
        );
      })}
    </div>
  );
}

/** Steps that did not come with the item, from the nearest on. */
function BeforeThose({ trajectoryId, from }: { trajectoryId: number; from: number }) {
  const trpc = useTRPC();
  const [isAsked, setAsked] = useState(false);
  const start = Math.max(0, from - WINDOW);
  const found = useQuery({
    ...trpc.trajectory.steps.queryOptions({ id: trajectoryId, from: start, to: from, judges: [] }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: isAsked,
  });
  if (!isAsked)
    return (
      <div>
        <Button size="sm" variant="ghost" onClick={() => setAsked(true)}>
          Show {formatCount(from, "earlier step")}
        </Button>
      </div>
    );
  if (found.isError)
    return (
      <p role="alert" className="flex items-center gap-2 text-danger-ink text-xs">
        Earlier steps could not be loaded.
        <Button size="sm" onClick={() => void found.refetch()}>
          Try again
        </Button>
      </p>
    );
  if (!found.data) return <Skeleton className="h-6 w-2/3" />;
  return (
    <>
      {start > 0 && <BeforeThose trajectoryId={trajectoryId} from={start} />}
      {found.data.map((step) => (
        <FoldedStep key={step.index} trajectoryId={trajectoryId} step={step} />
      ))}
    </>
  );
}
