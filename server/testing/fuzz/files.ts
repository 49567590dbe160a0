/** The real files that tests of bad input begin with, in pieces small enough to import thousands of times. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { evalOf, fixture, sharedFile } from "@/server/formats/testing";

const ROOT = join(import.meta.dirname, "../../..");

export type RealFile = { name: string; bytes: Buffer };

/** The first lines of a file, up to a length. */
function beginning(bytes: Buffer, length: number): Buffer {
  if (bytes.length <= length) return bytes;
  const end = bytes.lastIndexOf("\n", length);
  return bytes.subarray(0, end > 0 ? end + 1 : length);
}

/** Whole lines that hold each type of record of the studio's own format, a few of each. */
function fewOfEach(bytes: Buffer, each: number): Buffer {
  const counts = new Map<string, number>();
  const kept = bytes
    .toString("utf8")
    .split("\n")
    .filter((line) => {
      const type = /"type":"([a-z-]+)"/.exec(line)?.[1] ?? "";
      const count = (counts.get(type) ?? 0) + 1;
      counts.set(type, count);
      return line !== "" && count <= each;
    });
  return Buffer.from(`${kept.join("\n")}\n`);
}

const FIXTURES = readdirSync(join(ROOT, "server/formats/fixtures"));

/** Files of the repository, and those beside it where they are there. */
export function realFiles(): RealFile[] {
  const recorded = gunzipSync(readFileSync(join(ROOT, "server/services/sample/round.jsonl.gz")));
  const files: RealFile[] = FIXTURES.map((name) => ({ name, bytes: fixture(name) }));
  files.push({ name: "log.eval", bytes: evalOf(JSON.parse(fixture("inspect.json").toString("utf8"))) });
  files.push({ name: "round.jsonl", bytes: fewOfEach(recorded, 3) });
  const beside = [
    "agentprocessbench/hotpotqa.jsonl",
    "gsm8k/test.jsonl",
    "gsm8k/example_model_solutions.jsonl",
    "inspect/log_formats.eval",
    "inspect/popularity.json",
  ];
  for (const path of beside) {
    const found = sharedFile(path);
    if (!found) continue;
    const bytes = readFileSync(found);
    const isLines = path.endsWith(".jsonl");
    files.push({ name: path.split("/").at(-1) ?? path, bytes: isLines ? beginning(bytes, 40_000) : bytes });
  }
  return files;
}
