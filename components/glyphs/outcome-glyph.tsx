/** One outcome as a square mark, so that it is never taken for a verdict, which is round. */
import type { Outcome } from "@/domain/filter";

export function OutcomeShape({ outcome }: { outcome: Outcome }) {
  switch (outcome) {
    case "correct":
      return (
        <>
          <rect x="-5" y="-5" width="10" height="10" rx="2" fill="var(--outcome-correct)" />
          <path
            d="M-2.6 0.2-0.7 2.1 2.7-1.9"
            fill="none"
            stroke="var(--panel)"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      );
    case "incorrect":
      return (
        <>
          <rect
            x="-4.25"
            y="-4.25"
            width="8.5"
            height="8.5"
            rx="1.5"
            fill="none"
            stroke="var(--outcome-incorrect)"
            strokeWidth="1.5"
          />
          <path d="M-2.4 0h4.8" stroke="var(--outcome-incorrect)" strokeWidth="1.75" strokeLinecap="round" />
        </>
      );
    case "unlabelled":
      return (
        <rect
          x="-4.25"
          y="-4.25"
          width="8.5"
          height="8.5"
          rx="1.5"
          fill="none"
          stroke="var(--outcome-unlabelled)"
          strokeWidth="1.25"
          strokeDasharray="2 1.6"
        />
      );
  }
}

/** The glyph with its word for screen readers; `label=""` where the word stands beside it. */
export function OutcomeGlyph({ outcome, size = 14, label }: { outcome: Outcome; size?: number; label?: string }) {
  const name = label ?? outcome;
  return (
    <svg
      width={size}
      height={size}
      viewBox="-6 -6 12 12"
      className="shrink-0"
      role="img"
      aria-label={name}
      aria-hidden={name === "" || undefined}
    >
      <OutcomeShape outcome={outcome} />
    </svg>
  );
}

const INK: Record<Outcome, string> = {
  correct: "text-correct-ink",
  incorrect: "text-incorrect-ink",
  unlabelled: "text-unlabelled-ink",
};

/** Glyph and word together. */
export function OutcomeLabel({ outcome }: { outcome: Outcome }) {
  return (
    <span className={`inline-flex items-center gap-1.5 ${INK[outcome]}`}>
      <OutcomeGlyph outcome={outcome} label="" />
      {outcome}
    </span>
  );
}
