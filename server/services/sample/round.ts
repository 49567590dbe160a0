/** The recorded lab round that is the sample pool: two files in this folder, written by `npm run lab:record`. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Provenance } from "./provenance";

/** Pages are built into another folder than their sources: the studio's root is named by whoever starts it. */
const root = process.env.SWIRL_ROOT ?? path.resolve(import.meta.dirname, "../../..");
const folder = path.join(root, "server", "services", "sample");

export const ROUND_FILE = path.join(folder, "round.jsonl.gz");

export async function readProvenance(): Promise<Provenance> {
  return Provenance.parse(JSON.parse(await readFile(path.join(folder, "round.json"), "utf8")));
}
