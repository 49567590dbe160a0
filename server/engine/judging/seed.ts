import { createHash } from "node:crypto";

/** A request's own seed, from 0 to 2,147,483,647: the same whenever and wherever the run is resumed. */
export function seedFor(...parts: readonly number[]): number {
  return createHash("sha256").update(parts.join(" ")).digest().readUInt32BE() & 0x7fff_ffff;
}
