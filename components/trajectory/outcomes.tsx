"use client";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { type OutcomeView, showable } from "@/domain/trajectory-view";
import { OutcomeGlyph, OutcomeLabel } from "../glyphs/outcome-glyph";
import { PlainText } from "./plain-text";

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
    <ul className="flex min-w-0 flex-col gap-0.5">
      {shown.map((outcome) => (
        <li key={outcome.runId} className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="inline-flex shrink-0 translate-y-0.5">
            <OutcomeLabel outcome={outcome.correct ? "correct" : "incorrect"} />
          </span>
          <span className="shrink-0 text-muted">
            {showable(outcome.name)}
            {outcome.version > 1 && <span className="text-faint"> v{outcome.version}</span>}
            {outcome.simulated && (
              <FlaskConical className="ml-1 inline size-3 text-warning-ink" aria-label="simulated" />
            )}
          </span>
          {outcome.reason ? (
            <PlainText
              text={`${outcome.reason.text}${outcome.reason.isCut ? "…" : ""}`}
              className="min-w-0 max-w-[90ch] flex-1 basis-60 text-muted"
            />
          ) : (
            <span className="text-faint">reason not recorded</span>
          )}
        </li>
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
