/** The models of the chain, with where their figures come from. */
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { SampleBadge } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";

type Iterations = ApiOutputs["round"]["iterations"]["iterations"];

export function IterationsTable({ iterations, judge }: { iterations: Iterations; judge: string | null }) {
  return (
    <section
      aria-label="Iterations"
      className="min-w-0 overflow-x-auto rounded-lg border border-line bg-panel xl:col-span-2"
    >
      <Table label="Models by iteration">
        <thead>
          <tr>
            <Th numeric>Iteration</Th>
            <Th>Model</Th>
            <Th>Trained by</Th>
            <Th numeric>Generated</Th>
            <Th>On</Th>
            <Th numeric>Reasonable steps{judge !== null && <span className="block font-normal">by {judge}</span>}</Th>
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
              <Td className="min-w-40">
                {generated ? (
                  <>
                    {generated.sets.join("; ")}
                    {[...new Set(generated.rolloutRuns.map(({ inference }) => inference))].map((words) => (
                      <span key={words} className="block text-muted text-xs">
                        {words}
                      </span>
                    ))}
                  </>
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
                        {formatNumber(generated.unjudgedSteps)} without its verdict
                      </span>
                    )}
                  </>
                ) : (
                  <span className="text-faint">{judge === null ? "not judged" : "not judged by it"}</span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
