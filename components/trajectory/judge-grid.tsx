"use client";
import { FlaskConical } from "lucide-react";
import { memo, useEffect, useMemo, useRef } from "react";
import { isDisagreement, type JudgeView, showable } from "@/domain/trajectory-view";
import type { Mark } from "@/domain/verdict";
import { MARK_WORDS, VerdictGlyph } from "../glyphs/verdict-glyph";
import { cn } from "../ui/cn";

/** With more judges than this the rows move closer: the strip stays in sight while the steps scroll. */
const ROOMY_JUDGES = 3;

/** All steps × all judges: rows are judges, columns steps; a column leads to its step. */
export const JudgeGrid = memo(function JudgeGrid(props: {
  judges: readonly JudgeView[];
  numSteps: number;
  current: number | null;
  /** In a column of its own: less room for the names */
  isNarrow?: boolean;
  /** Prefix of a step's fragment id */
  anchor?: string;
  onSelect: (step: number) => void;
}) {
  const { judges, numSteps, current, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(
    () => Array.from({ length: numSteps }, (_, step) => judges.map((judge) => judge.marks[step] ?? "none")),
    [judges, numSteps],
  );
  useEffect(() => {
    // Only the strip itself scrolls: scrollIntoView would also move the page.
    const box = scroller.current;
    const column = current === null ? null : box?.querySelector<HTMLElement>(`[data-step="${current}"]`);
    if (!box || !column) return;
    if (column.offsetLeft < box.scrollLeft + 40 || column.offsetLeft > box.scrollLeft + box.clientWidth - 60)
      box.scrollLeft = column.offsetLeft - box.clientWidth / 2;
  }, [current]);

  if (numSteps === 0) return null;
  const isDense = numSteps > 60;
  const row = judges.length > ROOMY_JUDGES ? "h-3.5" : "h-4";
  const hasDisagreement = columns.some(isDisagreement);
  return (
    <nav aria-label="Steps and verdicts" className="flex min-w-0 items-stretch text-xs">
      <ul className={cn("flex shrink-0 flex-col pt-4 pr-2", props.isNarrow ? "w-28" : "w-28 md:w-44")}>
        {judges.map((judge) => (
          <li key={judge.runId} className={cn("flex items-center gap-1 text-muted", row)} title={describeJudge(judge)}>
            <span className="min-w-0 truncate">{showable(judge.name)}</span>
            {judge.isSample && <FlaskConical className="size-3 shrink-0 text-warning-ink" aria-label="sample" />}
          </li>
        ))}
        {hasDisagreement && <li className="flex h-4 items-center text-warning-ink">judges disagree</li>}
        {judges.length === 0 && <li className="flex h-4 items-center text-faint">no judges</li>}
      </ul>
      <div ref={scroller} className="relative min-w-0 flex-1 overflow-x-auto overflow-y-hidden">
        <ol className="flex w-max">
          {columns.map((marks, step) => (
            <Column
              key={step}
              step={step}
              marks={marks}
              judges={judges}
              isCurrent={step === current}
              isFirstStop={current === null ? step === 0 : step === current}
              isDense={isDense}
              row={row}
              anchor={props.anchor ?? "step"}
              onSelect={onSelect}
            />
          ))}
        </ol>
      </div>
    </nav>
  );
});

const Column = memo(function Column(props: {
  step: number;
  marks: readonly Mark[];
  judges: readonly JudgeView[];
  isCurrent: boolean;
  /** Tab reaches one column; j and k walk along the others */
  isFirstStop: boolean;
  isDense: boolean;
  /** The class that sets a row's height */
  row: string;
  anchor: string;
  onSelect: (step: number) => void;
}) {
  const { step, marks, judges, isDense } = props;
  const disagree = isDisagreement(marks);
  const label = [
    `Step ${step + 1}`,
    ...judges.map((judge, index) => `${judge.name}: ${MARK_WORDS[marks[index] ?? "none"]}`),
    ...(disagree ? ["judges disagree"] : []),
  ].join("\n");
  const hasNumber = !isDense || (step + 1) % 5 === 0 || step === 0;
  return (
    <li data-step={step}>
      <a
        href={`#${props.anchor}-${step + 1}`}
        aria-label={label}
        title={label}
        aria-current={props.isCurrent ? "step" : undefined}
        tabIndex={props.isFirstStop ? 0 : -1}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          props.onSelect(step);
        }}
        className={cn(
          "flex flex-col items-center rounded-sm hover:bg-hover",
          isDense ? "w-2.5" : "w-[18px]",
          props.isCurrent && "bg-selected",
        )}
      >
        <span aria-hidden className="flex h-4 w-0 items-center justify-center text-2xs text-faint tabular-nums">
          {hasNumber ? step + 1 : ""}
        </span>
        {marks.map((mark, index) => (
          <span key={index} className={cn("flex items-center", props.row)}>
            <VerdictGlyph mark={mark} size={isDense ? 9 : 13} label="" />
          </span>
        ))}
        {disagree && (
          <span aria-hidden className="flex h-4 w-0 items-center justify-center font-semibold text-warning-ink">
            ≠
          </span>
        )}
      </a>
    </li>
  );
});

function describeJudge(judge: JudgeView): string {
  const mean = judge.scoreCount > 0 ? `, mean score ${(judge.scoreSum / judge.scoreCount).toFixed(1)}` : "";
  return `${judge.name}, version ${judge.version}: ${judge.process}${mean}${judge.isSample ? ", sample" : ""}`;
}
