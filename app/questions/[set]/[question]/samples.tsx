import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { Num } from "@/components/format/number";
import { Legend } from "@/components/glyphs/legend";
import { OutcomeLabel } from "@/components/glyphs/outcome-glyph";
import { VerdictStrip } from "@/components/glyphs/verdict-strip";
import { SampleBadge } from "@/components/states/sample-note";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { endStateWords } from "@/domain/end-state";
import { cutAtWord } from "@/domain/format";

/** The samples of one question, with outcome and verdicts of their newest labelling and judging run. */
export function Samples({ samples }: { samples: ApiOutputs["library"]["samples"] }) {
  if (samples.length === 0)
    return (
      <p className="text-muted">
        No model has attempted this question yet. Trajectories come in by{" "}
        <Link href="/import" className="text-accent-ink underline">
          import
        </Link>
        .
      </p>
    );
  return (
    <>
      <div className="overflow-hidden rounded-lg border border-line">
        <Table label="Trajectories of this question">
          <thead>
            <tr>
              <Th>Trajectory</Th>
              <Th>Outcome</Th>
              <Th>Verdicts</Th>
              <Th numeric>Steps</Th>
              <Th>Final answer</Th>
              <Th>Rollout run</Th>
              <Th>Model</Th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <Tr key={sample.id}>
                <Td>
                  <Link
                    href={`/trajectories/${sample.id}`}
                    className="whitespace-nowrap font-medium text-accent-ink hover:underline"
                  >
                    Sample {sample.sample + 1}
                  </Link>
                </Td>
                <Td>
                  <OutcomeLabel outcome={sample.outcome} />
                </Td>
                <Td>
                  <VerdictStrip marks={sample.marks} />
                </Td>
                <Td numeric>
                  <Num value={sample.steps} />
                </Td>
                <Td className="min-w-40" title={sample.finalAnswer ?? undefined}>
                  {sample.finalAnswer === null ? (
                    <span className="text-faint">
                      {sample.endState === "no-answer" ? "no answer" : `no answer (${endStateWords(sample.endState)})`}
                    </span>
                  ) : (
                    cutAtWord(sample.finalAnswer, 80)
                  )}
                </Td>
                <Td>
                  <span className="inline-flex items-center gap-2 whitespace-nowrap">
                    {sample.rolloutRun}
                    {sample.isSample && <SampleBadge />}
                  </span>
                </Td>
                <Td className="whitespace-nowrap">
                  {sample.model ?? <span className="text-faint">not recorded</span>}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <div className="mt-2">
        <Legend />
      </div>
    </>
  );
}
