/** The models of the chain, with where their figures come from. */
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { SampleBadge } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";

type Iterations = ApiOutputs["round"]["iterations"]["iterations"];

export function IterationsTable({ iterations }: { iterations: Iterations }) {
  return (
    <section aria-label="Iterations" className="min-w-0 overflow-x-auto rounded-lg border border-line bg-panel">
      <Table label="Models by iteration">
        <thead>
          <tr>
            <Th numeric>Iteration</Th>
            <Th>Model</Th>
            <Th>Trained by</Th>
            <Th numeric>Generated</Th>
            <Th numeric>Reasonable steps</Th>
          </tr>
        </thead>
        <tbody>
          {iterations.map(({ model, name, iteration, isSample, trained, generated }) => (
            <Tr key={model}>
              <Td numeric>{iteration}</Td>
              <Td>
                <span className="flex flex-wrap items-center gap-x-2">
                  <Link href={`/models/${model}`} className="text-accent-ink underline">
                    {name}
                  </Link>
                  {isSample && <SampleBadge />}
                </span>
              </Td>
              <Td>
                {trained ? (
                  <Link href={`/training/${trained.id}`} className="text-accent-ink underline">
                    {trained.name}
                  </Link>
                ) : (
                  <span className="text-faint">–</span>
                )}
              </Td>
              <Td numeric>
                {generated ? (
                  <Link
                    href={`/trajectories?${generated.rolloutRuns.map((run) => `run=${run.id}`).join("&")}`}
                    className="text-accent-ink underline"
                  >
                    {formatNumber(generated.trajectories)}
                  </Link>
                ) : (
                  <span className="text-faint">–</span>
                )}
              </Td>
              <Td numeric>
                {generated?.reasonable ? (
                  <>
                    {formatShare(generated.reasonable.share)}
                    <span className="block text-muted text-xs">
                      {formatInterval(generated.reasonable)} · n = {formatNumber(generated.reasonable.n)}
                    </span>
                    {generated.unjudgedSteps > 0 && (
                      <span className="block text-warning-ink text-xs">
                        {formatNumber(generated.unjudgedSteps)} without a verdict
                      </span>
                    )}
                  </>
                ) : (
                  <span className="text-faint">not judged</span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
