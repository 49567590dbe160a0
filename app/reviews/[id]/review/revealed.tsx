"use client";
/** What was hidden until the ruling: what followed, what judges said, and how it ended. */
import Link from "next/link";
import { useState } from "react";
import { WholeObservation, WholeVerdict } from "@/app/trajectories/[id]/on-demand";
import { EndState } from "@/components/trajectory/end-state";
import { Observation } from "@/components/trajectory/observation";
import { Outcomes } from "@/components/trajectory/outcomes";
import { PlainText } from "@/components/trajectory/plain-text";
import { withDots } from "@/components/trajectory/question-head";
import { StepVerdicts } from "@/components/trajectory/step-verdicts";
import { formatCount, formatNumber } from "@/domain/format";
import { isDisagreement, showable } from "@/domain/trajectory-view";
import { FoldedStep } from "./seen-step";
import type { Reveal, SeenItem } from "./session-state";

/** The judges on one step, with their reasons. */
export function StepReveal({ item, reveal, step }: { item: SeenItem; reveal: Reveal; step: number }) {
  const view = reveal.steps.find(({ index }) => index === step);
  if (!view || reveal.openOfQuestion > 0) return null;
  return (
    <section aria-label={`Judges on step ${step + 1}`} className="mt-1 border-line border-t pt-2">
      <StepVerdicts
        judges={reveal.judges}
        verdicts={view.verdicts}
        isDisagreement={isDisagreement(reveal.judges.map(({ marks }) => marks[step] ?? "none"))}
        showRationales
        whole={(runId) => <WholeVerdict id={item.trajectoryId} step={step} runId={runId} />}
      />
    </section>
  );
}

export function Revealed({ item, reveal }: { item: SeenItem; reveal: Reveal }) {
  const [isOpen, setIsOpen] = useState(true);
  const [ruled, ...later] = item.step === null ? [] : reveal.steps;
  return (
    <section aria-label="What was hidden" className="flex flex-col gap-3">
      {ruled?.observation && (
        <Part title="What came back">
          <Observation
            observation={ruled.observation}
            isOpen={isOpen}
            onToggle={() => setIsOpen(!isOpen)}
            whole={<WholeObservation id={item.trajectoryId} step={ruled.index} />}
          />
        </Part>
      )}
      {(later.length > 0 || reveal.moreSteps > 0) && (
        <Part title="How it went on">
          <div className="flex flex-col gap-1.5">
            {later.map((step) => (
              <FoldedStep key={step.index} trajectoryId={item.trajectoryId} step={step} />
            ))}
            {reveal.hiddenFrom !== null && (
              <p className="text-faint text-xs">
                {formatCount(reveal.moreSteps, "later step stays", "later steps stay")} hidden: you are still to rule on
                step {reveal.hiddenFrom + 1} of this trajectory.
              </p>
            )}
            {reveal.hiddenFrom === null && reveal.moreSteps > 0 && (
              <p className="text-faint text-xs">and {formatCount(reveal.moreSteps, "more step")}</p>
            )}
          </div>
        </Part>
      )}
      {reveal.end && <End item={item} end={reveal.end} />}
      {reveal.openOfQuestion > 0 && (
        <p className="text-muted">
          What judges say, the accepted answers and the outcome are shown once no item of this question is left: you may
          still be asked about {formatNumber(reveal.openOfQuestion)} more.
        </p>
      )}
    </section>
  );
}

function End({ item, end }: { item: SeenItem; end: NonNullable<Reveal["end"]> }) {
  return (
    <Part title="How it ended">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5">
        <dt className="text-faint text-xs">Accepted</dt>
        <dd className="min-w-0 break-words">
          {end.answers.length === 0 ? (
            <span className="text-faint">no accepted answer recorded</span>
          ) : (
            end.answers.map(showable).join(" or ")
          )}
        </dd>
        <dt className="text-faint text-xs">Final answer</dt>
        <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          {end.finalAnswer === null ? (
            <span className="text-faint">none</span>
          ) : (
            <PlainText text={withDots(end.finalAnswer)} className="min-w-0" />
          )}
          {end.endState !== "answered" && <EndState endState={end.endState} />}
        </dd>
        <dt className="text-faint text-xs">Outcome</dt>
        <dd className="min-w-0">
          <Outcomes outcomes={end.outcomes} />
        </dd>
      </dl>
      <p className="text-xs">
        <Link
          href={`/trajectories/${item.trajectoryId}${item.step === null ? "" : `#step-${item.step + 1}`}`}
          target="_blank"
          className="text-accent-ink hover:underline"
        >
          Open the trajectory
        </Link>
      </p>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium text-muted text-xs">{title}</h3>
      {children}
    </div>
  );
}
