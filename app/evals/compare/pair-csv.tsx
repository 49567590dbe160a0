"use client";
/** The two evals question by question, as a file. */
import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTRPCClient } from "@/app/trpc";
import { downloadText } from "@/components/charts/download";
import { Button } from "@/components/ui/button";
import { type PairedRow, pairedCsv } from "./paired-csv";

const A_PAGE = 2_000;

export function PairCsv({ pair }: { pair: { a: number; b: number; set: number } }) {
  const client = useTRPCClient();
  const save = useMutation({
    mutationFn: async () => {
      const rows: PairedRow[] = [];
      for (;;) {
        const cursor = rows.at(-1)?.question ?? null;
        const page = await client.eval.pairedAnswers.query({ ...pair, cursor, limit: A_PAGE });
        rows.push(...page);
        if (page.length < A_PAGE) break;
      }
      downloadText(`evals-${pair.a}-${pair.b}.csv`, "text/csv", pairedCsv(rows));
    },
  });
  return (
    <span className="flex flex-wrap items-center gap-2">
      {save.isError && (
        <span role="alert" className="text-danger-ink text-sm">
          It could not be read: {save.error.message}
        </span>
      )}
      <Button size="sm" disabled={save.isPending} onClick={() => save.mutate()}>
        <Download aria-hidden />
        CSV
      </Button>
    </span>
  );
}
