/** docs/results/: read whole, and written anew with each unit, so that nothing is ever half a file. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { lineOf, ReproduceItem } from "@/domain/reproduce/items";
import { RunLog } from "@/domain/reproduce/run-log";

const ITEMS = "items.jsonl.gz";
const RUN_LOG = "run.json";

/** null where there is none yet. */
async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

export async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  await writeFile(unfinished, content);
  await rename(unfinished, file);
}

/** [] where there are none yet. Throws where a line cannot be read. */
export async function readItems(folder: string): Promise<ReproduceItem[]> {
  const bytes = await readIfThere(path.join(folder, ITEMS));
  if (bytes === null) return [];
  return gunzipSync(bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ReproduceItem.parse(JSON.parse(line)));
}

export const writeItems = (folder: string, items: readonly ReproduceItem[]): Promise<void> =>
  writeWhole(path.join(folder, ITEMS), gzipSync(items.map(lineOf).join(""), { level: 9 }));

/** null where there is none yet. */
export async function readRunLog(folder: string): Promise<RunLog | null> {
  const bytes = await readIfThere(path.join(folder, RUN_LOG));
  return bytes === null ? null : RunLog.parse(JSON.parse(bytes.toString("utf8")));
}

export const writeRunLog = (folder: string, log: RunLog): Promise<void> =>
  writeWhole(path.join(folder, RUN_LOG), `${JSON.stringify(log, null, 2)}\n`);
