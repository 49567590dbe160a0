import Link from "next/link";
import { VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { formatNumber } from "@/domain/format";
import { type Flips, membershipChanges } from "@/domain/judging/flips";
import { type Mark, ProcessLabel } from "@/domain/verdict";
import { bothJudgedHref, membershipHref, type Pair } from "./addresses";
import { SquareTable } from "./square-table";

const MARKS: Record<ProcessLabel, Mark> = { reasonable: "reasonable", unreasonable: "unreasonable", unjudged: "none" };
const HEADS = Object.fromEntries(
  ProcessLabel.options.map((label) => [
    label,
    <span key={label} className="inline-flex items-center gap-1.5">
      <VerdictGlyph mark={MARKS[label]} label="" />
      <span className="in-[thead]:max-sm:sr-only">{label}</span>
    </span>,
  ]),
) as Record<ProcessLabel, React.ReactNode>;

/** Trajectories by both process labels, and what that does to the filter mode `process`. */
export function ProcessMatrix({ flips, ...pair }: Pair & { flips: Flips }) {
  const { entering, leaving } = membershipChanges(flips);
  return (
    <section aria-labelledby="process" className="min-w-0">
      <h2 id="process" className="font-semibold">
        Trajectories
      </h2>
      <p className="text-muted text-xs tabular-nums">
        From A to B, <Change count={entering} href={membershipHref(pair, "entering")} /> come into the filter mode
        process and <Change count={leaving} href={membershipHref(pair, "leaving")} /> drop out; a number opens its
        trajectories
      </p>
      <SquareTable
        label="Trajectories by the process labels of A and B"
        keys={ProcessLabel.options}
        heads={HEADS}
        cell={(underA, underB) => ({
          count: flips.process[underA][underB],
          href: bothJudgedHref(pair, underA, underB),
        })}
      />
    </section>
  );
}

function Change({ count, href }: { count: number; href: string }) {
  if (count === 0) return <>0</>;
  return (
    <Link
      href={href}
      className="text-accent-ink underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {formatNumber(count)}
    </Link>
  );
}
