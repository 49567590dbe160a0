/** Which code wrote something that is kept. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const ROOT = path.resolve(import.meta.dirname, "..");
const Package = z.object({ version: z.string() });

/** The studio's version, with the commit where it runs from a clone: "0.1.0+d018071a2b3c", "-dirty" where files differ from it. */
export async function studioVersion(): Promise<string> {
  const { version } = Package.parse(JSON.parse(await readFile(path.join(ROOT, "package.json"), "utf8")));
  const commit = await promisify(execFile)("git", ["describe", "--always", "--dirty", "--exclude=*", "--abbrev=12"], {
    cwd: ROOT,
  }).then(
    ({ stdout }) => stdout.trim(),
    // No git, or no clone: the version is all there is to say.
    () => "",
  );
  return commit === "" ? version : `${version}+${commit}`;
}
