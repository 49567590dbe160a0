import Link from "next/link";
import { MARK_WORDS, VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { formatCount } from "@/domain/format";
import { changedRulings, type FlipKind, type Flips } from "@/domain/judging/flips";
import { Mark } from "@/domain/verdict";
import { flipsHref, type Pair } from "./addresses";
import { SquareTable } from "./square-table";

export const MARK_HEADS = Object.fromEntries(
  Mark.options.map((mark) => [
    mark,
    <span key={mark} className="inline-flex items-center gap-1.5">
      <VerdictGlyph mark={mark} label="" />
      <span className="in-[thead]:max-sm:sr-only">{MARK_WORDS[mark]}</span>
    </span>,
  ]),
) as Record<Mark, React.ReactNode>;

/** Steps by both marks. A number lists its steps below. */
export function MarkMatrix({ flips, kind, ...pair }: Pair & { flips: Flips; kind: FlipKind }) {
  const changed = changedRulings(flips);
  return (
    <section aria-labelledby="marks" className="min-w-0">
      <h2 id="marks" className="font-semibold">
        Steps
      </h2>
      <p className="text-muted text-xs">
        <Link
          href={flipsHref(pair)}
          scroll={false}
          className="tabular-nums text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {formatCount(changed, "ruling")} changed
        </Link>
        ; a number lists its steps
      </p>
      <SquareTable
        label="Steps by the marks of A and B"
        keys={Mark.options}
        heads={MARK_HEADS}
        cell={(from, to) => ({
          count: flips.marks[from][to],
          href: flipsHref(pair, { from, to }),
          isCurrent: kind?.from === from && kind.to === to,
        })}
      />
    </section>
  );
}
