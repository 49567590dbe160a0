"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type ApiOutputs, useTRPC } from "@/app/trpc";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogContent } from "@/components/ui/dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import { Select } from "@/components/ui/select";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { FilterMode } from "@/domain/filter";
import { formatCount } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { useExport } from "./use-export";

type Format = ApiOutputs["compare"]["exportFormats"][number];
type Kind = "jsonl" | "gz" | "parquet";
const KINDS = [
  { value: "jsonl", name: "JSON Lines", says: "one row a line" },
  { value: "gz", name: "JSON Lines, gzip", says: "the same, compressed" },
  { value: "parquet", name: "Parquet", says: "columns with types" },
] as const;

/** What a mode keeps of a pool, or a frozen training set. */
export type ExportSource = { pool: Pool; mode: FilterMode } | { trainingSet: number };

/** Any format and kind of file, with what its rows and columns are before it is written. */
export function FormatDialog(props: {
  /** What is exported, in words */
  title: string;
  source: ExportSource;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}) {
  const trpc = useTRPC();
  const { data: formats } = useQuery(trpc.compare.exportFormats.queryOptions(undefined, { enabled: props.isOpen }));
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onOpenChange}>
      <DialogContent title={`Export ${props.title}`} className="w-[min(680px,calc(100vw-24px))]">
        {formats === undefined ? (
          <p className="mt-3 text-muted">Loading…</p>
        ) : (
          <FormatForm {...props} formats={formats} onDone={() => props.onOpenChange(false)} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function FormatForm(props: { source: ExportSource; formats: Format[]; onDone: () => void }) {
  const trpc = useTRPC();
  const prepare = useExport();
  const [name, setName] = useState<Format["name"]>("trl-prompt-only");
  const [kind, setKind] = useState<Kind>("jsonl");
  const format = props.formats.find((one) => one.name === name);
  const { source } = props;
  // It counts a whole pool: not again by itself, and not for a choice that nobody looks at any more.
  const preview = useQuery(
    trpc.compare.previewExport.queryOptions(
      { format: name, ...source },
      { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, trpc: { abortOnUnmount: true } },
    ),
  );
  if (!format) return null;
  const kinds = KINDS.filter(({ value }) => value !== "parquet" || format.files.includes("parquet"));
  const chosen = kinds.some(({ value }) => value === kind) ? kind : "jsonl";
  const start = () => {
    const file = chosen === "parquet" ? "parquet" : "jsonl";
    prepare.mutate({ format: name, ...source, file, gzip: chosen === "gz" }, { onSuccess: props.onDone });
  };
  return (
    <>
      <div className="mt-4 flex flex-col gap-3">
        <Select
          label="Format"
          value={name}
          options={props.formats.map((one) => ({ value: one.name, label: one.title }))}
          onChange={(value) => setName(props.formats.find((one) => one.name === value)?.name ?? name)}
        />
        <p>
          {format.row}.{" "}
          <span className="text-muted" aria-live="polite" data-testid="export-preview">
            {preview.data && formatCount(preview.data.expectedRows, ...format.unit)}
            {preview.isPending && "Counting…"}
          </span>
        </p>
        {preview.data?.whyEmpty && <p className="text-danger-ink">{preview.data.whyEmpty}</p>}
        {preview.error && <p className="text-danger-ink">{preview.error.message}</p>}
        <RadioCards label="Kind of file" cards={kinds} value={chosen} onChoose={setKind} />
        <Table label="Columns">
          <thead>
            <tr>
              <Th>Column</Th>
              <Th>Type</Th>
              <Th>What it holds</Th>
            </tr>
          </thead>
          <tbody>
            {format.columns.map((column) => (
              <Tr key={column.name}>
                <Td>
                  <code className="font-mono text-xs">{column.name}</code>
                </Td>
                <Td className="text-muted">{column.type}</Td>
                <Td>{column.says}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <DialogActions>
        <Button
          variant="primary"
          disabled={prepare.isPending || preview.data === undefined || preview.data.whyEmpty !== null}
          onClick={start}
        >
          Export
        </Button>
      </DialogActions>
    </>
  );
}
