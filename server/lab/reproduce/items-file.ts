/** docs/results/items.jsonl.gz: read whole, and written anew with each unit, so that it is never half a file. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { lineOf, ReproduceItem } from "@/domain/reproduce/items";

/** Answers [] where there is none yet. Throws where a line cannot be read. */
export async function readItems(file: string): Promise<ReproduceItem[]> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return gunzipSync(bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => ReproduceItem.parse(JSON.parse(line)));
}

export async function writeItems(file: string, items: readonly ReproduceItem[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.part`;
  await writeFile(unfinished, gzipSync(items.map(lineOf).join(""), { level: 9 }));
  await rename(unfinished, file);
}
