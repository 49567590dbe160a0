import { Outcome } from "@/domain/filter";
import { Mark } from "@/domain/verdict";
import { OutcomeGlyph } from "./outcome-glyph";
import { MARK_WORDS, VerdictGlyph } from "./verdict-glyph";

/** What the glyphs mean, in one line. */
export function Legend({ verdicts = true, outcomes = true }: { verdicts?: boolean; outcomes?: boolean }) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      {verdicts &&
        Mark.options.map((mark) => (
          <li key={mark} className="inline-flex items-center gap-1">
            <VerdictGlyph mark={mark} size={12} label="" />
            {MARK_WORDS[mark]}
          </li>
        ))}
      {outcomes &&
        Outcome.options.map((outcome) => (
          <li key={outcome} className="inline-flex items-center gap-1">
            <OutcomeGlyph outcome={outcome} size={12} label="" />
            {outcome}
          </li>
        ))}
    </ul>
  );
}
