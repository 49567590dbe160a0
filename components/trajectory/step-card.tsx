"use client";
import { Check, Link2, ScrollText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { formatBytes, formatDuration, formatNumber } from "@/domain/format";
import type { StepView } from "@/domain/trajectory-view";
import { IconButton } from "../ui/button";
import { cn } from "../ui/cn";

export type StepCardProps = {
  index: number;
  isCurrent: boolean;
  showMetadata: boolean;
  step: StepView;
  action: ReactNode;
  observation: ReactNode;
  verdicts: ReactNode;
  /** Beneath the step's figures */
  raw?: ReactNode;
  /** One more of the step's figures */
  fact?: string | null;
  /** In a column of its own: everything under each other, at any width */
  isNarrow?: boolean | undefined;
  /** The step's address without its fragment; null leaves the link out */
  href: string | null;
  onContext?: (() => void) | undefined;
  note?: ReactNode;
};

/** One step: what was written and returned, and level with it what the judges say. */
export function StepCard(props: StepCardProps) {
  const { index, isCurrent, isNarrow = false } = props;
  return (
    <article
      aria-labelledby={isNarrow ? undefined : `step-${index + 1}-title`}
      aria-label={isNarrow ? `Step ${index + 1}` : undefined}
      aria-current={isCurrent ? "step" : undefined}
      className={cn(
        "border-line border-b px-3 py-1.5 md:px-4",
        isCurrent && "bg-canvas shadow-[inset_3px_0_0_var(--accent-ink)]",
      )}
    >
      <div
        className={cn(
          "grid gap-x-5 gap-y-2",
          !isNarrow && "lg:grid-cols-[minmax(0,1fr)_224px] 2xl:grid-cols-[minmax(0,1fr)_320px]",
        )}
      >
        <div className={cn("flex min-w-0 flex-col gap-x-2 gap-y-1", !isNarrow && "md:flex-row")}>
          <div className={cn("flex shrink-0 items-center gap-x-1", !isNarrow && "md:w-14 md:flex-col md:items-start")}>
            <h3
              id={isNarrow ? undefined : `step-${index + 1}-title`}
              className="whitespace-nowrap font-semibold text-sm leading-6"
            >
              {props.href === null ? (
                `Step ${index + 1}`
              ) : (
                <a href={`${props.href}#step-${index + 1}`} className="rounded hover:underline">
                  Step {index + 1}
                </a>
              )}
            </h3>
            <span className={cn("flex", !isNarrow && "md:-ml-1")}>
              {props.href !== null && <CopyLink link={`${props.href}#step-${index + 1}`} step={index + 1} />}
              {props.onContext && (
                <IconButton label={`Exact context of step ${index + 1}`} size="icon-sm" onClick={props.onContext}>
                  <ScrollText aria-hidden />
                </IconButton>
              )}
            </span>
            {props.note}
          </div>
          <div className="flex min-w-0 flex-1 flex-col gap-1.5">
            {props.action}
            {props.observation}
            {props.showMetadata && <StepFacts step={props.step} more={props.fact ?? null} />}
            {props.showMetadata && props.raw}
          </div>
        </div>
        <div className={cn("min-w-0", !isNarrow && "md:pl-16 lg:pl-0")}>{props.verdicts}</div>
      </div>
    </article>
  );
}

function CopyLink({ link, step }: { link: string; step: number }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <IconButton
      label={isCopied ? "Copied" : `Copy the link to step ${step}`}
      size="icon-sm"
      className="text-faint"
      onClick={async () => {
        await navigator.clipboard.writeText(new URL(link, window.location.href).href);
        setIsCopied(true);
        setTimeout(() => setIsCopied(false), 1_500);
      }}
    >
      {isCopied ? <Check aria-hidden /> : <Link2 aria-hidden />}
    </IconButton>
  );
}

function StepFacts({ step, more }: { step: StepView; more: string | null }) {
  const facts = [
    step.promptTokens === null && step.completionTokens === null
      ? "tokens not recorded"
      : `tokens ${words(step.promptTokens)} + ${words(step.completionTokens)}`,
    step.durationMs === null ? "time not recorded" : formatDuration(step.durationMs),
    step.finishReason === null ? "finish reason not recorded" : `finish reason ${step.finishReason}`,
    `action ${formatBytes(step.action.bytes)}`,
    ...(more === null ? [] : [more]),
  ];
  return <p className="text-faint text-xs tabular-nums">{facts.join(" · ")}</p>;
}

const words = (count: number | null) => (count === null ? "not recorded" : formatNumber(count));
