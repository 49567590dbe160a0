"use client";
import { Progress as Radix } from "radix-ui";
import { formatCount, formatNumber } from "@/domain/format";
import type { RunProgress } from "@/domain/run";
import { cn } from "../ui/cn";
import { DONE_WORDS, RUN_NAMES } from "./words";

type Props = Pick<RunProgress, "kind" | "status" | "planned" | "done">;

/** How much of a run is done. What stands still is grey. */
export function RunBar({ progress, name, thin = false }: { progress: Props; name: string; thin?: boolean }) {
  const { kind, planned, done, status } = progress;
  const share = planned === 0 ? 0 : Math.min(1, done / planned);
  return (
    <Radix.Root
      value={Math.round(share * 1000) / 10}
      max={100}
      aria-label={`${name}, ${RUN_NAMES[kind]}`}
      getValueLabel={() => doneText(progress)}
      className={cn("relative w-full overflow-hidden rounded-full bg-hover", thin ? "h-1.5" : "h-2")}
    >
      <Radix.Indicator asChild>
        <svg className="absolute inset-0 size-full" preserveAspectRatio="none" viewBox="0 0 100 1" aria-hidden>
          <rect
            width={share * 100}
            height="1"
            className={status === "running" ? "fill-accent" : status === "done" ? "fill-success-ink" : "fill-edge"}
          />
        </svg>
      </Radix.Indicator>
    </Radix.Root>
  );
}

/** "34 of 100 trajectories made" */
export function doneText({ kind, planned, done }: Pick<Props, "kind" | "planned" | "done">): string {
  return `${formatNumber(done)} of ${formatCount(planned, "trajectory", "trajectories")} ${DONE_WORDS[kind]}`;
}
