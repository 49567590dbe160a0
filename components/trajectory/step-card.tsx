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
  step: StepView | null;
  action: ReactNode;
  observation: ReactNode;
  verdicts: ReactNode;
  /** Verdicts under the step instead of beside it, at any width */
  isNarrow?: boolean;
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
      aria-labelledby={`step-${index + 1}-title`}
      aria-current={isCurrent ? "step" : undefined}
      className={cn(
        "border-line border-b px-3 py-2 md:px-4",
        isCurrent && "bg-canvas shadow-[inset_3px_0_0_var(--accent-ink)]",
      )}
    >
      <div className={cn("grid gap-x-5 gap-y-2", !isNarrow && "lg:grid-cols-[minmax(0,1fr)_236px]")}>
        <div className="flex min-w-0 flex-col gap-1.5">
          <div className="flex h-6 items-center gap-1">
            <StepTitle index={index} href={props.href} />
            {props.onContext && (
              <IconButton label={`Exact context of step ${index + 1}`} size="icon-sm" onClick={props.onContext}>
                <ScrollText aria-hidden />
              </IconButton>
            )}
            {props.note}
            {props.showMetadata && props.step && <StepFacts step={props.step} />}
          </div>
          {props.action}
          {props.observation}
        </div>
        <div className={cn("min-w-0", !isNarrow && "lg:pt-0.5")}>{props.verdicts}</div>
      </div>
    </article>
  );
}

function StepTitle({ index, href }: { index: number; href: string | null }) {
  const [isCopied, setIsCopied] = useState(false);
  const title = (
    <h3 id={`step-${index + 1}-title`} className="font-semibold text-sm">
      Step {index + 1}
    </h3>
  );
  if (href === null) return title;
  const link = `${href}#step-${index + 1}`;
  return (
    <>
      <a href={link} className="rounded hover:underline">
        {title}
      </a>
      <IconButton
        label={isCopied ? "Copied" : `Copy the link to step ${index + 1}`}
        size="icon-sm"
        onClick={async () => {
          await navigator.clipboard.writeText(new URL(link, window.location.href).href);
          setIsCopied(true);
          setTimeout(() => setIsCopied(false), 1_500);
        }}
      >
        {isCopied ? <Check aria-hidden /> : <Link2 aria-hidden />}
      </IconButton>
    </>
  );
}

function StepFacts({ step }: { step: StepView }) {
  const facts = [
    step.promptTokens !== null || step.completionTokens !== null
      ? `${words(step.promptTokens)} + ${words(step.completionTokens)} tokens`
      : "tokens not recorded",
    step.durationMs === null ? "time not recorded" : formatDuration(step.durationMs),
    `finish reason ${step.finishReason ?? "not recorded"}`,
    `action ${formatBytes(step.action.bytes)}`,
  ];
  return <span className="ml-auto min-w-0 truncate text-faint text-xs tabular-nums">{facts.join(" · ")}</span>;
}

const words = (count: number | null) => (count === null ? "not recorded" : formatNumber(count));
