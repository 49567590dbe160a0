/** metric-cases.json holds what official.py answers; where there is a python3, it is asked again. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { scoreAnswer } from "./metrics";
import { Metric } from "./settings";
import { bestOfEach, scoreHotpot } from "./text-metrics";

const Cases = z.object({
  metrics: z.array(Metric),
  cases: z.array(z.object({ answer: z.string(), accepted: z.array(z.string()), values: z.array(z.number()) })),
});
const { metrics, cases } = Cases.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "metric-cases.json"), "utf8")),
);
// What is skipped on a laptop must not pass for tested.
const hasPython = Boolean(process.env.CI) || spawnSync("python3", ["--version"]).status === 0;

test("the table is about every metric", () => {
  expect([...metrics].sort()).toEqual([...Metric.options].sort());
  expect(cases.length).toBeGreaterThanOrEqual(80);
  for (const [at, metric] of metrics.entries())
    expect(new Set(cases.map(({ values }) => (values[at] ?? 0) > 0)), metric).toEqual(new Set([true, false]));
});

test.each(cases)("$answer against $accepted", ({ answer, accepted, values }) => {
  const given = { finalAnswer: answer, lastText: null };
  expect(metrics.map((metric) => scoreAnswer(metric, given, accepted))).toEqual(values);
});

// Skipped, and counted, only where there is no Python; with CI=true it runs all the same, and fails.
test.skipIf(!hasPython)("the table is what the definitions in Python answer", () => {
  const python = spawnSync("python3", [join(import.meta.dirname, "official.py")], {
    input: JSON.stringify(cases),
    encoding: "utf8",
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", PYTHONIOENCODING: "utf-8" },
  });
  expect(python.stderr).toBe("");
  const answered = z.array(z.record(z.string(), z.number())).parse(JSON.parse(python.stdout));
  expect(answered.map((values) => metrics.map((metric) => values[metric]))).toEqual(cases.map(({ values }) => values));
});

describe("without a final answer", () => {
  const lastText = "So 16 - 3 - 4 = 9, times 2.\n#### 18\n";

  test("GSM8K reads the last text, strictly only behind the marker", () => {
    expect(scoreAnswer("gsm8k-strict", { finalAnswer: null, lastText }, ["18"])).toBe(1);
    expect(scoreAnswer("gsm8k-strict", { finalAnswer: null, lastText: "18" }, ["18"])).toBe(0);
    expect(scoreAnswer("gsm8k-flexible", { finalAnswer: null, lastText: "that makes $18." }, ["18"])).toBe(1);
    expect(scoreAnswer("gsm8k-flexible", { finalAnswer: null, lastText: null }, ["18"])).toBe(0);
  });

  test("the metrics of texts are 0", () => {
    for (const metric of Metric.options.filter((name) => !name.startsWith("gsm8k")))
      expect(scoreAnswer(metric, { finalAnswer: null, lastText: "Paris" }, ["Paris", ""])).toBe(0);
  });
});

test("a question without accepted answers cannot be scored", () => {
  for (const metric of Metric.options)
    expect(scoreAnswer(metric, { finalAnswer: "Paris", lastText: null }, [])).toBeNull();
});

test("a question may have more accepted answers than a function has arguments", () => {
  const accepted = Array.from({ length: 300_000 }, (_, index) => String(index));
  expect(bestOfEach(scoreHotpot, "299999", accepted)).toEqual({ em: 1, f1: 1 });
});
