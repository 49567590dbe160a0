/** The trainer's own files, as they are put into a job's package. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const FOLDER = path.join(ROOT, "trainer", "swirl_trainer");
const Package = z.object({ version: z.string() });

/** Texts by their path in the package, tests left out. */
export async function readTrainerFiles(): Promise<Map<string, string>> {
  const entries = await readdir(FOLDER, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".py") && !/^(test_.*|conftest)\.py$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return new Map(
    files.map((file, index) => [
      path.relative(path.dirname(FOLDER), file).split(path.sep).join("/"),
      texts[index] ?? "",
    ]),
  );
}

/** The studio's version and a fingerprint of the trainer's files: equal for equal code. */
export async function codeVersion(files: ReadonlyMap<string, string>): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, text] of files) hash.update(`${name}\n${text.length}\n${text}`);
  const { version } = Package.parse(JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8")));
  return `${version}+${hash.digest("hex").slice(0, 12)}`;
}
