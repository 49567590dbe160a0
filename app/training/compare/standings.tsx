import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { LineSwatch } from "@/components/charts/line-chart";
import { ModeBadge } from "@/components/glyphs/mode-badge";
import { TrainingStatus } from "@/components/training/training-status";
import { ALGORITHM_WORDS, lineLook } from "@/components/training/words";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatNumber, formatShare } from "@/domain/format";
import type { NameOf } from "./comparison";

type Runs = ApiOutputs["trainingRun"]["compare"]["runs"];

/** Each run with its line and where it stands. */
export function Standings({ runs, nameOf }: { runs: Runs; nameOf: NameOf }) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-panel">
      <Table label="The training runs compared">
        <thead>
          <tr>
            <Th>Training run</Th>
            <Th>Status</Th>
            <Th numeric>Updates</Th>
            <Th>Algorithm</Th>
            <Th>Data</Th>
            <Th>Base model</Th>
            <Th numeric>Reward, last</Th>
            <Th numeric>Reasonable, last</Th>
            <Th>Result</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ run, state, series }, index) => {
            const { colour, dash } = lineLook(index);
            const last = series.points.at(-1)?.values;
            const [model] = state.models;
            return (
              <Tr key={run.id}>
                <Td className="whitespace-nowrap">
                  <span className="inline-flex items-center gap-2">
                    <LineSwatch colour={colour} {...(dash === undefined ? {} : { dash })} />
                    <Link href={`/training/${run.id}`} className="font-medium hover:underline">
                      {nameOf(run)}
                    </Link>
                  </span>
                </Td>
                <Td>
                  <TrainingStatus status={state.status} />
                </Td>
                <Td numeric>
                  {formatNumber(state.step)}
                  {state.totalSteps !== null && state.totalSteps !== state.step && (
                    <span className="text-faint text-xs"> of {formatNumber(state.totalSteps)}</span>
                  )}
                </Td>
                <Td className="whitespace-nowrap">{ALGORITHM_WORDS[run.algorithm]}</Td>
                <Td>
                  <ModeBadge mode={run.mode} />
                </Td>
                <Td className="max-w-48 truncate" title={run.baseModel.name}>
                  {run.baseModel.name}
                </Td>
                <Td numeric>{typeof last?.reward === "number" ? formatNumber(last.reward, 3) : "–"}</Td>
                <Td numeric>{typeof last?.reasonable_share === "number" ? formatShare(last.reasonable_share) : "–"}</Td>
                <Td className="max-w-40 truncate">
                  {model ? (
                    <Link href={`/models/${model.id}`} className="text-accent-ink hover:underline">
                      {model.name}
                    </Link>
                  ) : (
                    <span className="text-faint">–</span>
                  )}
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
