/** `swirl backup` and `swirl restore` */
import type { ParseArgsConfig } from "node:util";
import { formatCount } from "@/domain/format";
import { studioVersion } from "@/server/code-version";
import type { Db } from "@/server/db";
import { openBackup } from "@/server/services/backup/backup";
import { restoreBackup } from "@/server/services/backup/restore";
import { UsageError } from "./exit-status";
import { findOutFile, whileWriting, writeOutFile } from "./out-file";
import { print, printJson } from "./print";
import { readWords } from "./read-args";

const BACKUP_HELP = `Usage: swirl backup FILE.zip [--json]
Writes everything in the database into one file, as it is at one moment; the studio may run. The file gets its name once
it is complete. Models, checkpoints and what else lies in a training engine's folder are not in the database, nor in it.`;

const RESTORE_HELP = `Usage: swirl restore FILE.zip [--replace] [--json]
Puts a backup into the database, of this version of the studio or an earlier one: all of it, or nothing changes. Stop the
studio first. Runs that were under way when the backup was made go on once it is started again.
  --replace   also where the database holds something, which is gone then`;

const OPTIONS = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/** The one file that is named, and the options; null where only help was wanted. */
function readFile<T extends typeof OPTIONS>(args: string[], options: T, help: string) {
  const { values, positionals } = readWords(args, options, help);
  if ("help" in values && values.help) {
    print(help);
    return null;
  }
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(`name one file\n\n${help}`);
  return { file, values };
}

export async function backupCommand(args: string[], db: Db): Promise<void> {
  const read = readFile(args, OPTIONS, BACKUP_HELP);
  if (read === null) return;
  const out = await findOutFile(read.file);
  const { chunks, manifest } = await openBackup(db, await studioVersion());
  await whileWriting(out, (signal) => writeOutFile(out, chunks, signal));
  const rows = manifest().tables.reduce((sum, table) => sum + table.rows, 0);
  if (read.values.json) printJson({ file: read.file, tables: manifest().tables.length, rows });
  else print(`Wrote ${formatCount(rows, "row")} of ${formatCount(manifest().tables.length, "table")} to ${read.file}`);
}

export async function restoreCommand(args: string[], _db: Db): Promise<void> {
  const read = readFile(args, { ...OPTIONS, replace: { type: "boolean" } } as const, RESTORE_HELP);
  if (read === null) return;
  const url = process.env.DATABASE_URL ?? "";
  const root = process.env.SWIRL_ROOT ?? process.cwd();
  const restored = await restoreBackup(url, read.file, { root, replace: read.values.replace === true });
  if (read.values.json) printJson(restored);
  else
    print(
      `Restored ${formatCount(restored.rows, "row")} of ${formatCount(restored.tables, "table")}, as they were at ${restored.createdAt}`,
    );
}
