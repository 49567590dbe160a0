/** Which processes belong to a Ray head that a test started, and their end. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

type Process = { pid: number; parent: number; group: number; command: string };

function processes(): Process[] {
  const text = execFileSync("ps", ["-axo", "pid=,ppid=,pgid=,command=", "-ww"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, group, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
  });
}

/** Ends the groups at once, and what left it: jobs have groups of their own, and name the head's folder. */
export async function endGroups(groups: readonly number[], folder: string): Promise<void> {
  for (const group of groups) signal(-group);
  for (let i = 0; i < 50; i++) {
    const left = processes().filter(
      (one) => one.pid !== process.pid && (groups.includes(one.group) || names(one, folder)),
    );
    const alive = left.filter(({ command }) => !command.includes("<defunct>"));
    if (alive.length === 0) return;
    for (const { pid } of alive) signal(pid);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Whether a process was given the folder: among its arguments, or (on Linux) in its environment. */
function names({ pid, command }: Process, folder: string): boolean {
  if (command.includes(`${folder}/`)) return true;
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`${folder}/`);
  } catch {
    return false;
  }
}

/** Its program and arguments, and the group of the one that took its place. */
export type StoppedDashboard = { command: string[]; revived?: number };

/** Throws where it has none. */
export async function killDashboard(groups: readonly number[]): Promise<StoppedDashboard> {
  const all = processes();
  const head = all.find((one) => groups.includes(one.group) && /dashboard\/dashboard\.py /.test(one.command));
  if (!head) throw new Error("There is no dashboard to kill.");
  const command = commandOf(head);
  // Its modules are processes of their own.
  const modules = all.filter((one) => one.parent === head.pid);
  for (const { pid } of [head, ...modules]) signal(pid);
  return { command };
}

/** Starts it as it was started first. */
export function reviveDashboard(dashboard: StoppedDashboard, env: NodeJS.ProcessEnv): void {
  const [program = "", ...arguments_] = dashboard.command;
  dashboard.revived = spawn(program, arguments_, { env, stdio: "ignore", detached: true }).pid;
}

function commandOf({ pid, command }: Process): string[] {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, "utf8").split("\0").slice(0, -1) : command.split(" ");
}

function signal(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already
  }
}
