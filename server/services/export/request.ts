/** What an export is asked for: the pool, the mode that filters it, and the form it is written in. */
import { z } from "zod";
import { FilterMode } from "@/domain/filter";
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
  pool: Pool,
  mode: FilterMode.default("none"),
  file: ExportFile.default("jsonl"),
  /** Of JSON Lines; a Parquet file is compressed by itself */
  gzip: z.boolean().default(false),
});
export type ExportRequest = z.infer<typeof ExportRequest>;
