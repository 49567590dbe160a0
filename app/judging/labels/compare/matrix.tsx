import Link from "next/link";
import { runName } from "@/app/trajectories/_browse/filters";
import type { ApiOutputs } from "@/app/trpc";
import { OutcomeGlyph, OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunChoice } from "@/domain/browse";
import { Outcome } from "@/domain/filter";
import { formatNumber } from "@/domain/format";
import { EMPTY_POOL, poolToParams } from "@/domain/pool";

export type OutcomeMatrix = ApiOutputs["labelling"]["disagreements"];

/** What the one says by what the other says; where they contradict each other stands out. */
export function Matrix({ a, b, matrix }: { a: RunChoice; b: RunChoice; matrix: OutcomeMatrix }) {
  return (
    <section
      aria-label="Outcomes by outcomes"
      className="max-w-2xl overflow-hidden rounded-lg border border-line bg-panel"
    >
      <Table label="Outcomes by outcomes" className="max-sm:[&_:is(td,th)]:px-1.5 [&_tr:last-child]:border-b-0">
        <thead>
          <tr>
            <Th className="w-1/3 pl-4">
              <span className="block max-w-32 truncate sm:max-w-56" title={runName(a)}>
                {runName(a)}
              </span>
            </Th>
            <th
              scope="colgroup"
              colSpan={3}
              className="h-8 border-line border-b px-2.5 text-right font-medium text-muted text-xs"
            >
              <span className="inline-block max-w-40 truncate sm:max-w-72 align-bottom" title={runName(b)}>
                {runName(b)}
              </span>
            </th>
          </tr>
          <tr>
            <td className="border-line border-b" />
            {Outcome.options.map((outcome) => (
              <Th key={outcome} numeric>
                <span className="max-sm:hidden">
                  <OutcomeLabel outcome={outcome} />
                </span>
                <span className="sm:hidden">
                  <OutcomeGlyph outcome={outcome} />
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Outcome.options.map((left) => (
            <Tr key={left}>
              <th scope="row" className="h-9 pl-4 text-left font-normal">
                <OutcomeLabel outcome={left} />
              </th>
              {Outcome.options.map((right) => (
                <Td key={right} numeric className={cn(isContradiction(left, right) && "bg-warning-soft")}>
                  <Cell a={a} b={b} left={left} right={right} count={matrix[left][right]} />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

const isContradiction = (left: Outcome, right: Outcome) =>
  left !== right && left !== "unlabelled" && right !== "unlabelled";

function Cell(props: { a: RunChoice; b: RunChoice; left: Outcome; right: Outcome; count: number }) {
  const { a, b, left, right, count } = props;
  // All other trajectories of the studio: they have nothing to do with the two.
  if (left === "unlabelled" && right === "unlabelled") return <span className="text-faint">–</span>;
  if (count === 0) return <span className="text-faint">0</span>;
  const pool = { ...EMPTY_POOL, labels: a.id, outcome: [left], labelsAgainst: b.id, outcomeAgainst: [right] };
  return (
    <Link
      href={`/trajectories?${poolToParams(pool)}`}
      className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
    >
      {formatNumber(count)}
    </Link>
  );
}
