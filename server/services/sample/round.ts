/** The recorded lab round that is the sample pool: two files in this folder, written by `npm run lab:record`. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Provenance } from "./provenance";

/** Pages are built into another folder than their sources: whoever starts the studio says where it lies. */
const folder = () => path.join(process.env.SWIRL_ROOT ?? process.cwd(), "server", "services", "sample");

export const roundFile = () => path.join(folder(), "round.jsonl.gz");

export async function readProvenance(): Promise<Provenance> {
  return Provenance.parse(JSON.parse(await readFile(path.join(folder(), "round.json"), "utf8")));
}
