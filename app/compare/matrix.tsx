import Link from "next/link";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { VerdictGlyph } from "@/components/glyphs/verdict-glyph";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Comparison } from "@/domain/comparison";
import { Outcome } from "@/domain/filter";
import { formatNumber, formatShare } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { type Mark, ProcessLabel } from "@/domain/verdict";
import { cellHref } from "./search-params";

const MARKS: Record<ProcessLabel, Mark> = { reasonable: "reasonable", unreasonable: "unreasonable", unjudged: "none" };

/** Process × outcome over the whole pool; each cell opens exactly its trajectories. */
export function Matrix({ comparison }: { comparison: Comparison & { pool: Pool } }) {
  const { matrix, pool, trajectories } = comparison;
  return (
    <section aria-labelledby="matrix" className="min-w-0 rounded-lg border border-line bg-panel">
      <div className="px-4 pt-3 pb-1">
        <h2 id="matrix" className="font-medium">
          Process × outcome
        </h2>
        <p className="text-muted text-xs">
          All {formatNumber(trajectories)} trajectories of the pool; a number opens them
        </p>
      </div>
      <Table label="Process by outcome">
        <thead>
          <tr>
            <Th className="pr-1 pl-4">Process</Th>
            {Outcome.options.map((outcome) => (
              <Th key={outcome} numeric className="px-1.5">
                <OutcomeLabel outcome={outcome} />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ProcessLabel.options.map((process) => (
            <Tr key={process}>
              <th scope="row" className="py-1 pr-1 pl-4 text-left font-normal">
                <span className="inline-flex items-center gap-1.5">
                  <VerdictGlyph mark={MARKS[process]} label="" />
                  {process}
                </span>
              </th>
              {Outcome.options.map((outcome) => (
                <Td key={outcome} numeric className="px-1.5">
                  <MatrixCell
                    count={matrix[process][outcome]}
                    share={matrix[process][outcome] / trajectories}
                    href={cellHref(pool, process, outcome)}
                    testId={`matrix-${process}-${outcome}`}
                  />
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

/** Nothing to open where there is nothing: the pool's own conditions may rule the cell out. */
function MatrixCell({ count, share, href, testId }: { count: number; share: number; href: string; testId: string }) {
  const figure = <span data-testid={testId}>{formatNumber(count)}</span>;
  if (count === 0) return <span className="text-faint">{figure}</span>;
  return (
    <Link href={href} className="group block rounded" title={`${formatShare(share)} of the pool`}>
      <span className="font-medium underline decoration-line-strong underline-offset-2 group-hover:decoration-current">
        {figure}
      </span>
      <span className="block text-faint text-xs">{formatShare(share)}</span>
    </Link>
  );
}
