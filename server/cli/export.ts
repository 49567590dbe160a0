/** `swirl export` */
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { FilterMode } from "@/domain/filter";
import { formatCount, formatNumber } from "@/domain/format";
import type { Db } from "@/server/db";
import { openExport } from "@/server/services/export/deliver";
import { getExport } from "@/server/services/export/export-row";
import { EXPORT_FORMATS } from "@/server/services/export/formats/registry";
import { poolOfFilter } from "@/server/services/export/pool-of-filter";
import { prepareExport } from "@/server/services/export/prepare";
import { type AskedExport, type ExportFile, ExportFormatName, WrittenFormat } from "@/server/services/export/request";
import { readCard } from "@/server/services/training-set/card";
import { notOneOf, UsageError } from "./exit-status";
import { readFilter, readMode } from "./filter-options";
import { findOutFile, findOutFolder, type OutFile, whileWriting, writeOutFile } from "./out-file";
import { POOL_HELP, POOL_OPTIONS, poolFromOptions } from "./pool-options";
import { print, printJson } from "./print";
import { readArgs } from "./read-args";

const FORMAT_LINES = ExportFormatName.options
  .map((name) => `    ${name.padEnd(23)}${EXPORT_FORMATS[name].row}`)
  .join("\n");

const HELP = `Usage: swirl export --mode MODE --judging-run NAME --format FORMAT --out PATH [--jsonl|--parquet] [pool options]
       swirl export --training-set ID --format FORMAT --out PATH|FOLDER/ [--jsonl|--parquet]
       swirl export --format swirl --out PATH [pool options]
Writes what a filter keeps in the form that a trainer reads, or the pool in the studio's own format.
  --mode MODE            ${FilterMode.options.join(", ")}
  --filter FILE          a whole filter as JSON, in place of --mode, --judging-run and --labelling-run
  --training-set ID      what was frozen, in place of all these and of a pool
  --out PATH             the file to write; it appears when it is complete. "-" is standard output. With --training-set
                         also a folder: it gets the file train.jsonl or train.parquet, and the set's card as README.md
  --format FORMAT        sub-trajectories by default; what a row is:
${FORMAT_LINES}
  --jsonl, --parquet     JSON Lines, or Parquet; by default what PATH ends in, else JSON Lines
  --gzip                 compress JSON Lines
  --json                 print a summary as JSON
${POOL_HELP}`;

const OPTIONS = {
  ...POOL_OPTIONS,
  mode: { type: "string" },
  filter: { type: "string" },
  "training-set": { type: "string" },
  out: { type: "string" },
  format: { type: "string" },
  jsonl: { type: "boolean" },
  parquet: { type: "boolean" },
  gzip: { type: "boolean" },
} as const;

export async function exportCommand(args: string[], db: Db): Promise<void> {
  const values = readArgs(args, OPTIONS, HELP);
  if (values.help) {
    print(HELP);
    return;
  }
  if (values.out === undefined) throw new UsageError(`say where to: --out PATH\n\n${HELP}`);
  const asked = await readAsked(db, values);
  const folder = asked.trainingSet === undefined ? null : await findOutFolder(values.out);
  const out = folder === null ? values.out : path.join(folder, dataFile(asked));
  const file = out === "-" ? null : await findOutFile(out);
  // Looked at before the rows are written: one file of the two would be half of what was asked for.
  const cardFile = folder === null ? null : await findOutFile(path.join(folder, "README.md"));
  const prepared = await prepareExport(db, asked);
  // Not always the one that was prepared: where that was given up meanwhile, another was made.
  const id = file ? await writeToFile(db, prepared, file) : await writeToStandardOutput(db, prepared);
  const { rows, bytes, sha256, fileName } = await getExport(db, id);
  if (cardFile !== null && asked.trainingSet) {
    const { unit } = EXPORT_FORMATS[asked.format];
    const card = await readCard(db, asked.trainingSet, { path: dataFile(asked), format: asked.format, rows, unit });
    await writeOutFile(cardFile, Readable.from([Buffer.from(card)]));
  }
  const what = formatCount(rows, ...EXPORT_FORMATS[asked.format].unit);
  const note = values.gzip ? " (before compression)" : "";
  process.stderr.write(`${what}, ${formatNumber(bytes)} bytes, sha256 ${sha256}${note}\n`);
  if (values.json && values.out !== "-") printJson({ id, out, fileName, rows, bytes, sha256 });
}

type Given = ReturnType<typeof readArgs<typeof OPTIONS>>;
type Asked = AskedExport & { format: ExportFormatName };

/** What stands in the way of a training set, which says all of it. */
const SAID_BY_SET = ["mode", "filter", "judging-run", "labelling-run", "set", "rollout-run", "pool"] as const;
/** What stands in the way of a filter. */
const SAID_BY_FILTER = ["mode", "judging-run", "labelling-run"] as const;

async function readAsked(db: Db, given: Given): Promise<Asked> {
  const format = readFormat(given.format ?? "sub-trajectories");
  const written = { format, file: fileKind(given), gzip: given.gzip ?? false };
  if (given["training-set"] !== undefined) {
    refuseBeside("training-set", given, SAID_BY_SET);
    const trainingSet = z.coerce.number().pipe(z.int32().positive()).safeParse(given["training-set"]).data;
    if (trainingSet === undefined)
      throw new StudioError(
        "invalid",
        `--training-set ${given["training-set"]}: give the id that its page's address has`,
      );
    return { ...written, trainingSet };
  }
  if (given.filter !== undefined) {
    refuseBeside("filter", given, SAID_BY_FILTER);
    const filter = await readFilter(given.filter);
    return { ...written, pool: poolOfFilter(await poolFromOptions(db, given), filter), filter };
  }
  if (format !== "swirl" && given["judging-run"] === undefined)
    throw new UsageError(`name a judging run: --judging-run NAME\n\n${HELP}`);
  if (format !== "swirl" && given.mode === undefined)
    throw new UsageError(`name a filter mode: --mode ${FilterMode.options.join("|")}\n\n${HELP}`);
  return { ...written, pool: await poolFromOptions(db, given), mode: readMode(given.mode ?? "none") };
}

function refuseBeside<Name extends keyof Given>(option: string, given: Given, others: readonly Name[]): void {
  const beside = others.filter((name) => given[name] !== undefined);
  if (beside.length > 0) throw new UsageError(`--${option} says that already: leave out --${beside.join(", --")}`);
}

const dataFile = ({ file, gzip }: Asked) => `train.${file}${gzip ? ".gz" : ""}`;

/** Answers the export that was written. */
async function writeToFile(db: Db, prepared: number, file: OutFile): Promise<number> {
  return whileWriting(file, async (signal) => {
    const { id, chunks, close, expectedRows } = await openExport(db, prepared);
    const stopShowing = showProgress(db, id, expectedRows);
    await writeOutFile(file, chunks, signal).finally(stopShowing).finally(close);
    return id;
  });
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

function fileKind({ jsonl, parquet, out = "" }: { jsonl?: boolean; parquet?: boolean; out?: string }): ExportFile {
  if (jsonl && parquet) throw new UsageError("--jsonl and --parquet: choose one");
  return parquet || (!jsonl && out.endsWith(".parquet")) ? "parquet" : "jsonl";
}
