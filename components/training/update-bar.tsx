"use client";
import { Progress as Radix } from "radix-ui";
import { formatCount, formatNumber } from "@/domain/format";
import { isTrainingOver, type TrainingStatus } from "@/domain/training/status";
import { cn } from "../ui/cn";

type Props = { step: number; totalSteps: number | null; status: TrainingStatus; name: string; thin?: boolean };

/** How many of a training run's updates are done. What stands still is grey. */
export function UpdateBar({ step, totalSteps, status, name, thin = false }: Props) {
  const share = totalSteps === null || totalSteps === 0 ? 0 : Math.min(1, step / totalSteps);
  return (
    <Radix.Root
      value={Math.round(share * 1000) / 10}
      max={100}
      aria-label={`${name}, training run`}
      getValueLabel={() => updatesText(step, totalSteps)}
      className={cn("relative w-full overflow-hidden rounded-full bg-hover", thin ? "h-1.5" : "h-2")}
    >
      <Radix.Indicator asChild>
        <svg className="absolute inset-0 size-full" preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden>
          <rect
            width={share * 100}
            height="1"
            className={status === "done" ? "fill-success-ink" : isTrainingOver(status) ? "fill-edge" : "fill-accent"}
          />
        </svg>
      </Radix.Indicator>
    </Radix.Root>
  );
}

/** "34 of 100 updates done" */
export function updatesText(step: number, totalSteps: number | null): string {
  return totalSteps === null
    ? `${formatCount(step, "update")} done`
    : `${formatNumber(step)} of ${formatCount(totalSteps, "update")} done`;
}
