"use client";
/** One step as a reviewer reads it: quiet where it is context, framed where it is to be ruled on. */
import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { WholeAction, WholeObservation } from "@/app/trajectories/[id]/on-demand";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { Action } from "@/components/trajectory/action";
import { Observation } from "@/components/trajectory/observation";
import { readableArguments } from "@/components/trajectory/readable-arguments";
import { cn } from "@/components/ui/cn";
import { cutAtWord } from "@/domain/format";
import type { Given } from "@/domain/review/standing";
import { type ActionView, type StepView, showable } from "@/domain/trajectory-view";
import { markOf } from "@/domain/verdict";

export type SeenStepProps = {
  trajectoryId: number;
  step: StepView;
  isInFocus?: boolean;
  /** What the reviewer said of it */
  given?: Given | undefined;
  /** Whether its observation is shown, and opened at first */
  observation?: "hidden" | "folded" | "open";
  children?: ReactNode;
};

export function SeenStep(props: SeenStepProps) {
  const { trajectoryId, step, isInFocus = false, given, observation = "folded" } = props;
  const [isOpen, setIsOpen] = useState(observation === "open");
  const [isWhole, setIsWhole] = useState(false);
  return (
    <article
      aria-label={`Step ${step.index + 1}`}
      aria-current={isInFocus ? "step" : undefined}
      className={cn(
        "flex min-w-0 scroll-my-4 flex-col gap-1.5",
        isInFocus ? "rounded-lg border-2 border-accent-ink bg-panel px-4 py-3" : "border-line-strong border-l-2 pl-3",
      )}
    >
      <h3 className={cn("flex items-center gap-2 text-xs", isInFocus ? "font-semibold text-accent-ink" : "text-faint")}>
        Step {step.index + 1}
        {given !== undefined && <Own given={given} />}
      </h3>
      <div className={cn(!isInFocus && "text-muted")}>
        {isWhole ? (
          <WholeAction id={trajectoryId} step={step.index} showThought />
        ) : (
          <Action action={step.action} showThought onShowWhole={() => setIsWhole(true)} />
        )}
      </div>
      {observation !== "hidden" && step.observation && (
        <Observation
          observation={step.observation}
          isOpen={isOpen}
          onToggle={() => setIsOpen(!isOpen)}
          whole={<WholeObservation id={trajectoryId} step={step.index} />}
        />
      )}
      {props.children}
    </article>
  );
}

/** A step as one line that opens. */
export function FoldedStep(props: SeenStepProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (isOpen) return <SeenStep {...props} />;
  return (
    <button
      type="button"
      aria-expanded={false}
      onClick={() => setIsOpen(true)}
      className="flex w-full min-w-0 items-center gap-1.5 rounded text-left text-muted hover:text-ink"
    >
      <ChevronRight className="size-3.5 shrink-0 text-faint" aria-hidden />
      <span className="shrink-0 text-faint text-xs">Step {props.step.index + 1}</span>
      {props.given !== undefined && <Own given={props.given} />}
      <span className="min-w-0 truncate">{inOneLine(props.step.action)}</span>
    </button>
  );
}

function Own({ given }: { given: Given }) {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 font-normal text-muted text-xs">
      <VerdictGlyph mark={markOf(given)} label="" />
      you: {given === null ? "unsure" : MARK_WORDS[markOf(given)]}
    </span>
  );
}

/** What it did, else what it said. */
function inOneLine({ thought, calls, answer }: ActionView): string {
  const [call] = calls;
  if (answer) return cutAtWord(showable(`Answer: ${answer.text}`), 160);
  if (!call) return cutAtWord(showable(thought.text), 160);
  const { inline, block } = readableArguments(call.input.text, call.input.isCut);
  return cutAtWord(showable(`${call.tool}: ${inline ?? block}`), 160);
}
