/** Memory and CPU time of another process, where the system tells (Linux). */
import fs from "node:fs";

const PAGE = 4_096;
const TICKS_A_SECOND = 100;

/** Megabytes. */
export function residentMb(pid: number): number | null {
  try {
    return (Number(fs.readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * PAGE) / 1e6;
  } catch {
    return null;
  }
}

/** Seconds of CPU time so far. */
export function cpuSeconds(pid: number): number | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  } catch {
    return null;
  }
}

/** Takes a sample of a process's memory now and then; `end` answers them. */
export function watchMemory(pid: number, everyMs: number): { samples: number[]; end(): void } {
  const samples: number[] = [];
  const timer = setInterval(() => {
    const resident = residentMb(pid);
    if (resident !== null) samples.push(Math.round(resident));
  }, everyMs);
  return { samples, end: () => clearInterval(timer) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}
