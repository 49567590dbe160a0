/** What an export is asked for: the pool, the mode that filters it, and the form it is written in. */
import { z } from "zod";
import { FilterMode } from "@/domain/filter";
import { Filter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";

export const ExportFormatName = z.enum([
  "sub-trajectories",
  "trl-prompt-only",
  "trl-prompt-completion",
  "trl-stepwise",
  "trl-preference",
  "openai",
  "verl",
  "openrlhf",
  "prm800k",
  "processbench",
  "swirl",
]);
export type ExportFormatName = z.infer<typeof ExportFormatName>;

/** A format's name as it may be written: `studio` is what `swirl` was called first, in scripts and in the database. */
export const WrittenFormat = z
  .enum([...ExportFormatName.options, "studio"])
  .transform((name): ExportFormatName => (name === "studio" ? "swirl" : name));

export const ExportFile = z.enum(["jsonl", "parquet"]);
export type ExportFile = z.infer<typeof ExportFile>;

export const ExportRequest = z.object({
  format: WrittenFormat.default("sub-trajectories"),
  pool: Pool.prefault({}),
  mode: FilterMode.default("none"),
  /** In place of the mode's own rules, with the judges and labels it names */
  filter: Filter.nullable().default(null),
  /** In place of pool, mode and filter: what a frozen training set holds */
  trainingSet: z.int32().positive().nullable().default(null),
  file: ExportFile.default("jsonl"),
  /** Of JSON Lines; a Parquet file is compressed by itself */
  gzip: z.boolean().default(false),
});
export type ExportRequest = z.infer<typeof ExportRequest>;
/** The same as it is asked for: what is left out has its default. */
export type AskedExport = z.input<typeof ExportRequest>;
