/** `swirl import FILE…` */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { StudioError } from "@/domain/errors";
import { formatNumber } from "@/domain/format";
import type { ImportReport } from "@/domain/import";
import type { Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { UsageError } from "./exit-status";
import { print, printJson } from "./print";
import { readWords } from "./read-args";

const HELP = `Usage: swirl import [--json] FILE…
Imports each file; "-" reads standard input. The format is recognised from the content; gzip too.
A file that is refused is tried once more after the others: labels may stand before their trajectories.
Exit status 0 if every file was imported, 1 if any was refused or failed.
  --json   print one JSON report per file`;

const OPTIONS = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;

export async function importCommand(args: string[], db: Db): Promise<number> {
  const { values, positionals } = readWords(args, OPTIONS, HELP);
  if (values.help) {
    print(HELP);
    return 0;
  }
  if (positionals.length === 0) throw new UsageError(`which file?\n\n${HELP}`);
  // Before the first is imported: a misspelt name in the middle would hide what became of the others.
  for (const file of positionals) if (file !== "-") await sizeOf(file);
  const tell = (report: ImportReport) => (values.json ? printJson(report) : print(describe(report)));
  const refused: { file: string; report: ImportReport }[] = [];
  let imported = 0;
  let failed = false;
  for (const file of positionals) {
    const report = await importOne(db, file);
    // Labels whose trajectories stand in a later file get a second try; standard input is gone by then.
    if (report.status === "refused" && report.format !== null && file !== "-") refused.push({ file, report });
    else {
      tell(report);
      failed ||= report.status !== "done";
      imported += report.status === "done" ? 1 : 0;
    }
  }
  for (const { file, report } of refused) {
    const last = imported > 0 ? await importOne(db, file) : report;
    tell(last);
    failed ||= last.status !== "done";
  }
  return failed ? 1 : 0;
}

async function importOne(db: Db, file: string): Promise<ImportReport> {
  const size = file === "-" ? null : await sizeOf(file);
  const live = process.stderr.isTTY;
  const report = await importFile(db, {
    fileName: file === "-" ? "standard input" : basename(file),
    body: file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 }),
    totalBytes: size,
    onProgress: (progress) => {
      if (!live) return;
      const share = size
        ? ` of ${formatNumber(size)} bytes (${Math.round((100 * progress.bytes) / size)} %)`
        : " bytes";
      process.stderr.write(`\r\x1b[K${file}: ${formatNumber(progress.bytes)}${share}`);
    },
  });
  if (live) process.stderr.write("\r\x1b[K");
  return report;
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isFile()) return found.size;
  } catch (error) {
    throw new StudioError("invalid", `cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  }
  throw new StudioError("invalid", `${file} is not a file`);
}

const NAMES: Record<keyof ImportReport["counts"], string> = {
  questionSets: "question sets",
  questions: "questions",
  passages: "passages",
  models: "models",
  rolloutRuns: "rollout runs",
  trajectories: "trajectories",
  steps: "steps",
  judgingRuns: "judging runs",
  verdicts: "verdicts",
  labellingRuns: "labelling runs",
  outcomes: "outcomes",
  trainingRuns: "training runs",
  evalMatrices: "eval matrices",
};

function describe(report: ImportReport): string {
  const lines = [`${report.fileName}: ${report.status}${report.format ? ` (${report.format})` : ""}`];
  if (report.message) lines.push(`  ${report.message}`);
  for (const [kind, name] of Object.entries(NAMES) as [keyof typeof NAMES, string][]) {
    const { added, present } = report.counts[kind];
    if (added + present === 0) continue;
    const there = present > 0 ? `, ${formatNumber(present)} already there` : "";
    lines.push(`  ${name}: ${formatNumber(added)} added${there}`);
  }
  if (report.rejected > 0)
    lines.push(`  ${formatNumber(report.rejected)} rejected: see the import page, or swirl import --json for its id`);
  return lines.join("\n");
}
