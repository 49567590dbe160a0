/** The tests' base model, pre-trained once for a state of the lab's code. */
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const NAME = "base-tiny";

function cached(): string {
  const hash = createHash("sha256");
  const folder = path.join(root, "trainer", "swirl_lab");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  for (const name of names.filter((name) => name.endsWith(".py") && !path.basename(name).startsWith("test_")))
    hash.update(`\0${name}\0`).update(readFileSync(path.join(folder, name)));
  return path.join(root, ".data", "lab-test", hash.digest("hex").slice(0, 16));
}

export function takeBase(storage: string): void {
  const kept = cached();
  if (existsSync(kept)) cpSync(kept, path.join(storage, NAME), { recursive: true });
}

export function keepBase(storage: string): void {
  const kept = cached();
  if (existsSync(kept)) return;
  rmSync(path.dirname(kept), { recursive: true, force: true });
  mkdirSync(path.dirname(kept), { recursive: true });
  // Whole or not at all, also where two tests do this at once.
  const copy = `${kept}.${randomBytes(4).toString("hex")}`;
  cpSync(path.join(storage, NAME), copy, { recursive: true });
  if (existsSync(kept)) rmSync(copy, { recursive: true });
  else renameSync(copy, kept);
}
