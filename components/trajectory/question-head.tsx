import type { ReactNode } from "react";
import { type Excerpt, showable, type TrajectoryView } from "@/domain/trajectory-view";
import { SampleBadge } from "../states/sample-note";
import { cn } from "../ui/cn";
import { EndState } from "./end-state";
import { Outcomes } from "./outcomes";
import { PlainText } from "./plain-text";

/** What was asked, what counts as right, what came out, and who says so. */
export function QuestionHead({
  view,
  ownOutcome,
  trainingSets,
}: {
  view: TrajectoryView;
  /** Where the reader says whether the answer is right */
  ownOutcome?: ReactNode;
  /** One line, of the same height before it is known */
  trainingSets?: ReactNode;
}) {
  const { question } = view;
  // Side by side they save a line, and the steps come up.
  const [accepted, given] = [question.answers.join(" or ").length, view.finalAnswer?.text.length ?? 0];
  const isShort = accepted <= 48 && given <= 64;
  const isShortest = isShort && trainingSets !== undefined && accepted + given <= 32;
  return (
    <section aria-label="Question and outcome" className="flex flex-col gap-1.5 px-3 pt-2 pb-1.5 md:px-4">
      <PlainText text={withDots(question.text)} className="max-w-[90ch] font-medium text-base" />
      <dl
        className={cn(
          "grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-3 gap-y-0.5",
          isShort && "lg:grid-cols-[auto_auto_auto_minmax(0,1fr)]",
          isShortest && "xl:grid-cols-[auto_auto_auto_auto_auto_minmax(0,1fr)]",
        )}
      >
        <Term name="Accepted">
          {question.answers.length === 0 && <span className="text-faint">no accepted answer recorded</span>}
          {question.answers.map((answer, index) => (
            <span key={index}>
              {index > 0 && <span className="text-faint"> or </span>}
              <span className="break-words font-medium">{showable(answer)}</span>
            </span>
          ))}
          {question.moreAnswers > 0 && <span className="text-muted"> and {question.moreAnswers} more</span>}
        </Term>
        <Term name="Final answer">
          <span className="inline-flex min-w-0 max-w-full flex-wrap items-baseline gap-x-2">
            {view.finalAnswer === null && <span className="text-faint">none</span>}
            {view.finalAnswer?.text === "" && <span className="text-faint">empty</span>}
            {view.finalAnswer && <PlainText text={withDots(view.finalAnswer)} className="min-w-0 font-medium" />}
            {view.endState !== "answered" && <EndState endState={view.endState} />}
            {(view.rolloutRun.isSample || view.model?.isSample) && <SampleBadge />}
          </span>
        </Term>
        {trainingSets !== undefined && (
          <Term
            name="In training sets"
            className={cn("h-5", isShort && "lg:col-span-3", isShortest && "xl:col-span-1")}
          >
            {trainingSets}
          </Term>
        )}
        <Term name="Outcome" className={cn(isShort && "lg:col-span-3", isShortest && "xl:col-span-5")}>
          <Outcomes outcomes={view.outcomes} own={ownOutcome} />
        </Term>
      </dl>
    </section>
  );
}

function Term({ name, className, children }: { name: string; className?: string | undefined; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint text-xs">{name}</dt>
      <dd className={cn("min-w-0", className)}>{children}</dd>
    </>
  );
}

export const withDots = (part: Excerpt) => (part.isCut ? `${part.text}…` : part.text);
