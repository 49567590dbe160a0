/** `swirl export` */
import { pipeline } from "node:stream/promises";
import { StudioError } from "@/domain/errors";
import { FilterMode } from "@/domain/filter";
import { formatCount, formatNumber } from "@/domain/format";
import type { Db } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { getExport } from "@/server/services/export/export-row";
import { EXPORT_FORMATS } from "@/server/services/export/formats/registry";
import { prepareExport } from "@/server/services/export/prepare";
import { type ExportFile, ExportFormatName, WrittenFormat } from "@/server/services/export/request";
import { findOutFile, type OutFile, writeOutFile } from "./out-file";
import { POOL_HELP, POOL_OPTIONS, poolFromOptions, readArgs } from "./pool-options";

const FORMAT_LINES = ExportFormatName.options
  .map((name) => `    ${name.padEnd(23)}${EXPORT_FORMATS[name].row}`)
  .join("\n");

const HELP = `Usage: swirl export --mode MODE --judging-run NAME --format FORMAT --out PATH [--jsonl|--parquet] [pool options]
       swirl export --format swirl --out PATH [pool options]
Writes what a filter mode keeps in the form that a trainer reads, or the pool in the studio's own format.
  --mode MODE            ${FilterMode.options.join(", ")}
  --out PATH             the file to write; it appears when it is complete. "-" is standard output
  --format FORMAT        sub-trajectories by default; what a row is:
${FORMAT_LINES}
  --jsonl, --parquet     JSON Lines, or Parquet; by default what PATH ends in, else JSON Lines
  --gzip                 compress JSON Lines
  --json                 print a summary as JSON
${POOL_HELP}`;

const OPTIONS = {
  ...POOL_OPTIONS,
  mode: { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  jsonl: { type: "boolean" },
  parquet: { type: "boolean" },
  gzip: { type: "boolean" },
} as const;

export async function exportCommand(args: string[], db: Db): Promise<void> {
  const values = readArgs(args, OPTIONS, HELP);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const format = readFormat(values.format ?? "sub-trajectories");
  if (values.out === undefined) throw new StudioError("invalid", `say where to: --out PATH\n\n${HELP}`);
  if (format !== "swirl" && values["judging-run"] === undefined)
    throw new StudioError("invalid", `name a judging run: --judging-run NAME\n\n${HELP}`);
  if (format !== "swirl" && values.mode === undefined)
    throw new StudioError("invalid", `name a filter mode: --mode ${FilterMode.options.join("|")}\n\n${HELP}`);
  const mode = readMode(values.mode ?? "none");

  const file = values.out === "-" ? null : await findOutFile(values.out);
  const pool = await poolFromOptions(db, values);
  const prepared = await prepareExport(db, { format, pool, mode, file: fileKind(values), gzip: values.gzip ?? false });
  // Not always the one that was prepared: where that was given up meanwhile, another was made.
  const id = file ? await writeToFile(db, prepared, file) : await writeToStandardOutput(db, prepared);

  const { rows, bytes, sha256, fileName } = await getExport(db, id);
  const what = formatCount(rows, ...EXPORT_FORMATS[format].unit);
  const note = values.gzip ? " (before compression)" : "";
  process.stderr.write(`${what}, ${formatNumber(bytes)} bytes, sha256 ${sha256}${note}\n`);
  if (values.json && values.out !== "-")
    process.stdout.write(`${JSON.stringify({ id, out: values.out, fileName, rows, bytes, sha256 })}\n`);
}

/** Answers the export that was written. */
async function writeToFile(db: Db, prepared: number, file: OutFile): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const { id, chunks, close, expectedRows } = await openExport(db, prepared);
    const stopShowing = showProgress(db, id, expectedRows);
    await writeOutFile(file, chunks, interrupted.signal).finally(stopShowing).finally(close);
    return id;
  } catch (error) {
    if (interrupted.signal.aborted) throw new StudioError("precondition", `interrupted; ${file.path} was not written`);
    if (isFileError(error)) throw new StudioError("invalid", `cannot write ${file.path}: ${error.message}`);
    throw error;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

async function writeToStandardOutput(db: Db, prepared: number): Promise<number> {
  const { id, chunks, close } = await openExport(db, prepared);
  await pipeline(chunks, process.stdout, { end: false }).finally(close);
  return id;
}

/** A line on a terminal that counts up; returns how to stop it. */
function showProgress(db: Db, id: number, expectedRows: number): () => void {
  if (!process.stderr.isTTY) return () => {};
  const show = async () => {
    const { rows } = await getExport(db, id);
    process.stderr.write(`\r\x1b[K${formatNumber(rows)} of ${formatNumber(expectedRows)}`);
  };
  const timer = setInterval(() => void show().catch(() => {}), 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write("\r\x1b[K");
  };
}

function readFormat(value: string): ExportFormatName {
  const { data } = WrittenFormat.safeParse(value);
  if (data === undefined) throw notOneOf("--format", value, ExportFormatName.options);
  return data;
}

function readMode(value: string): FilterMode {
  const { data } = FilterMode.safeParse(value);
  if (data === undefined) throw notOneOf("--mode", value, FilterMode.options);
  return data;
}

const notOneOf = (option: string, value: string, options: readonly string[]) =>
  new StudioError("invalid", `${option} ${value}: it is one of ${options.join(", ")}`);

function fileKind({ jsonl, parquet, out = "" }: { jsonl?: boolean; parquet?: boolean; out?: string }): ExportFile {
  if (jsonl && parquet) throw new StudioError("invalid", "--jsonl and --parquet: choose one");
  return parquet || (!jsonl && out.endsWith(".parquet")) ? "parquet" : "jsonl";
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && ("path" in error || error.syscall === "write");
