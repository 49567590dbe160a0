/**
 * Which process this is among all that ever ran on its machine: boot, process namespace, and when it started. Only
 * Linux can tell; elsewhere a worker that is gone is known by its silence alone.
 */
import fs from "node:fs";

const readOrNull = (read: () => string): string | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

/** What the marks of all processes begin with that this one can see; null where it cannot tell. */
export const processScope: string | null = readOrNull(
  () => `${fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${fs.readlinkSync("/proc/self/ns/pid")} `,
);

/** The mark of a process that runs now, or null. */
export function processMark(pid: number): string | null {
  const stat = readOrNull(() => fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (stat === null || processScope === null) return null;
  // The command's name may hold spaces and brackets; the fields are counted after its closing one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? null : `${processScope}${fields[19]}`;
}
