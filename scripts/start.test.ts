import { execFile } from "node:child_process";
import net from "node:net";
import path from "node:path";
import { expect, test } from "vitest";
import { findFreePort } from "./studio/address.mjs";
import { REPOSITORY } from "./testing/checkout";

/** Runs `npm start`'s program with settings that it refuses. */
function start(env: Record<string, string>): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const options = { cwd: REPOSITORY, env: { ...process.env, HOST: "", STUDIO_TOKEN: "", ...env } };
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(REPOSITORY, "scripts/start.mjs")], options, (error, stdout, stderr) =>
      resolve({ code: error?.code, stdout, stderr }),
    );
  });
}

test("a busy port is one sentence", async () => {
  const port = await findFreePort();
  const squatter = net.createServer();
  await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
  const result = await start({ PORT: String(port) });
  squatter.close();
  expect(result).toEqual({
    code: 1,
    stdout: "",
    stderr:
      `Port ${port} on 127.0.0.1 is already in use: stop what is running there, ` +
      `or choose another port, for example PORT=${port + 1} npm start.\n`,
  });
});

test.each([
  [{ PORT: "web" }, /^PORT=web is not a port: .*\n$/],
  [{ HOST: "0.0.0.0" }, /^HOST=0\.0\.0\.0 opens the studio to other machines: .*\n$/],
  [{ STUDIO_TOKEN: "short" }, /^STUDIO_TOKEN is too short: .*\n$/],
  [{ HOST: "203.0.113.1", STUDIO_TOKEN: "long enough to be a token" }, /^HOST=203\.0\.113\.1 is not an address .*\n$/],
])("%o is one sentence", async (env, sentence) => {
  const { code, stderr } = await start(env);
  expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
});
