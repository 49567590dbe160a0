import { WORDS } from "@/domain/agreement/pairs";
import type { FlipKind } from "@/domain/judging/flips";
import { Mark } from "@/domain/verdict";
import { MARK_HEADS } from "../flips/mark-matrix";
import { SquareTable } from "../flips/square-table";
import { agreementHref, type View } from "./addresses";

/** Steps by both verdicts. A number lists its steps below. */
export function WordMatrix({ words, view, kind }: { words: number[][]; view: View; kind: FlipKind }) {
  return (
    <section aria-labelledby="words" className="min-w-0">
      <h2 id="words" className="font-semibold">
        Steps by both verdicts
      </h2>
      <p className="text-muted text-xs">A number lists its steps at the end of the page.</p>
      <SquareTable
        label="Steps by the verdicts of A and B"
        keys={Mark.options}
        heads={MARK_HEADS}
        cell={(from, to) => ({
          count: words[WORDS.indexOf(from)]?.[WORDS.indexOf(to)] ?? 0,
          href: `${agreementHref(view, { from, to })}#steps`,
          isCurrent: kind?.from === from && kind.to === to,
        })}
      />
    </section>
  );
}
