"use client";
/** Trajectories as columns, aligned by step: what each did at the same point, and where their ways part. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { TriangleAlert } from "lucide-react";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useKeys } from "@/components/shell/keys";
import { PageHeader } from "@/components/shell/page-header";
import { useReadingPreferences } from "@/components/trajectory/preferences";
import { ScrollRegion } from "@/components/trajectory/scroll-region";
import { ReadingSwitches } from "@/components/trajectory/switches";
import { usePinnedStep } from "@/components/trajectory/use-pinned-step";
import { cn } from "@/components/ui/cn";
import { disagreements, firstDifference, showable, type TrajectoryView } from "@/domain/trajectory-view";
import { browseHref, trajectoryHref } from "../[id]/address";
import { StepRow } from "../[id]/step-row";
import { type StepAt, useSteps } from "../[id]/use-steps";
import { ColumnHead } from "./column-head";

const ESTIMATED_HEIGHT = 220;
const COLUMN_WIDTH = 340;

export function Columns({ views, missing, leftOut, query }: ColumnsProps) {
  const { preferences, flip } = useReadingPreferences();
  const scroller = useRef<HTMLElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [current, setCurrent] = useState<number | null>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const longest = Math.max(...views.map((view) => view.numSteps));
  const questions = new Set(views.map((view) => view.question.id)).size;
  // On different questions every step differs: nothing would be learnt from the mark.
  const apart = useMemo(
    () => (questions === 1 && views.length > 1 ? firstDifference(views) : null),
    [views, questions],
  );

  const virtualizer = useVirtualizer({
    count: longest,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_HEIGHT,
    overscan: 2,
    scrollMargin: top,
    scrollPaddingStart: top,
    initialRect: { width: 1000, height: 900 },
  });
  const pin = usePinnedStep(virtualizer);
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    const measure = () => setTop(head.current?.offsetHeight ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    if (head.current) observer.observe(head.current);
    return () => observer.disconnect();
  }, []);

  const goTo = useCallback(
    (step: number) => {
      const wanted = Math.min(longest - 1, Math.max(0, step));
      if (longest === 0) return;
      setCurrent(wanted);
      pin(wanted);
    },
    [longest, pin],
  );
  const toggle = useCallback((key: string) => {
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const keys = useMemo(
    () => [
      { keys: "j", does: "next step", run: () => goTo(current === null ? 0 : current + 1) },
      { keys: "k", does: "previous step", run: () => goTo((current ?? 0) - 1) },
      { keys: "]", does: "the first step at which they differ", run: () => apart !== null && goTo(apart) },
      { keys: "v", does: "show or hide rationales", run: () => flip("rationales") },
      { keys: "t", does: "show or hide thoughts", run: () => flip("thoughts") },
    ],
    [goTo, current, apart, flip],
  );
  useKeys(keys, "Side by side");

  const template = { gridTemplateColumns: `repeat(${views.length}, minmax(0, 1fr))` };
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={`${views.length} trajectories side by side`}
        trail={[{ href: browseHref(query), name: "Trajectories" }]}
        actions={<ReadingSwitches preferences={preferences} onFlip={flip} />}
      />
      <Notes questions={questions} missing={missing} leftOut={leftOut} apart={apart} onApart={goTo} />
      <ScrollRegion
        label="Trajectories side by side"
        ref={scroller}
        className="relative min-h-0 flex-1 overflow-auto outline-none [overflow-anchor:none]"
      >
        <div style={{ minWidth: views.length * COLUMN_WIDTH }}>
          <div ref={head} className="sticky top-0 z-20 grid border-line border-b bg-panel" style={template}>
            {views.map((view) => (
              <ColumnHead key={view.id} view={view} query={query} current={current} onSelect={goTo} />
            ))}
          </div>
          <ol
            style={{
              paddingTop: (items[0]?.start ?? top) - top,
              paddingBottom: virtualizer.getTotalSize() + top - (items.at(-1)?.end ?? top),
            }}
          >
            {items.map((item) => (
              <li
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                aria-setsize={longest}
                aria-posinset={item.index + 1}
                className={cn("grid", item.index === apart && "border-warning-ink border-t-2")}
                style={template}
              >
                {views.map((view) => (
                  <Cell
                    key={view.id}
                    view={view}
                    index={item.index}
                    query={query}
                    preferences={preferences}
                    isCurrent={item.index === current}
                    isApart={item.index === apart}
                    isOpen={open.has(`${view.id} ${item.index}`)}
                    onToggle={(step) => toggle(`${view.id} ${step}`)}
                  />
                ))}
              </li>
            ))}
          </ol>
        </div>
      </ScrollRegion>
    </div>
  );
}

type ColumnsProps = { views: TrajectoryView[]; missing: number[]; leftOut: number; query: string };

function Notes(props: {
  questions: number;
  missing: number[];
  leftOut: number;
  apart: number | null;
  onApart: (step: number) => void;
}) {
  const notes = [
    ...(props.questions > 1 ? ["These trajectories answer different questions: their steps need not match."] : []),
    ...(props.missing.length > 0 ? [`Not there: ${props.missing.join(", ")}. They may have been removed.`] : []),
    ...(props.leftOut > 0 ? [`At most five fit: ${props.leftOut} more were left out.`] : []),
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-4 border-line border-b px-4 text-sm">
      {notes.map((note) => (
        <p key={note} role="note" className="flex items-center gap-1.5 py-1 text-warning-ink">
          <TriangleAlert className="size-4 shrink-0" aria-hidden /> {note}
        </p>
      ))}
      {props.apart !== null && (
        <button
          type="button"
          onClick={() => props.onApart(props.apart ?? 0)}
          className="rounded py-1 text-accent-ink hover:underline"
        >
          They do different things from step {props.apart + 1} on
        </button>
      )}
    </div>
  );
}

function Cell(props: {
  view: TrajectoryView;
  index: number;
  query: string;
  preferences: ReturnType<typeof useReadingPreferences>["preferences"];
  isCurrent: boolean;
  isApart: boolean;
  isOpen: boolean;
  onToggle: (step: number) => void;
}) {
  const { view, index } = props;
  const stepAt: StepAt = useSteps(view, [index]);
  const judges = useMemo(() => view.judges.filter((judge) => judge.isNewest), [view.judges]);
  const disagree = useMemo(() => disagreements(judges, view.numSteps), [judges, view.numSteps]);
  if (index >= view.numSteps)
    return (
      <div className="border-line border-r border-b bg-subtle px-4 py-2 text-faint last:border-r-0">
        {index === view.numSteps ? `Ended after ${view.numSteps} steps (${showable(view.endState)})` : ""}
      </div>
    );
  return (
    <div className="min-w-0 border-line border-r border-b last:border-r-0 [&>article]:border-b-0">
      <StepRow
        view={view}
        judges={judges}
        index={index}
        {...stepAt(index)}
        href={trajectoryHref(view.id, props.query)}
        preferences={props.preferences}
        isCurrent={props.isCurrent}
        isOpen={props.isOpen}
        isDisagreement={disagree.includes(index)}
        isNarrow
        onToggle={props.onToggle}
        note={props.isApart ? <span className="text-warning-ink text-xs">different from here on</span> : null}
      />
    </div>
  );
}
