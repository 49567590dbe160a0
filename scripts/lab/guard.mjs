// Runs a program that knows nothing of us, such as Ray: `guard.mjs LOG PROGRAM ARGUMENT…`. Leader of a process group of
// its own, it ends the whole group when it is told to, or when whoever started it is gone (studio/child.mjs).
import { spawn } from "node:child_process";
import fs from "node:fs";

const PATIENCE_MS = 3000;

const [file = "", program = "", ...args] = process.argv.slice(2);
const output = fs.openSync(file, "a");
const child = spawn(program, args, { stdio: ["ignore", output, output] });
child.once("error", (error) => fs.writeSync(output, `${error.message}\n`));
child.once("close", endGroup);
process.on("SIGTERM", () => {
  child.kill("SIGTERM");
  setTimeout(endGroup, PATIENCE_MS);
});

function endGroup() {
  process.kill(-process.pid, "SIGKILL");
}
