"use client";
import Link from "next/link";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { SampleBadge } from "@/components/states/sample-note";
import { EndState } from "@/components/trajectory/end-state";
import { JudgeGrid } from "@/components/trajectory/judge-grid";
import { cutAtWord } from "@/domain/format";
import { showable, type TrajectoryView } from "@/domain/trajectory-view";
import { trajectoryHref } from "../[id]/address";

/** The head of a column: which trajectory, what it answered, what the judges say. */
export function ColumnHead(props: {
  view: TrajectoryView;
  query: string;
  current: number | null;
  onSelect: (step: number) => void;
}) {
  const { view } = props;
  const judges = view.judges.filter((judge) => judge.isNewest);
  const question = showable(view.question.text.text);
  const outcome = view.outcomes[0];
  return (
    <section
      aria-label={`Trajectory ${view.id}`}
      className="flex min-w-0 flex-col gap-1 border-line border-r px-3 py-2 last:border-r-0 md:px-4"
    >
      <div className="flex min-w-0 items-baseline gap-2">
        <h2 className="shrink-0 font-semibold">
          <Link href={trajectoryHref(view.id, props.query)} className="hover:underline">
            Trajectory {view.id}
          </Link>
        </h2>
        <span className="min-w-0 truncate text-faint text-xs" title={view.rolloutRun.name}>
          sample {view.sampleIndex + 1} · {showable(view.rolloutRun.name)}
        </span>
        {(view.rolloutRun.isSample || view.model?.isSample) && <SampleBadge />}
      </div>
      <p className="truncate text-muted" title={question}>
        {cutAtWord(question, 160)}
      </p>
      <div className="flex min-w-0 items-center gap-2">
        <span className="shrink-0" title={outcome?.name}>
          <OutcomeLabel outcome={outcome === undefined ? "unlabelled" : outcome.correct ? "correct" : "incorrect"} />
        </span>
        <span className="min-w-0 truncate font-medium" title={view.finalAnswer?.text}>
          {view.finalAnswer ? showable(view.finalAnswer.text) : <span className="text-faint">no final answer</span>}
        </span>
        {view.endState !== "answered" && <EndState endState={view.endState} />}
      </div>
      <JudgeGrid judges={judges} numSteps={view.numSteps} current={props.current} onSelect={props.onSelect} isNarrow />
    </section>
  );
}
