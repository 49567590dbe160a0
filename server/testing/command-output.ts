/** Runs a command of server/cli in the test's own process. */
import { vi } from "vitest";

export type CommandOutput = { exit: number; out: string; json: Record<string, unknown> };

/** Its exit status and what it wrote to standard output; `json` is that, read, where it is an object. */
export async function outputOf(command: () => Promise<unknown>): Promise<CommandOutput> {
  const said: string[] = [];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    const exit = Number((await command()) ?? 0);
    const text = said.join("");
    return { exit, out: text, json: text.startsWith("{") ? JSON.parse(text.split("\n")[0] ?? "{}") : {} };
  } finally {
    out.mockRestore();
    error.mockRestore();
  }
}
