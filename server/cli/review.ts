/** `swirl review export` */
import { pipeline } from "node:stream/promises";
import { formatCount, formatNumber } from "@/domain/format";
import type { Db } from "@/server/db";
import { exportReview } from "@/server/services/review/export";
import { resolveRun } from "@/server/services/runs";
import { UsageError } from "./exit-status";
import { forTerminal } from "./for-terminal";
import { findOutFile, whileWriting, writeOutFile } from "./out-file";
import { print, printJson } from "./print";
import { readWords } from "./read-args";

const HELP = `Usage: swirl review export ID|NAME [--out PATH] [--json]
Writes a review as JSON Lines: first what was asked (type "review"), then each item that was drawn (type "item") with its
stratum, its inclusion probability, what everybody ruled and what stands in the end. Items and steps count from 0. Items
that nobody ruled on are there, too.
  --out PATH             the file to write; it appears when it is complete. "-" is standard output; -
  --json                 print a summary as JSON, where there is a file`;

const OPTIONS = {
  out: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

export async function reviewCommand(args: string[], db: Db): Promise<number> {
  const { values, positionals } = readWords(args, OPTIONS, HELP);
  if (values.help) {
    print(HELP);
    return 0;
  }
  const [verb, name, ...others] = positionals;
  if (verb !== "export" || name === undefined || others.length > 0)
    throw new UsageError(`say \`swirl review export\` and a review\n\n${HELP}`);
  const { id } = await resolveRun(db.pool, "review", name);
  const out = values.out ?? "-";
  const { chunks, counts } = exportReview(db, id);
  if (out === "-") await pipeline(chunks, process.stdout, { end: false });
  else {
    const file = await findOutFile(out);
    await whileWriting(file, (signal) => writeOutFile(file, chunks, signal));
  }
  const { items, notDone } = counts();
  console.error(forTerminal(`${formatCount(items, "item")}; ${formatNumber(notDone)} that nobody has done`));
  if (values.json && out !== "-") printJson({ review: id, out, items, notDone });
  return 0;
}
