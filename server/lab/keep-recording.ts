/** Writes a recorded round where the studio looks for its sample pool, with its provenance beside it. */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { Provenance } from "@/server/services/sample/provenance";
import type { RecordPlace } from "./place";
import type { Recording } from "./record";
import { prepareLines } from "./sample-lines";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FOLDER = path.join(ROOT, "server", "services", "sample");

/** Throws where something of this machine would be kept. */
export async function keepRecording(
  { lines, provenance }: Recording,
  { storage, python }: RecordPlace,
): Promise<{ records: number; bytes: number; compressed: number }> {
  const replacements = [[storage, "/lab"] as const, [python, "python"] as const];
  const { jsonl, counts } = prepareLines(lines, replacements, tracesOf(storage));
  const sha256 = createHash("sha256").update(jsonl).digest("hex");
  const kept = Provenance.parse({ ...provenance, counts, sha256 });
  // Its header holds no time: equal lines, equal file.
  const file = gzipSync(jsonl, { level: 9 });
  await writeFile(path.join(FOLDER, "round.jsonl.gz"), file);
  await writeFile(path.join(FOLDER, "round.json"), `${JSON.stringify(kept, null, 2)}\n`);
  return { records: lines.length, bytes: Buffer.byteLength(jsonl), compressed: file.length };
}

function tracesOf(storage: string): string[] {
  const folders = [os.tmpdir(), "/tmp", os.homedir(), path.dirname(ROOT)].filter((folder) => folder !== "/");
  return [storage, ROOT, os.hostname(), ...folders.map((folder) => `${folder}/`)];
}
