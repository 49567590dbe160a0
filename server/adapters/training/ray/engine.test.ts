/** On a real Ray. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testPython } from "@/server/testing/python";
import { startRay, type TestRay } from "@/server/testing/ray";
import type { JobState, TrainingEngine } from "../engine";
import { openTrainingEngine } from "../open";
import { pythonJob, settingsAt, startProxy } from "./testing";

const python = testPython ?? "";
const SOON = { timeout: 180_000, interval: 200 };
const NEVER = new AbortController().signal;

// Skipped, and counted, only where there is no Python; with CI=true looking for it throws instead.
describe.skipIf(testPython === null)("a real Ray", { timeout: 600_000 }, () => {
  let ray: TestRay;
  let engine: TrainingEngine;
  beforeAll(async () => {
    ray = await startRay();
    engine = openTrainingEngine(settingsAt(ray.address));
  }, 300_000);
  afterAll(() => ray?.stop());

  const job = (id: string, code: string, more = {}) => pythonJob(id, python, code, more);
  const ended = (id: string): Promise<JobState | null> =>
    expect
      .poll(() => engine.find(id), SOON)
      .toMatchObject({ endedAt: expect.any(Date) })
      .then(() => engine.find(id));
  const isRunning = (id: string) => expect.poll(() => engine.find(id), SOON).toMatchObject({ status: "running" });
  const output = async (id: string, asked = engine) => {
    const lines: string[] = [];
    for await (const line of asked.follow(id, NEVER)) lines.push(line);
    // Ray writes lines of its own before the job's.
    return lines.filter((line) => line.startsWith("> "));
  };

  test("its report", async () => {
    // The head counts what is free every few seconds.
    await expect
      .poll(() => engine.test(), SOON)
      .toEqual({
        version: expect.stringMatching(/^Ray \d+\.\d+/),
        nodes: 1,
        cpus: { total: 2, free: 2 },
        gpus: { total: expect.any(Number), free: expect.any(Number) },
        latencyMs: expect.any(Number),
      });
  });

  test("a job with its files, arguments, environment and output", async () => {
    const code = `
import os, sys, data.names
print("> files", open("data/note.txt", encoding="utf-8").read())
print("> arguments", sys.argv[1:])
print("> secret", os.environ.get("SWIRL_SECRET"))
print("> last, without an end", end="")
`;
    const files = new Map<string, string | Buffer | { file: string }>([
      ["main.py", code],
      ["data/names.py", Buffer.from("NAME = 1\n")],
      ["data/note.txt", "grüße 😀"],
      ["data/self.ts", { file: import.meta.filename }],
    ]);
    const words = ["a b", "it's", "$HOME", "`id`", '"', "x;y", "", "A=1"];
    await engine.submit(job("whole", code, { files, command: [python, "main.py", ...words] }));
    expect(await ended("whole")).toEqual({
      status: "succeeded",
      message: null,
      exitCode: 0,
      startedAt: expect.any(Date),
      endedAt: expect.any(Date),
    });
    expect(await output("whole")).toEqual([
      "> files grüße 😀",
      `> arguments ['a b', "it's", '$HOME', '\`id\`', '"', 'x;y', '', 'A=1']`,
      "> secret None",
      "> last, without an end",
    ]);
  });

  test("one that fails says why", async () => {
    await engine.submit(job("broken", "import sys\nprint('no such model: tiny')\nsys.exit(3)"));
    const state = await ended("broken");
    expect(state).toMatchObject({ status: "failed", exitCode: 3 });
    expect(state?.message).toMatch(/no such model: tiny$/);
  });

  test("one that is stopped has time to save", async () => {
    const code = `
import signal, sys, time
def save(*_):
    time.sleep(4)
    print("> saved")
    sys.exit(0)
signal.signal(signal.SIGTERM, save)
print("> ready")
time.sleep(600)
`;
    await engine.submit(job("stopped", code));
    const reading = output("stopped");
    await isRunning("stopped");
    await expect.poll(async () => (await logOf(ray, "stopped")).includes("> ready"), SOON).toBe(true);
    await engine.stop("stopped");
    expect(await ended("stopped")).toMatchObject({ status: "stopped" });
    expect(await reading).toEqual(["> ready", "> saved"]);
    await engine.stop("stopped");
  });

  test("one that is stopped while it waits never begins", async () => {
    const wants = { resources: { cpus: 2, gpus: 0, memoryGib: 0.1 } };
    await engine.submit(job("holder", "import time\ntime.sleep(600)", wants));
    await isRunning("holder");
    await engine.submit(job("waiting", "import time\ntime.sleep(60)\nprint('> began')", wants));
    expect(await engine.find("waiting")).toMatchObject({ status: "pending", startedAt: null });
    await engine.stop("waiting");
    expect(await ended("waiting")).toMatchObject({ status: "stopped", message: "It was stopped before it began." });
    await engine.stop("holder");
    await ended("holder");
    await expect
      .poll(() => fetch(`${ray.address}/api/jobs/waiting`).then((reply) => reply.json()), SOON)
      .toMatchObject({ status: "STOPPED" });
    expect(await output("waiting")).toEqual([]);
  });

  test("a reply that is lost, and two at once, make one job", async () => {
    const proxy = await startProxy(ray.address);
    const lossy = openTrainingEngine(settingsAt(proxy.address));
    const spec = job("once", "print('> once')");
    proxy.dropReplyTo(/^POST \/api\/jobs\/ /);
    await lossy.submit(spec);
    expect(proxy.dropped()).toBe(1);
    await Promise.all([engine.submit(spec), engine.submit(spec), lossy.submit(spec)]);
    await Promise.all([engine.submit(job("twice", "1")), engine.submit(job("twice", "1"))]);
    await ended("once");
    expect(await output("once")).toEqual(["> once"]);
    await proxy.close();
  });

  test("its output comes as it is written, each line once, over connections that break", async () => {
    const code = `
import sys, time
for i in range(400):
    sys.stdout.write("> é😀")
    sys.stdout.flush()
    print(f" {i} " + "x" * (50_000 if i % 100 == 7 else 5), flush=True)
    if i % 40 == 0: time.sleep(0.5)
`;
    const proxy = await startProxy(ray.address);
    const cutting = openTrainingEngine(settingsAt(proxy.address));
    await cutting.submit(job("long", code));
    await isRunning("long");
    // An end to it: a slow machine needs more than that for a connection and all that goes over it.
    let left = 8;
    const cuts = setInterval(() => left-- > 0 && proxy.cut(), 700);
    const numbers = (await output("long", cutting)).map((line) => line.split(" ").slice(0, 3).join(" "));
    clearInterval(cuts);
    expect(numbers).toEqual(Array.from({ length: 400 }, (_, i) => `> é😀 ${i}`));
    await proxy.close();
  });

  test("its output goes on after the dashboard was killed", async () => {
    const code = "import time\nfor i in range(60):\n    print('>', i)\n    time.sleep(0.5)";
    await engine.submit(job("survivor", code));
    await isRunning("survivor");
    const reading = output("survivor");
    await ray.killDashboard();
    await expect(engine.find("survivor")).rejects.toMatchObject({ code: "upstream" });
    await ray.restartDashboard();
    expect(await reading).toEqual(Array.from({ length: 60 }, (_, i) => `> ${i}`));
  });

  test("jobs that it does not know", async () => {
    expect(await engine.find("nobody")).toBeNull();
    await engine.stop("nobody");
    await expect(output("nobody")).rejects.toMatchObject({ code: "not-found" });
  });

  test("whoever follows may leave", async () => {
    await engine.submit(job("left", "import time\nprint('> here')\ntime.sleep(600)"));
    const leaving = new AbortController();
    for await (const line of engine.follow("left", leaving.signal)) if (line === "> here") leaving.abort();
    expect(await engine.find("left")).toMatchObject({ status: "running" });
    await engine.stop("left");
  });
});

const logOf = (ray: TestRay, id: string) => fetch(`${ray.address}/api/jobs/${id}/logs`).then((reply) => reply.text());
