"use client";
/** Models by question sets. */
import { Download, GraduationCap } from "lucide-react";
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { downloadText } from "@/components/charts/download";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { labelledBy } from "@/domain/eval/labellers";
import { progressWords } from "@/domain/eval/standing";
import { formatCount, formatInterval, formatNumber, formatPoints, formatShare } from "@/domain/format";
import { resultsCsv } from "./results-csv";

type Results = ApiOutputs["eval"]["results"];
type Cell = NonNullable<Results["rows"][number]["cells"][number]>;

export function ResultsTable({ table }: { table: Results }) {
  const { sets, rows } = table;
  return (
    <>
      <Table label="Share of right answers by model and question set">
        <thead>
          <tr>
            <Th className="pl-4 md:pl-5">Model</Th>
            {sets.map(({ id, name, labellers }) => (
              <Th key={id} numeric>
                <Link href={`/questions/${id}`} className="hover:underline" title={name}>
                  {name}
                </Link>
                {labellers.length > 1 && (
                  <span className="block font-normal text-warning-ink text-xs">not labelled alike</span>
                )}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={`${row.model} ${row.way}`}>
              <Td className="max-w-72 py-1.5 pl-4 align-top md:pl-5">
                <span className="flex flex-wrap items-center gap-x-2">
                  <Link href={`/models/${row.model}`} className="min-w-0 break-words font-medium hover:underline">
                    {row.name}
                  </Link>
                  {row.isSample && <SampleBadge />}
                </span>
                <span className="block text-muted text-xs">{row.way}</span>
              </Td>
              {row.cells.map((cell, index) => (
                <Td key={sets[index]?.id} numeric className="py-1.5 align-top max-sm:min-w-48 max-sm:whitespace-normal">
                  {cell ? <Result cell={cell} /> : <span className="text-faint">–</span>}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 text-muted text-xs md:px-5">
        <p className="flex max-w-3xl flex-wrap items-center gap-x-1">
          Share of right answers among the labelled, with its 95 % interval over questions; in bold the best of those on
          a question set that were inferred alike. <GraduationCap className="size-3.5" aria-hidden /> marks a set that
          the model was trained on, with a question mark where that is not recorded.
        </p>
        <Button size="sm" onClick={() => downloadText("evals.csv", "text/csv", resultsCsv(table))}>
          <Download aria-hidden />
          CSV
        </Button>
      </div>
    </>
  );
}

function Result({ cell }: { cell: Cell }) {
  const { result, gain, isBest, older, newer } = cell;
  const { accuracy, labellers } = result;
  const isOfficial = labellers.every((labeller) => labeller.isOfficial);
  const progress = progressWords(result);
  return (
    <>
      <Link
        href={trajectoriesHref(result)}
        className={cn("hover:underline", isBest && "font-semibold")}
        title={[
          `${result.runName}: ${result.inference}`,
          ...(labellers.length > 0 ? [`labelled by ${labelledBy(labellers)}`] : []),
          ...(older > 0 ? [`${formatNumber(older)} older`] : []),
        ].join("; ")}
      >
        {accuracy ? formatShare(accuracy.share) : "not labelled"}
      </Link>
      <Cap wasTrainedOn={cell.wasTrainedOn} />
      {accuracy && (
        <span className="block text-muted text-xs">
          {formatInterval(accuracy)}
          <span className="ml-1.5">n = {formatNumber(accuracy.n)}</span>
        </span>
      )}
      <span className="block text-faint text-xs">{result.inference}</span>
      {gain && <GainLine gain={gain} />}
      {progress && <span className="block text-warning-ink text-xs">{progress}</span>}
      {result.unlabelled > 0 && (
        <span className="block text-warning-ink text-xs">{formatNumber(result.unlabelled)} unlabelled</span>
      )}
      {accuracy && !isOfficial && <span className="block text-muted text-xs">labelled by {labelledBy(labellers)}</span>}
      {newer && (
        <span className="block text-muted text-xs">
          <Link href={`/rollouts/${newer.run}`} className="underline" title={newer.runName}>
            a newer one
          </Link>
          : {progressWords(newer) ?? (newer.accuracy ? "much of it not labelled" : "not labelled")}
        </span>
      )}
    </>
  );
}

/** The trajectories with the outcomes that were counted, where one labelling run made them all. */
function trajectoriesHref({ run, set, labellers: [labeller, ...others] }: Cell["result"]): string {
  const labels = labeller && others.length === 0 ? `&labels=${labeller.id}` : "";
  return `/trajectories?run=${run}&set=${set}${labels}`;
}

function Cap({ wasTrainedOn }: Pick<Cell, "wasTrainedOn">) {
  if (wasTrainedOn === "no") return null;
  const says = wasTrainedOn === "yes" ? "trained on this set" : "what it was trained on is not recorded";
  return (
    <span role="img" aria-label={says} title={says} className="ml-1 whitespace-nowrap text-muted text-xs">
      <GraduationCap className="inline size-3.5" aria-hidden />
      {wasTrainedOn === "not recorded" && "?"}
    </span>
  );
}

function GainLine({ gain: { difference, relative, interval, questions } }: { gain: NonNullable<Cell["gain"]> }) {
  return (
    <span
      className="block text-muted text-xs"
      title={`On ${formatCount(questions, "question")} that both have an outcome on; 95 % interval of the points`}
    >
      {relative === null ? "" : `${relative >= 0 ? "+" : "−"}${formatShare(Math.abs(relative))} over its base, `}
      {formatPoints(difference)} points
      {interval && ` (${formatPoints(interval.low)} to ${formatPoints(interval.high)})`}
      {relative === null && " over its base"}
    </span>
  );
}
