"use client";
import { X } from "lucide-react";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { cn } from "@/components/ui/cn";
import type { StepView } from "@/domain/trajectory-view";
import { markOf, type Rating } from "@/domain/verdict";
import { useRulings } from "./rulings";

const RATINGS: readonly { rating: Rating; key: string }[] = [
  { rating: 1, key: "1" },
  { rating: 0, key: "2" },
  { rating: -1, key: "3" },
];

/** Three marks to rule with, and a cross that takes the ruling back. */
export function YourRuling({ step }: { step: StepView }) {
  const rulings = useRulings();
  if (!rulings) return null;
  const mine = rulings.on(step);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div
      role="group"
      aria-label={`Your ruling on step ${step.index + 1}`}
      className="mt-1 flex h-6 items-center gap-0.5 px-1"
    >
      <button
        type="button"
        onClick={rulings.askName}
        title={rulings.person === null ? "Say your name" : `Ruling as ${rulings.person}; press to change`}
        className="mr-1 rounded text-faint text-xs hover:text-ink hover:underline"
      >
        Your ruling
      </button>
      {RATINGS.map(({ rating, key }) => (
        <button
          key={rating}
          type="button"
          aria-pressed={mine === rating}
          aria-label={MARK_WORDS[markOf(rating)]}
          title={`${MARK_WORDS[markOf(rating)]} (${key})`}
          onClick={() => rulings.rule(step.index, mine === rating ? null : rating)}
          className={cn(
            "rounded p-1 hover:bg-hover",
            mine === rating ? "bg-selected ring-1 ring-accent-ink ring-inset" : "ring-1 ring-line ring-inset",
          )}
        >
          <VerdictGlyph mark={markOf(rating)} label="" />
        </button>
      ))}
      {mine !== null && (
        <button
          type="button"
          aria-label="Take the ruling back"
          title="Take the ruling back (0)"
          onClick={() => rulings.rule(step.index, null)}
          className="rounded p-1 text-faint hover:bg-hover hover:text-ink"
        >
          <X className="size-3.5" aria-hidden />
        </button>
      )}
    </div>
  );
}
