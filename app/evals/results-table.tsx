"use client";
/** Models by question sets. */
import { Download, GraduationCap } from "lucide-react";
import Link from "next/link";
import type { ApiOutputs } from "@/app/trpc";
import { toCsv } from "@/components/charts/csv";
import { downloadText } from "@/components/charts/download";
import { SampleBadge } from "@/components/states/sample-note";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatInterval, formatNumber, formatShare } from "@/domain/format";

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
            {sets.map(({ id, name }) => (
              <Th key={id} numeric>
                <Link href={`/questions/${id}`} className="hover:underline" title={name}>
                  {name}
                </Link>
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
                <Td key={sets[index]?.id} numeric className="py-1.5 align-top">
                  {cell ? <Result cell={cell} /> : <span className="text-faint">–</span>}
                </Td>
              ))}
            </Tr>
          ))}
        </tbody>
      </Table>
      <div className="flex flex-wrap items-center justify-between gap-3 px-4 py-3 text-muted text-xs md:px-5">
        <p className="flex max-w-3xl flex-wrap items-center gap-x-1">
          Share of right answers among the labelled, with its 95 % interval over questions; the best of a question set
          in bold. <GraduationCap className="size-3.5" aria-hidden /> marks a set that the model was trained on.
        </p>
        <Button size="sm" onClick={() => downloadText("evals.csv", "text/csv", csvOf(table))}>
          <Download aria-hidden />
          CSV
        </Button>
      </div>
    </>
  );
}

function Result({ cell }: { cell: Cell }) {
  const { result, relativeGain, isBest, wasTrainedOn, older } = cell;
  const { accuracy } = result;
  return (
    <>
      <Link
        href={`/trajectories?run=${result.run}&set=${result.set}`}
        className={cn("hover:underline", isBest && "font-semibold")}
        title={`${result.runName}: ${result.inference}${older > 0 ? `; ${formatNumber(older)} older` : ""}`}
      >
        {accuracy ? formatShare(accuracy.share) : "not labelled"}
      </Link>
      {wasTrainedOn && (
        <GraduationCap className="ml-1 inline size-3.5 text-muted" role="img" aria-label="trained on this set" />
      )}
      {accuracy && (
        <span className="block text-muted text-xs">
          {formatInterval(accuracy)}
          <span className="ml-1.5">n = {formatNumber(accuracy.n)}</span>
        </span>
      )}
      <span className="block text-faint text-xs">{result.inference}</span>
      {relativeGain !== null && <span className="block text-muted text-xs">{gainWords(relativeGain)}</span>}
      {result.unlabelled > 0 && (
        <span className="block text-warning-ink text-xs">{formatNumber(result.unlabelled)} unlabelled</span>
      )}
    </>
  );
}

const gainWords = (gain: number) => `${gain >= 0 ? "+" : "−"}${formatShare(Math.abs(gain))} over its base`;

function csvOf({ sets, rows }: Results): string {
  const columns = [
    ...["model", "inference", "question_set", "eval_run", "share", "low", "high", "n", "questions", "unlabelled"],
    ...["relative_gain", "trained_on"],
  ];
  const lines = rows.flatMap(({ name, cells }) =>
    cells.flatMap((cell, index) => {
      if (!cell) return [];
      const { runName, inference, accuracy, unlabelled } = cell.result;
      const { share = null, low = null, high = null, n = 0, questions = 0 } = accuracy ?? {};
      return [
        [
          ...[name, inference, sets[index]?.name ?? "", runName, share, low, high, n, questions, unlabelled],
          ...[cell.relativeGain, cell.wasTrainedOn ? "yes" : "no"],
        ],
      ];
    }),
  );
  return toCsv(columns, lines);
}
