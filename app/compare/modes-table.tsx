import Link from "next/link";
import type { ReactNode } from "react";
import { launchHref } from "@/app/training/new/search-params";
import { Num } from "@/components/format/number";
import { MODE_WORDS, ModeBadge } from "@/components/glyphs/mode-badge";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Comparison, ModeFigures } from "@/domain/comparison";
import { asksOutcome, FilterMode } from "@/domain/filter";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { ExportMenu } from "./exports/export-menu";
import { keptHref } from "./search-params";

type Row = { name: string; note?: string; show: (figures: ModeFigures, mode: FilterMode) => ReactNode };

/** The four modes side by side, one column each. */
export function ModesTable({ comparison }: { comparison: Comparison & { pool: Pool } }) {
  const { modes, pool } = comparison;
  const rows: Row[] = [
    {
      name: "Trajectories",
      show: ({ trajectories }, mode) => (
        <Link
          href={keptHref(pool, mode)}
          className="font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
          data-testid={`mode-${mode}-trajectories`}
        >
          {formatNumber(trajectories)}
        </Link>
      ),
    },
    {
      name: "Sub-trajectories",
      note: "A context and one action: one a step",
      show: ({ subTrajectories }, mode) => (
        <span className="font-medium" data-testid={`mode-${mode}-sub-trajectories`}>
          {formatNumber(subTrajectories)}
        </span>
      ),
    },
    {
      name: "Distinct contexts",
      note: "Different contexts among the sub-trajectories: samples of a question share their first",
      show: ({ distinctContexts }, mode) => (
        <span data-testid={`mode-${mode}-contexts`}>{formatNumber(distinctContexts)}</span>
      ),
    },
    { name: "Share of the pool", show: ({ share }) => (share === null ? "–" : formatShare(share)) },
    { name: "Questions left", show: ({ questions }) => <Num value={questions} /> },
    {
      name: "Correct of labelled",
      note: "Small: Wilson 95 % interval",
      show: ({ shareCorrect, trajectories }, mode) =>
        shareCorrect === null ? (
          <span className="text-faint">{trajectories === 0 ? "none kept" : "unlabelled"}</span>
        ) : (
          <>
            {formatShare(shareCorrect.share)}
            <span className="block text-faint text-xs">
              {asksOutcome(mode) ? "by construction" : formatInterval(shareCorrect)}
            </span>
          </>
        ),
    },
    { name: "Correct", show: ({ correct }) => <Num value={correct} /> },
    { name: "Incorrect", show: ({ incorrect }) => <Num value={incorrect} /> },
    { name: "Unlabelled", show: ({ unlabelled }) => <Num value={unlabelled} /> },
    { name: "Mean steps", show: ({ meanSteps }) => <Num value={meanSteps} digits={2} missing="–" /> },
    { name: "Tool calls", show: ({ tools }) => <Num value={tools.reduce((sum, tool) => sum + tool.calls, 0)} /> },
    {
      name: "Tokens",
      note: "Prompt and completion together",
      show: ({ tokens, trajectories }) =>
        trajectories > 0 && tokens.recorded === 0 ? (
          <span className="text-faint">not recorded</span>
        ) : (
          <>
            <Num value={tokens.total} />
            {tokens.notRecorded > 0 && (
              <span className="block text-faint text-xs">not recorded for {formatNumber(tokens.notRecorded)}</span>
            )}
          </>
        ),
    },
  ];
  return (
    <section aria-labelledby="modes" className="min-w-0 rounded-lg border border-line bg-panel">
      <h2 id="modes" className="px-4 pt-3 pb-1 font-medium">
        Filter modes
      </h2>
      <Table label="Filter modes side by side">
        <thead>
          <tr>
            <Th className="left-0 z-20 sm:pl-4">Kept by mode</Th>
            {FilterMode.options.map((mode) => (
              <Th key={mode} numeric>
                <ModeBadge mode={mode} className="h-auto whitespace-normal py-0.5 text-left leading-4" />
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.name}>
              <th
                scope="row"
                title={row.note}
                className="sticky left-0 bg-panel px-3 py-1 text-left font-normal text-muted sm:whitespace-nowrap sm:pl-4"
              >
                {row.name}
              </th>
              {FilterMode.options.map((mode) => (
                <Td key={mode} numeric>
                  {row.show(modes[mode], mode)}
                </Td>
              ))}
            </Tr>
          ))}
          <tr>
            <th scope="row" className="sticky left-0 bg-panel px-3 py-1 text-left font-normal text-muted sm:pl-4">
              Export
            </th>
            {FilterMode.options.map((mode) => (
              <Td key={mode} numeric className="py-1.5">
                <ExportMenu pool={pool} mode={mode} rows={modes[mode].subTrajectories} />
              </Td>
            ))}
          </tr>
          <tr>
            <th scope="row" className="sticky left-0 bg-panel px-3 py-1 text-left font-normal text-muted sm:pl-4">
              Training
            </th>
            {FilterMode.options.map((mode) => (
              <Td key={mode} numeric className="py-1.5">
                <Button asChild size="sm">
                  <Link href={launchHref(pool, mode)} aria-label={`Train on ${MODE_WORDS[mode]}`}>
                    Train on this
                  </Link>
                </Button>
              </Td>
            ))}
          </tr>
        </tbody>
      </Table>
    </section>
  );
}
