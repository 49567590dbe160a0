/** A real Ray that asks for a token. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPython } from "@/server/testing/python";
import { startRay, type TestRay } from "@/server/testing/ray";
import { openTrainingEngine } from "../open";
import { pythonJob, settingsAt } from "./testing";

const TOKEN = "d41d8cd98f00b204e9800998ecf8427e";
const NEVER = new AbortController().signal;

// Skipped, and counted, only where there is no Python; with CI=true looking for it throws instead.
describe.skipIf(testPython === null)("a Ray with a token", { timeout: 600_000 }, () => {
  let ray: TestRay;
  beforeAll(async () => {
    ray = await startRay({ token: TOKEN });
    process.env.SWIRL_TEST_RAY_TOKEN = TOKEN;
    process.env.SWIRL_TEST_RAY_WRONG = TOKEN.replace("d4", "00");
  }, 300_000);
  afterAll(async () => {
    delete process.env.SWIRL_TEST_RAY_TOKEN;
    delete process.env.SWIRL_TEST_RAY_WRONG;
    await ray?.stop();
  });
  const engineWith = (tokenVariable: string | null) => openTrainingEngine(settingsAt(ray.address, { tokenVariable }));

  test("is asked with it", async () => {
    const engine = engineWith("SWIRL_TEST_RAY_TOKEN");
    expect(await engine.test()).toMatchObject({ nodes: 1, cpus: { total: 2 } });
    await engine.submit(pythonJob("tokened", testPython ?? "", "import os\nprint('> in', os.environ)"));
    const lines: string[] = [];
    for await (const line of engine.follow("tokened", NEVER)) lines.push(line);
    expect(lines.join("\n")).toMatch(/^> in .*\[token\]/m);
    expect(lines.join("\n")).not.toContain(TOKEN);
    // What anyone who may look at the cluster sees of the job
    const headers = { authorization: `Bearer ${TOKEN}` };
    const shown = await fetch(`${ray.address}/api/jobs/tokened`, { headers }).then((reply) => reply.text());
    expect(shown).not.toContain(TOKEN);
  });

  test.each([
    [null, /asks for a token \(401\)\. Put the token into an environment variable/],
    ["SWIRL_TEST_RAY_WRONG", /refuses the token in SWIRL_TEST_RAY_WRONG \(403\)/],
    ["SWIRL_TEST_RAY_UNSET", /SWIRL_TEST_RAY_UNSET, which is to hold the engine's token, is not set/],
  ])("lets nobody in with %s", async (variable, message) => {
    const engine = engineWith(variable);
    const said = { code: "upstream", message: expect.stringMatching(message) };
    await expect(engine.test()).rejects.toMatchObject(said);
    await expect(engine.find("any")).rejects.toMatchObject(said);
    await expect(engine.submit(pythonJob("any", "python", ""))).rejects.toMatchObject(said);
    await expect(engine.test()).rejects.not.toMatchObject({ message: expect.stringContaining(TOKEN.slice(4)) });
  });
});
