"use client";
import { ChevronRight, FlaskConical } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type JudgeView, showable, type VerdictView } from "@/domain/trajectory-view";
import { type Mark, markOf } from "@/domain/verdict";
import { MARK_WORDS, VerdictGlyph } from "../glyphs/verdict-glyph";
import { cn } from "../ui/cn";
import { PlainText } from "./plain-text";

const INK = {
  reasonable: "text-reasonable-ink",
  neutral: "text-neutral-ink",
  unreasonable: "text-unreasonable-ink",
  none: "text-no-verdict-ink",
} as const;

/** More judges than this that say the same are told in one line. */
const LISTED = 3;

function unanimousMark(judges: readonly JudgeView[], verdicts: readonly VerdictView[]): Mark | null {
  const [first, ...others] = judges.map(({ runId }) =>
    markOf(verdicts.find((verdict) => verdict.runId === runId)?.rating),
  );
  return first !== undefined && others.every((mark) => mark === first) ? first : null;
}

export type WholeVerdict = (runId: number) => ReactNode;

/** Every judge's verdict on a step, with the rationale on demand. */
export function StepVerdicts(props: {
  judges: readonly JudgeView[];
  verdicts: readonly VerdictView[];
  isDisagreement: boolean;
  showRationales: boolean;
  /** The whole rationale and the raw reply, loaded on demand */
  whole?: WholeVerdict;
}) {
  const [isListed, setIsListed] = useState(false);
  if (props.judges.length === 0)
    return (
      <p className="flex h-6 items-center gap-1.5 px-1 text-no-verdict-ink text-xs" title="No judge has looked at it">
        <VerdictGlyph mark="none" label="" /> {MARK_WORDS.none}
      </p>
    );
  const shared = unanimousMark(props.judges, props.verdicts);
  const isFoldable = shared !== null && props.judges.length > LISTED && !props.showRationales;
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      {isFoldable && (
        <button
          type="button"
          aria-expanded={isListed}
          onClick={() => setIsListed(!isListed)}
          className="flex h-6 w-full min-w-0 items-center gap-1.5 rounded px-1 hover:bg-hover"
        >
          <VerdictGlyph mark={shared} label="" />
          <span className="min-w-0 flex-1 truncate text-left">all {props.judges.length} judges</span>
          <span className={cn("shrink-0 text-xs", INK[shared])}>{MARK_WORDS[shared]}</span>
          <Chevron isOpen={isListed} />
        </button>
      )}
      {props.isDisagreement && (
        <p
          className="font-medium text-warning-ink text-xs"
          title="One judge calls this step unreasonable, another does not"
        >
          ≠ Judges disagree
        </p>
      )}
      {(!isFoldable || isListed) && (
        <ul className="flex min-w-0 flex-col gap-0.5">
          {props.judges.map((judge) => (
            <VerdictRow
              key={`${judge.runId} ${props.showRationales}`}
              judge={judge}
              verdict={props.verdicts.find((verdict) => verdict.runId === judge.runId)}
              isOpenAtFirst={props.showRationales}
              whole={props.whole}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function Chevron({ isOpen, isHidden = false }: { isOpen: boolean; isHidden?: boolean }) {
  return (
    <ChevronRight
      className={cn("size-3 shrink-0 text-faint transition-transform", isOpen && "rotate-90", isHidden && "invisible")}
      aria-hidden
    />
  );
}

function VerdictRow(props: {
  judge: JudgeView;
  verdict: VerdictView | undefined;
  isOpenAtFirst: boolean;
  whole: WholeVerdict | undefined;
}) {
  const { judge, verdict } = props;
  const [isOpen, setIsOpen] = useState(props.isOpenAtFirst);
  const mark = markOf(verdict?.rating);
  const hasMore = verdict !== undefined && (verdict.rationale !== null || verdict.hasRaw);
  const line = (
    <>
      <VerdictGlyph mark={mark} />
      <span className="min-w-0 flex-1 truncate text-left" title={showable(judge.name)}>
        {showable(judge.name)}
        {judge.isSample && <FlaskConical className="ml-1 inline size-3 text-warning-ink" aria-label="sample" />}
      </span>
      <span
        className={cn("shrink-0 text-xs tabular-nums", INK[mark])}
        title={verdict?.score != null ? `${MARK_WORDS[mark]}, score ${verdict.score} of 100` : undefined}
      >
        {mark === "none" ? MARK_WORDS.none : (verdict?.score ?? MARK_WORDS[mark])}
      </span>
      <Chevron isOpen={isOpen} isHidden={!hasMore} />
    </>
  );
  return (
    <li className="min-w-0">
      {hasMore ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex h-6 w-full min-w-0 items-center gap-1.5 rounded px-1 hover:bg-hover"
        >
          {line}
        </button>
      ) : (
        <div className="flex h-6 min-w-0 items-center gap-1.5 px-1">{line}</div>
      )}
      {hasMore && isOpen && verdict && <Rationale verdict={verdict} whole={props.whole} />}
    </li>
  );
}

function Rationale({ verdict, whole }: { verdict: VerdictView; whole: WholeVerdict | undefined }) {
  const [isWhole, setIsWhole] = useState(false);
  const isShort = verdict.rationale?.isCut || verdict.hasRaw;
  return (
    <div className="pb-1 pl-6 text-muted text-xs">
      {isWhole && whole ? (
        whole(verdict.runId)
      ) : (
        <>
          {verdict.rationale && <PlainText text={verdict.rationale.text} />}
          {!verdict.rationale && <p className="text-faint">No rationale was recorded.</p>}
          {isShort && whole && (
            <button
              type="button"
              onClick={() => setIsWhole(true)}
              className="mt-0.5 rounded text-accent-ink hover:underline"
            >
              {verdict.hasRaw ? "Show the judge's raw reply" : "Show the whole rationale"}
            </button>
          )}
        </>
      )}
    </div>
  );
}
