"use client";
/** The page where a person rules on the items of a review, one after the other. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "@/components/shell/keys";
import { ErrorState } from "@/components/states/error-state";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { StepSkeleton } from "@/components/trajectory/step-skeleton";
import { cursorOf } from "@/domain/review/course";
import type { ReviewPlan } from "@/domain/review/plan";
import type { Given } from "@/domain/review/standing";
import { AllDone } from "./all-done";
import { ItemView } from "./item-view";
import { usePace } from "./pace";
import { ReviewingHead } from "./reviewing-head";
import { choicesOf, RulingBar } from "./ruling-bar";
import { useSession } from "./use-session";

export type Reviewed = { id: number; name: string; key: string; plan: ReviewPlan; items: number };

export function Reviewing({ review, person }: { review: Reviewed; person: string }) {
  const { session, state } = useSession(review, person);
  const { item, course, reveal, note } = state;
  const { goesOn, flip } = usePace();
  const [isAllOpen, setAllOpen] = useState(false);
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { ruling, hindsight } = review.plan;
  const choices = choicesOf(ruling);
  const given = course.rulings.length;
  const place = item === null ? null : `${item.idx} ${course.isDone ? "done" : given}`;

  const [shown, setShown] = useState(item?.idx);
  if (shown !== item?.idx) {
    setShown(item?.idx);
    setAllOpen(false);
  }

  const goOn = useCallback(() => {
    if (goesOn && session.read().course.isDone) session.advance();
  }, [session, goesOn]);
  const rule = useCallback(
    (rating: Given) => {
      session.rule(rating);
      goOn();
    },
    [session, goOn],
  );
  const sayNoError = useCallback(() => {
    session.sayNoError();
    goOn();
  }, [session, goOn]);

  const keys = useMemo(
    () => [
      ...choices.map(({ key, name, rating }) => ({
        ...{ keys: key, does: name.toLowerCase(), isOnce: true },
        run: () => rule(rating),
      })),
      ...(ruling === "first-error" ? [{ keys: "0", does: "no error in any step", isOnce: true, run: sayNoError }] : []),
      {
        keys: "n",
        does: "next item; one without a ruling comes back later",
        isOnce: true,
        run: () => session.advance(),
      },
      { keys: "u", does: "undo the last ruling", isOnce: true, run: () => void session.undo() },
      { keys: "m", does: "write a note", run: () => noteRef.current?.focus() },
      { keys: "e", does: "open or fold all earlier steps", run: () => setAllOpen((now) => !now) },
      { keys: "a", does: "go on at once after ruling, or stay to read what was hidden", run: flip },
    ],
    [choices, ruling, rule, sayNoError, session, flip],
  );
  useKeys(keys, "This review");

  // What is to be ruled on is in sight, with as much of what stands above it as there is room for; once it is ruled on,
  // what was hidden comes below it.
  const isRevealed = course.isDone && reveal !== null;
  useEffect(() => {
    const box = scroller.current;
    if (place === null || !box) return;
    const target = box.querySelector<HTMLElement>('[aria-current="step"]');
    if (!target) return;
    const isTall = isRevealed || target.offsetHeight > box.clientHeight;
    target.scrollIntoView({ block: isTall ? "start" : "nearest" });
  }, [place, isRevealed]);

  const shape = item && session.shapeOf(item);
  const cursor = shape && cursorOf(shape, course);
  const isLastStep = shape !== null && given >= shape.numSteps - 1;
  return (
    <div className="flex h-full flex-col">
      <ReviewingHead
        review={review}
        person={person}
        state={state}
        goesOn={goesOn}
        onPace={flip}
        onDismiss={() => session.dismissNotices()}
      />
      <ScrollRegion ref={scroller} label="Item" className="min-h-0 flex-1 overflow-auto bg-canvas outline-none">
        <div
          data-testid="review-item"
          data-item={item?.idx}
          className="mx-auto flex max-w-[104ch] flex-col gap-4 px-4 py-4 md:px-5"
        >
          {item && shape ? (
            <ItemView key={item.idx} item={item} shape={shape} course={course} reveal={reveal} isAllOpen={isAllOpen} />
          ) : state.loadProblem !== null ? (
            <ErrorState
              title="The next items could not be fetched"
              detail={`${state.loadProblem} What you ruled is kept in this browser until it arrives.`}
              onRetry={() => session.supply.retry()}
            />
          ) : state.isLoading ? (
            <div role="status" aria-label="Fetching the next items">
              <StepSkeleton />
              <StepSkeleton />
            </div>
          ) : (
            <AllDone review={review} person={person} state={state} onUndo={() => void session.undo()} />
          )}
          {item && course.isDone && reveal === null && (
            <p className="text-faint">What was hidden appears here once your ruling has arrived.</p>
          )}
        </div>
      </ScrollRegion>
      {item && shape && (
        <RulingBar
          question={
            ruling === "first-error"
              ? `Step ${(cursor ?? 0) + 1}: is this the first wrong step?`
              : `Step ${(cursor ?? 0) + 1}: is this action reasonable, given everything so far?`
          }
          choices={choices}
          course={course}
          note={note}
          noteRef={noteRef}
          canUndo={state.canUndo}
          isReopened={state.isReopened}
          onNoError={ruling === "first-error" && (hindsight || isLastStep) ? sayNoError : null}
          onRule={rule}
          onNote={(text) => session.write(text)}
          onNoteDone={() => session.flush()}
          onUndo={() => void session.undo()}
          onNext={() => session.advance()}
        />
      )}
    </div>
  );
}
