"use client";
import { FlaskConical } from "lucide-react";
import { type ReactNode, useState } from "react";
import { formatCount, formatNumber } from "@/domain/format";
import { type OutcomeView, showable } from "@/domain/trajectory-view";
import { OutcomeGlyph, OutcomeLabel } from "../glyphs/outcome-glyph";
import { cn } from "../ui/cn";

/** More labelling runs than this are named together, so that the steps stay in sight. */
const LISTED = 3;

/** Each labelling run's outcome and why; the reasons of many folded, earlier versions folded away. */
export function Outcomes({ outcomes, own }: { outcomes: readonly OutcomeView[]; own?: ReactNode }) {
  const [showOlder, setShowOlder] = useState(false);
  const [showReasons, setShowReasons] = useState(false);
  const older = outcomes.filter((outcome) => !outcome.isNewest);
  const shown = showOlder ? outcomes : outcomes.filter((outcome) => outcome.isNewest);
  const isMany = outcomes.length - older.length > LISTED;
  if (outcomes.length === 0)
    return (
      <div className="flex flex-wrap items-center gap-x-4">
        <p className="flex items-center gap-1.5 text-unlabelled-ink">
          <OutcomeGlyph outcome="unlabelled" label="" /> unlabelled: no labelling run has an outcome for it
        </p>
        {own}
      </div>
    );
  const isFolded = isMany && !showReasons;
  const hasFolds = isMany || older.length > 0;
  return (
    // Beside a short list, so that it takes no line from the steps.
    <div
      className={cn(
        "min-w-0",
        !hasFolds && "flex flex-wrap items-start gap-x-4 [&>ul]:flex-1 max-md:[&>ul]:basis-full",
      )}
    >
      {isFolded ? (
        <Together outcomes={shown} />
      ) : (
        <ul className="flex min-w-0 flex-col">
          {shown.map((outcome) => (
            <Outcome key={outcome.runId} outcome={outcome} />
          ))}
        </ul>
      )}
      {!hasFolds && own}
      {hasFolds && (
        <div className="flex flex-wrap items-center gap-x-3">
          {isMany && (
            <Fold isOpen={showReasons} onToggle={() => setShowReasons(!showReasons)}>
              {showReasons ? "Hide the reasons" : "Show the reasons"}
            </Fold>
          )}
          {older.length > 0 && (
            <Fold isOpen={showOlder} onToggle={() => setShowOlder(!showOlder)}>
              {showOlder ? "Hide earlier versions" : `Show ${formatCount(older.length, "earlier version")}`}
            </Fold>
          )}
          {own}
        </div>
      )}
    </div>
  );
}

function Fold({ isOpen, onToggle, children }: { isOpen: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className="rounded text-accent-ink text-xs hover:underline"
    >
      {children}
    </button>
  );
}

/** Who says correct and who says incorrect, each reason on hover. */
function Together({ outcomes }: { outcomes: readonly OutcomeView[] }) {
  return (
    <ul className="flex min-w-0 flex-col">
      {([true, false] as const).map((correct) => {
        const alike = outcomes.filter((outcome) => outcome.correct === correct);
        if (alike.length === 0) return null;
        return (
          <li key={String(correct)} className="flex min-w-0 items-start gap-x-2">
            <span className="shrink-0">
              <OutcomeLabel outcome={correct ? "correct" : "incorrect"} />
            </span>
            <span className="min-w-0 text-muted">
              <span className="tabular-nums">{alike.length}:</span>{" "}
              {alike.map((outcome, index) => (
                <span
                  key={outcome.runId}
                  title={outcome.reason ? showable(outcome.reason.text) : "reason not recorded"}
                >
                  <Labeller outcome={outcome} />
                  {index < alike.length - 1 && ", "}
                </span>
              ))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Labeller({ outcome }: { outcome: OutcomeView }) {
  return (
    <>
      {showable(outcome.name)}
      {outcome.version > 1 && <span className="text-faint"> v{outcome.version}</span>}
      {outcome.isSample && <FlaskConical className="ml-1 inline size-3 text-warning-ink" aria-label="sample" />}
    </>
  );
}

function Outcome({ outcome }: { outcome: OutcomeView }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li className={cn("flex min-w-0 items-start gap-x-2", isOpen && "flex-wrap")}>
      <span className="shrink-0">
        <OutcomeLabel outcome={outcome.correct ? "correct" : "incorrect"} />
      </span>
      <span className="min-w-0 max-w-[45%] truncate text-muted" title={outcome.name}>
        <Labeller outcome={outcome} />
      </span>
      {outcome.value !== null && outcome.value > 0 && outcome.value < 1 && (
        <span className="shrink-0 tabular-nums" title="The metric’s figure">
          {formatNumber(outcome.value, 2)}
        </span>
      )}
      {outcome.reason ? (
        <button
          type="button"
          aria-expanded={isOpen}
          title={isOpen ? undefined : "Show the whole reason"}
          onClick={() => setIsOpen(!isOpen)}
          className={cn(
            "min-w-0 rounded text-left text-muted hover:text-ink",
            isOpen ? "max-w-[90ch] basis-full whitespace-pre-wrap [overflow-wrap:anywhere]" : "flex-1 truncate",
          )}
        >
          {showable(outcome.reason.text)}
          {outcome.reason.isCut && "…"}
        </button>
      ) : (
        <span className="truncate text-faint">reason not recorded</span>
      )}
    </li>
  );
}
