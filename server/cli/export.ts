/** `swirl export` */
import { pipeline } from "node:stream/promises";
import { StudioError } from "@/domain/errors";
import { FilterMode } from "@/domain/filter";
import { formatNumber } from "@/domain/format";
import type { Db } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { getExport } from "@/server/services/export/export-row";
import { prepareExport } from "@/server/services/export/prepare";
import { ExportFormat } from "@/server/services/export/request";
import { findOutFile, type OutFile, writeOutFile } from "./out-file";
import { POOL_HELP, POOL_OPTIONS, poolFromOptions, readArgs } from "./pool-options";

const HELP = `Usage: swirl export --mode MODE --judging-run NAME --out PATH [pool options]
       swirl export --format studio --out PATH [pool options]
Writes the sub-trajectories that a filter mode keeps, one a line, or the pool in the studio's own format.
  --mode MODE            ${FilterMode.options.join(", ")}
  --out PATH             the file to write; it appears when it is complete. "-" is standard output
  --format FORMAT        sub-trajectories (the default), or studio: everything that an import reads back
  --gzip                 compress
  --json                 print a summary as JSON
${POOL_HELP}`;

const OPTIONS = {
  ...POOL_OPTIONS,
  mode: { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  gzip: { type: "boolean" },
} as const;

export async function exportCommand(args: string[], db: Db): Promise<void> {
  const values = readArgs(args, OPTIONS, HELP);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const format = oneOf(ExportFormat, "--format", values.format ?? "sub-trajectories");
  if (values.out === undefined) throw new StudioError("invalid", `say where to: --out PATH\n\n${HELP}`);
  if (format === "sub-trajectories" && values["judging-run"] === undefined)
    throw new StudioError("invalid", `name a judging run: --judging-run NAME\n\n${HELP}`);
  if (format === "sub-trajectories" && values.mode === undefined)
    throw new StudioError("invalid", `name a filter mode: --mode ${FilterMode.options.join("|")}\n\n${HELP}`);
  const mode = oneOf(FilterMode, "--mode", values.mode ?? "none");

  const file = values.out === "-" ? null : await findOutFile(values.out);
  const pool = await poolFromOptions(db, values);
  const id = await prepareExport(db, { format, pool, mode, gzip: values.gzip ?? false });
  if (file) await writeToFile(db, id, file);
  else await writeToStandardOutput(db, id);

  const { rows, bytes, sha256, fileName } = await getExport(db, id);
  const what = format === "studio" ? "records" : "sub-trajectories";
  const note = values.gzip ? " (before compression)" : "";
  process.stderr.write(`${formatNumber(rows)} ${what}, ${formatNumber(bytes)} bytes, sha256 ${sha256}${note}\n`);
  if (values.json && values.out !== "-")
    process.stdout.write(`${JSON.stringify({ id, out: values.out, fileName, rows, bytes, sha256 })}\n`);
}

async function writeToFile(db: Db, id: number, file: OutFile): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const { chunks, expectedRows } = await openExport(db, id);
    const stopShowing = showProgress(db, id, expectedRows);
    await writeOutFile(file, chunks, interrupted.signal).finally(stopShowing);
  } catch (error) {
    if (interrupted.signal.aborted) throw new StudioError("precondition", `interrupted; ${file.path} was not written`);
    if (isFileError(error)) throw new StudioError("invalid", `cannot write ${file.path}: ${error.message}`);
    throw error;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

async function writeToStandardOutput(db: Db, id: number): Promise<void> {
  const { chunks } = await openExport(db, id);
  await pipeline(chunks, process.stdout, { end: false });
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

function oneOf<T extends string>(
  shape: { options: readonly T[]; safeParse(value: unknown): { data?: T } },
  option: string,
  value: string,
): T {
  const { data } = shape.safeParse(value);
  if (data === undefined)
    throw new StudioError("invalid", `${option} ${value}: it is one of ${shape.options.join(", ")}`);
  return data;
}

const isFileError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && ("path" in error || error.syscall === "write");
