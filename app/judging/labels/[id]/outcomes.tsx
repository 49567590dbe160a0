"use client";
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Share } from "@/components/format/share";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { SampleNote } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { Outcome } from "@/domain/filter";
import { formatNumber } from "@/domain/format";
import { wilson } from "@/domain/interval";
import { poolToParams } from "@/domain/pool";

type Run = ApiOutputs["labelling"]["get"];

/** How many are correct, each count a way to them. `planned` null where the studio does not carry the run out. */
export function Outcomes({ run, planned }: { run: Run; planned: number | null }) {
  const { labelled, correct, fromSample } = run.summary;
  const rows: { outcome: Outcome; count: number }[] = [
    { outcome: "correct", count: correct },
    { outcome: "incorrect", count: labelled - correct },
    ...(planned === null ? [] : [{ outcome: "unlabelled" as const, count: Math.max(0, planned - labelled) }]),
  ];
  const browse = (outcome: Outcome) => {
    const { pool } = run.settings ?? {};
    const params =
      outcome === "unlabelled" && pool ? poolToParams({ ...pool, outcome: [], mode: null }) : new URLSearchParams();
    params.set("labels", String(run.id));
    params.set("outcome", outcome);
    return `/trajectories?${params}`;
  };
  return (
    <section aria-labelledby="outcomes" className="min-w-0">
      <h2 id="outcomes" className="pb-1 font-semibold">
        Outcomes
      </h2>
      <Table label="Outcomes">
        <thead>
          <tr>
            <Th className="pl-0">Outcome</Th>
            <Th numeric>Trajectories</Th>
            <Th numeric title="Of those labelled, with its 95 % interval">
              Share
            </Th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ outcome, count }) => (
            <Tr key={outcome}>
              <Td className="pl-0">
                <OutcomeLabel outcome={outcome} />
              </Td>
              <Td numeric>
                {count === 0 ? (
                  <span className="text-faint">0</span>
                ) : (
                  <Link href={browse(outcome)} className="text-accent-ink hover:underline">
                    {formatNumber(count)}
                  </Link>
                )}
              </Td>
              <Td numeric>
                {outcome !== "unlabelled" && (
                  <Share count={count} of={labelled} interval={wilson(count, labelled)} missing="nothing labelled" />
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {fromSample > 0 && (
        <div className="mt-3">
          <SampleNote>
            {fromSample === labelled
              ? "All of these trajectories belong to the sample pool."
              : `${formatNumber(fromSample)} of these trajectories belong to the sample pool.`}
          </SampleNote>
        </div>
      )}
    </section>
  );
}
