"use client";
/** What is read of an item: the question, what happened before, and what is to be ruled on. */
import { useState } from "react";
import { TextDialog } from "@/app/trajectories/[id]/text-dialog";
import { PlainText } from "@/components/trajectory/plain-text";
import { Prompt } from "@/components/trajectory/prompt";
import { withDots } from "@/components/trajectory/question-head";
import { type Course, cursorOf } from "@/domain/review/course";
import type { ItemShape } from "@/domain/review/ruling";
import { EarlierSteps } from "./earlier-steps";
import { Revealed, StepReveal } from "./revealed";
import { SeenStep } from "./seen-step";
import type { Reveal, SeenItem } from "./session-state";

export type ItemViewProps = {
  item: SeenItem;
  shape: ItemShape;
  course: Course;
  reveal: Reveal | null;
  isAllOpen: boolean;
};

export function ItemView(props: ItemViewProps) {
  const { item } = props;
  const [isContextShown, setContextShown] = useState(false);
  return (
    <>
      <section aria-label="Question" className="flex flex-col gap-1">
        <h2 className="text-faint text-xs">Question</h2>
        <PlainText text={withDots(item.question)} className="max-w-[90ch] font-medium text-lg" />
      </section>
      <div className="-mx-3 md:-mx-4">
        <Prompt prompt={item.prompt} onWhole={() => setContextShown(true)} />
      </div>
      {item.step === null ? <WholeItem {...props} /> : <StepItem {...props} step={item.step} />}
      <TextDialog
        id={item.trajectoryId}
        show={isContextShown ? { kind: "context", step: item.step ?? 0 } : null}
        onClose={() => setContextShown(false)}
      />
    </>
  );
}

function StepItem({ item, course, reveal, isAllOpen, step }: ItemViewProps & { step: number }) {
  const before = item.steps.filter(({ index }) => index < step);
  const own = item.steps.find(({ index }) => index === step);
  const isShown = reveal !== null;
  return (
    <>
      {step > 0 && (
        <section aria-label="What happened before">
          <EarlierSteps trajectoryId={item.trajectoryId} steps={before} isAllOpen={isAllOpen} />
        </section>
      )}
      {own && (
        <SeenStep
          trajectoryId={item.trajectoryId}
          step={own}
          isInFocus
          given={course.rulings[0]?.rating}
          observation="hidden"
        >
          {isShown && <StepReveal item={item} reveal={reveal} step={step} />}
        </SeenStep>
      )}
      {isShown && <Revealed item={item} reveal={reveal} />}
    </>
  );
}

/** Steps come one by one, each with what came back once it is ruled on; in hindsight all are there. */
function WholeItem({ item, shape, course, reveal }: ItemViewProps) {
  const cursor = cursorOf(shape, course);
  const isAllShown = reveal !== null || course.isDone;
  const shown = isAllShown ? item.steps : item.steps.filter(({ index }) => index <= (cursor ?? 0));
  const of = (index: number) => course.rulings.find((ruling) => ruling.step === index)?.rating;
  return (
    <>
      {shown.map((step) => {
        const isInFocus = step.index === cursor;
        // The last observation comes with the reveal.
        const full = reveal?.steps.find(({ index }) => index === step.index) ?? step;
        const observation = isInFocus && reveal === null ? "hidden" : step.index + 1 === cursor ? "open" : "folded";
        return (
          <SeenStep
            key={`${step.index} ${observation}`}
            trajectoryId={item.trajectoryId}
            step={full}
            isInFocus={isInFocus}
            given={of(step.index)}
            observation={observation}
          >
            {reveal && <StepReveal item={item} reveal={reveal} step={step.index} />}
          </SeenStep>
        );
      })}
      {reveal && <Revealed item={item} reveal={reveal} />}
    </>
  );
}
