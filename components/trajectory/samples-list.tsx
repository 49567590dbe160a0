"use client";
import Link from "next/link";
import { useState } from "react";
import { formatCount } from "@/domain/format";
import { MAX_SIDE_BY_SIDE, type SamplesView, type SampleView, showable } from "@/domain/trajectory-view";
import { OutcomeGlyph } from "../glyphs/outcome-glyph";
import { VerdictStrip } from "../glyphs/verdict-strip";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { cn } from "../ui/cn";

/** The trajectories of one question, each with outcome and strip; two to five of them open side by side. */
export function SamplesList(props: {
  view: SamplesView;
  currentId: number;
  hrefOf: (id: number) => string;
  compareHref: (ids: number[]) => string;
  onFollow?: () => void;
}) {
  const [chosen, setChosen] = useState<number[]>([]);
  const { samples, total } = props.view;
  const ids = chosen.length > 0 ? chosen : [];
  const toggle = (id: number) =>
    setChosen((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id].slice(-MAX_SIDE_BY_SIDE)));
  const canCompare = ids.length >= 2;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ul className="min-h-0 flex-1 overflow-auto">
        {samples.map((sample, index) => (
          <Sample
            key={sample.id}
            sample={sample}
            isCurrent={sample.id === props.currentId}
            isChosen={chosen.includes(sample.id)}
            onToggle={() => toggle(sample.id)}
            href={props.hrefOf(sample.id)}
            onFollow={props.onFollow}
            heading={sample.rolloutRun === samples[index - 1]?.rolloutRun ? null : sample.rolloutRun}
          />
        ))}
        {total > samples.length && (
          <li className="px-3 py-2 text-faint text-xs">
            {formatCount(total - samples.length, "more trajectory", "more trajectories")} of this question: filter the
            table of trajectories by question.
          </li>
        )}
      </ul>
      <div className="flex flex-col gap-1 border-line border-t p-2">
        {canCompare ? (
          <Button asChild size="sm" variant="primary">
            <Link href={props.compareHref(ids)} onClick={props.onFollow}>
              Open {ids.length} side by side
            </Link>
          </Button>
        ) : (
          <p className="px-1 text-faint text-xs">
            {ids.length === 1 ? "Tick one more" : "Tick two to five"} to read side by side.
          </p>
        )}
      </div>
    </div>
  );
}

function Sample(props: {
  sample: SampleView;
  isCurrent: boolean;
  isChosen: boolean;
  onToggle: () => void;
  href: string;
  onFollow: (() => void) | undefined;
  heading: string | null;
}) {
  const { sample, isCurrent } = props;
  const answer = sample.finalAnswer === null ? null : showable(sample.finalAnswer);
  return (
    <>
      {props.heading !== null && (
        <li className="truncate px-3 pt-2 pb-1 text-faint text-xs" title={props.heading}>
          {props.heading}
        </li>
      )}
      <li
        className={cn(
          "flex items-start gap-2 border-line border-b px-3 py-1.5 hover:bg-hover",
          isCurrent && "bg-selected hover:bg-selected",
        )}
      >
        <Checkbox
          className="mt-0.5"
          checked={props.isChosen}
          onCheckedChange={props.onToggle}
          aria-label={`Compare sample ${sample.sampleIndex + 1} of ${sample.rolloutRun}`}
        />
        <Link
          href={props.href}
          onClick={props.onFollow}
          aria-current={isCurrent ? "page" : undefined}
          className="flex min-w-0 flex-1 flex-col gap-0.5"
        >
          <span className="flex min-w-0 items-center gap-1.5">
            <OutcomeGlyph outcome={sample.outcome} />
            <span
              className={cn("min-w-0 flex-1 truncate", answer === null && "text-faint")}
              title={answer ?? undefined}
            >
              {answer ?? "no final answer"}
            </span>
            <span className="shrink-0 text-faint text-xs tabular-nums">#{sample.sampleIndex + 1}</span>
          </span>
          <VerdictStrip marks={sample.marks} max={12} name={sample.judge ?? "no judge"} />
        </Link>
      </li>
    </>
  );
}
