"use client";
/** The scrolling middle of the page: question, strip, and the steps, of which only those in sight are in the document. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Facts } from "@/components/trajectory/facts";
import { JudgeGrid } from "@/components/trajectory/judge-grid";
import type { ReadingPreferences } from "@/components/trajectory/preferences";
import { Prompt } from "@/components/trajectory/prompt";
import { QuestionHead } from "@/components/trajectory/question-head";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { usePinnedStep } from "@/components/trajectory/use-pinned-step";
import { disagreements, type TrajectoryView } from "@/domain/trajectory-view";
import { stepOfHash } from "./address";
import { InTrainingSets, setsOfStep, useHoldingSets } from "./in-training-sets";
import { StepRow } from "./step-row";
import { useSteps } from "./use-steps";
import { YourOutcome } from "./your-outcome";

export type StepListHandle = {
  current(): number;
  move(by: 1 | -1): void;
  moveToDisagreement(by: 1 | -1): void;
  toggleObservation(): void;
};

const ESTIMATED_HEIGHT = 150;

export function StepList(props: {
  view: TrajectoryView;
  href: string;
  preferences: ReadingPreferences;
  onContext: (step: number) => void;
  onReady: (handle: StepListHandle) => void;
}) {
  const { view, onReady } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLOListElement>(null);
  const [edges, setEdges] = useState({ listTop: 0, stripHeight: 0 });
  const [current, setCurrent] = useState<number | null>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const { data: holding } = useHoldingSets(view.id);
  const judges = useMemo(() => view.judges.filter((judge) => judge.isNewest), [view.judges]);
  const disagree = useMemo(() => disagreements(judges, view.numSteps), [judges, view.numSteps]);

  const virtualizer = useVirtualizer({
    count: view.numSteps,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_HEIGHT,
    overscan: 3,
    scrollMargin: edges.listTop,
    scrollPaddingStart: edges.stripHeight,
    initialRect: { width: 800, height: 900 },
  });
  const pin = usePinnedStep(virtualizer);
  const items = virtualizer.getVirtualItems();
  const stepAt = useSteps(
    view,
    items.map((item) => item.index),
  );

  // The question, the metadata and the strip above the list change height with their contents.
  useLayoutEffect(() => {
    const measure = () => {
      if (!list.current || !strip.current) return;
      setEdges({ listTop: list.current.offsetTop, stripHeight: strip.current.offsetHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    if (strip.current) observer.observe(strip.current);
    for (const child of scroller.current?.children ?? []) if (child !== list.current) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  const goTo = useCallback(
    (step: number) => {
      setCurrent(step);
      window.history.replaceState(window.history.state, "", `#step-${step + 1}`);
      pin(step);
    },
    [pin],
  );

  const isMeasured = edges.listTop > 0;
  useEffect(() => {
    if (!isMeasured) return;
    const follow = () => {
      const step = stepOfHash(window.location.hash, view.numSteps);
      if (step === null) return;
      setCurrent(step);
      pin(step);
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, [isMeasured, view.numSteps, pin]);

  const toggle = useCallback((step: number) => {
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(step)) next.add(step);
      return next;
    });
  }, []);

  useEffect(() => {
    /** The step in focus while it is in sight, else the first one that is. */
    const place = () => {
      const box = scroller.current;
      const top = (box?.scrollTop ?? 0) + edges.stripHeight;
      const bottom = (box?.scrollTop ?? 0) + (box?.clientHeight ?? 0);
      const inSight = virtualizer.getVirtualItems().filter((item) => item.end > top + 8 && item.start < bottom);
      if (current !== null && inSight.some((item) => item.index === current)) return current;
      return inSight[0]?.index ?? 0;
    };
    onReady({
      current: place,
      move: (by) => {
        if (view.numSteps === 0) return;
        const from = place();
        const isFresh = current !== from;
        goTo(Math.min(view.numSteps - 1, Math.max(0, isFresh && by === 1 ? from : from + by)));
      },
      moveToDisagreement: (by) => {
        const from = current ?? -1;
        const next = by === 1 ? disagree.find((step) => step > from) : disagree.findLast((step) => step < from);
        if (next !== undefined) goTo(next);
      },
      toggleObservation: () => {
        if (view.numSteps === 0) return;
        const step = place();
        setCurrent(step);
        toggle(step);
      },
    });
  }, [onReady, current, disagree, edges.stripHeight, goTo, toggle, view.numSteps, virtualizer]);

  return (
    <ScrollRegion
      ref={scroller}
      label="Steps"
      className="relative min-w-0 flex-1 overflow-auto outline-none [overflow-anchor:none]"
    >
      <div>
        <QuestionHead
          view={view}
          ownOutcome={<YourOutcome view={view} />}
          trainingSets={<InTrainingSets id={view.id} />}
        />
        {props.preferences.metadata && <Facts view={view} />}
      </div>
      <div ref={strip} className="sticky top-0 z-20 border-line border-y bg-panel px-3 py-1 md:px-4">
        <JudgeGrid judges={judges} numSteps={view.numSteps} current={current} onSelect={goTo} />
        {view.numSteps === 0 && <p className="text-faint text-xs">0 steps</p>}
      </div>
      <div>
        <Prompt prompt={view.prompt} onWhole={view.numSteps > 0 ? () => props.onContext(0) : null} />
        {view.numSteps === 0 && (
          <p className="px-4 py-8 text-center text-muted">This trajectory has no steps: the model wrote nothing.</p>
        )}
      </div>
      <h2 className="sr-only">Steps</h2>
      <ol
        ref={list}
        style={{
          paddingTop: (items[0]?.start ?? edges.listTop) - edges.listTop,
          paddingBottom: virtualizer.getTotalSize() + edges.listTop - (items.at(-1)?.end ?? edges.listTop),
        }}
      >
        {items.map((item) => (
          <li
            key={item.key}
            id={`step-${item.index + 1}`}
            data-index={item.index}
            ref={virtualizer.measureElement}
            aria-setsize={view.numSteps}
            aria-posinset={item.index + 1}
          >
            <StepRow
              view={view}
              judges={judges}
              index={item.index}
              {...stepAt(item.index)}
              href={props.href}
              preferences={props.preferences}
              isCurrent={item.index === current}
              isOpen={open.has(item.index)}
              isDisagreement={disagree.includes(item.index)}
              onToggle={toggle}
              onContext={props.onContext}
              fact={setsOfStep(holding, item.index)}
            />
          </li>
        ))}
      </ol>
    </ScrollRegion>
  );
}
