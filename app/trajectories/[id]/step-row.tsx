"use client";
import { memo, useState } from "react";
import { Action } from "@/components/trajectory/action";
import { Observation } from "@/components/trajectory/observation";
import type { ReadingPreferences } from "@/components/trajectory/preferences";
import { StepCard } from "@/components/trajectory/step-card";
import { StepSkeleton } from "@/components/trajectory/step-skeleton";
import { StepVerdicts } from "@/components/trajectory/step-verdicts";
import { Button } from "@/components/ui/button";
import type { JudgeView, StepView, TrajectoryView } from "@/domain/trajectory-view";
import { RawReply, WholeAction, WholeObservation, WholeVerdict } from "./on-demand";
import { YourRuling } from "./your-ruling";

/** One step of the page, with everything on it that can be opened. */
export const StepRow = memo(function StepRow(props: {
  view: TrajectoryView;
  judges: readonly JudgeView[];
  index: number;
  step: StepView | null;
  /** Given where the step could not be loaded */
  onRetry: (() => void) | null;
  href: string | null;
  preferences: ReadingPreferences;
  isCurrent: boolean;
  isOpen: boolean;
  isDisagreement: boolean;
  isNarrow?: boolean;
  onToggle: (step: number) => void;
  onContext?: (step: number) => void;
  note?: React.ReactNode;
  /** One more of the step's figures */
  fact?: string | null;
}) {
  const { view, index, preferences } = props;
  const { step, onRetry } = props;
  const [isWhole, setIsWhole] = useState(false);
  if (!step && onRetry)
    return (
      <div role="alert" className="flex items-center gap-3 border-line border-b px-4 py-6 text-danger-ink">
        Step {index + 1} could not be loaded.
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      </div>
    );
  if (!step) return <StepSkeleton index={index} />;
  const isLast = index === view.numSteps - 1;
  const isPlainEnd = isLast && step.action.answer === null && step.action.calls.length === 0;
  return (
    <StepCard
      index={index}
      step={step}
      isCurrent={props.isCurrent}
      isNarrow={props.isNarrow}
      showMetadata={preferences.metadata}
      href={props.href}
      note={props.note}
      fact={props.fact}
      onContext={props.onContext && (() => props.onContext?.(index))}
      action={
        isWhole ? (
          <WholeAction id={view.id} step={index} showThought={preferences.thoughts} />
        ) : (
          <Action
            action={step.action}
            showThought={preferences.thoughts}
            recordedAnswer={isPlainEnd ? (view.finalAnswer?.text ?? null) : null}
            onShowWhole={() => setIsWhole(true)}
          />
        )
      }
      observation={
        preferences.observations && !(isLast && step.observation === null) ? (
          <Observation
            observation={step.observation}
            isOpen={props.isOpen}
            onToggle={() => props.onToggle(index)}
            whole={<WholeObservation id={view.id} step={index} />}
          />
        ) : null
      }
      raw={step.hasRaw && <RawReply id={view.id} step={index} />}
      verdicts={
        <>
          <StepVerdicts
            judges={props.judges}
            verdicts={step.verdicts}
            isDisagreement={props.isDisagreement}
            showRationales={preferences.rationales}
            whole={(runId) => <WholeVerdict id={view.id} step={index} runId={runId} />}
          />
          <YourRuling step={step} />
        </>
      }
    />
  );
});
