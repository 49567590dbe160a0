"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { type OutcomeView, showable } from "@/domain/trajectory-view";
import { OutcomeGlyph, OutcomeLabel } from "../glyphs/outcome-glyph";
import { cn } from "../ui/cn";

/** Each labelling run's outcome and why; earlier versions folded away. */
export function Outcomes({ outcomes }: { outcomes: readonly OutcomeView[] }) {
  const [showOlder, setShowOlder] = useState(false);
  const older = outcomes.filter((outcome) => !outcome.isNewest);
  const shown = showOlder ? outcomes : outcomes.filter((outcome) => outcome.isNewest);
  if (outcomes.length === 0)
    return (
      <p className="flex items-center gap-1.5 text-unlabelled-ink">
        <OutcomeGlyph outcome="unlabelled" label="" /> unlabelled: no labelling run has an outcome for it
      </p>
    );
  return (
    <ul className="flex min-w-0 flex-col">
      {shown.map((outcome) => (
        <Outcome key={outcome.runId} outcome={outcome} />
      ))}
      {older.length > 0 && (
        <li>
          <button
            type="button"
            aria-expanded={showOlder}
            onClick={() => setShowOlder(!showOlder)}
            className="rounded text-accent-ink text-xs hover:underline"
          >
            {showOlder ? "Hide earlier versions" : `${older.length} earlier`}
          </button>
        </li>
      )}
    </ul>
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
        {showable(outcome.name)}
        {outcome.version > 1 && <span className="text-faint"> v{outcome.version}</span>}
        {outcome.simulated && <FlaskConical className="ml-1 inline size-3 text-warning-ink" aria-label="simulated" />}
      </span>
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
