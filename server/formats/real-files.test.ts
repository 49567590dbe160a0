import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { keeps } from "@/domain/filter";
import { episodeMessages } from "@/domain/trajectory";
import { summariseVerdicts } from "@/domain/verdict";
import { type Imported, importBytes, ofType, sharedFile } from "./testing";

const absent = sharedFile("agentprocessbench/hotpotqa.jsonl") === null;
if (absent) console.warn("real-files.test.ts: the real data files are absent, their cases are skipped");

async function read(path: string): Promise<Imported> {
  const file = sharedFile(path);
  if (file === null) throw new Error(`${path} is absent`);
  return importBytes(path, readFileSync(file));
}

const linesOf = (path: string) =>
  readFileSync(sharedFile(path) ?? "", "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

// The real files are not part of the repository; the console says so where they are absent.
describe.skipIf(absent)("AgentProcessBench", () => {
  test("250 trajectories and 734 steps, every message as it was written", async () => {
    const { records, rejects } = await read("agentprocessbench/hotpotqa.jsonl");
    expect(rejects).toEqual([]);
    const trajectories = records.filter((record) => record.type === "trajectory");
    expect(trajectories.length).toBe(250);
    expect(trajectories.reduce((sum, one) => sum + one.steps.length, 0)).toBe(734);
    expect(trajectories.filter(({ outcomes }) => outcomes?.[0]?.correct).length).toBe(163);
    expect(new Set(trajectories.map(({ question }) => question)).size).toBe(50);
    expect(
      trajectories.filter(({ steps }) => steps.some((step) => (step.action.tool_calls?.length ?? 0) > 1)).length,
    ).toBe(5);
    expect(trajectories.map((one) => JSON.stringify(episodeMessages(one)))).toEqual(
      linesOf("agentprocessbench/hotpotqa.jsonl").map((line) => JSON.stringify(line.messages)),
    );
  });

  test.each([
    ["deepseek-v3.2", "deepseek-chat", [187, 513, 138, 355]],
    ["qwen3-8b", "Qwen3-8B", [218, 646, 147, 376]],
    ["llama-3.2-3b", "Llama-3.2-3B-Instruct", [244, 712, 160, 401]],
  ])("what %s keeps", async (file, name, figures) => {
    const trajectories = ofType(await read("agentprocessbench/hotpotqa.jsonl"), "trajectory");
    const judged = await read(`agentprocessbench/judges/${file}.jsonl`);
    expect(judged.format.name).toBe("agentprocessbench-judge");
    expect(judged.rejects).toEqual([]);
    expect(ofType(judged, "judging-run").map((run) => run.name)).toEqual([name]);
    const byName = new Map(trajectories.map((one) => [`${one.question} ${one.sample}`, one]));
    const kept = { process: [0, 0], "process-and-outcome": [0, 0] };
    for (const { trajectory, verdicts } of ofType(judged, "verdicts-by-message")) {
      const one = byName.get(`${trajectory.question} ${trajectory.sample}`);
      if (!one) throw new Error("no such trajectory");
      const indexes = episodeMessages(one).flatMap(({ role }, index) => (role === "assistant" ? [index] : []));
      const steps = verdicts.map(({ messageIndex, ...rest }) => ({ ...rest, step: indexes.indexOf(messageIndex) }));
      const { process } = summariseVerdicts(steps, one.steps.length);
      for (const mode of ["process", "process-and-outcome"] as const) {
        if (!keeps(mode, process, one.outcomes?.[0]?.correct ? "correct" : "incorrect")) continue;
        kept[mode][0] = (kept[mode][0] ?? 0) + 1;
        kept[mode][1] = (kept[mode][1] ?? 0) + one.steps.length;
      }
    }
    expect([...kept.process, ...kept["process-and-outcome"]]).toEqual(figures);
  });
});

// The real files are not part of the repository; the console says so where they are absent.
describe.skipIf(absent)("GSM8K", () => {
  test("1,319 questions, the same in both files; 5,276 trajectories", async () => {
    const questions = await read("gsm8k/test.jsonl");
    const solutions = await read("gsm8k/example_model_solutions.jsonl");
    expect([...questions.rejects, ...solutions.rejects]).toEqual([]);
    const words = (imported: Imported) =>
      ofType(imported, "question").map(({ set, key, text, answers, solution }) => ({
        set,
        key,
        text,
        answers,
        solution,
      }));
    expect(words(questions).length).toBe(1319);
    expect(words(solutions)).toEqual(words(questions));
    const trajectories = ofType(solutions, "trajectory");
    expect(trajectories.length).toBe(5276);
    const correct = linesOf("gsm8k/example_model_solutions.jsonl").flatMap((line) =>
      Object.values(line).filter((value) => (value as { is_correct?: boolean }).is_correct === true),
    );
    expect(trajectories.filter(({ outcomes }) => outcomes?.[0]?.correct).length).toBe(correct.length);
  });
});

describe.skipIf(absent)("Inspect", () => {
  test.each([
    ["inspect/popularity.json", 3, 2],
    ["inspect/log_formats.eval", 1, 0],
  ])("%s", async (path, samples, correct) => {
    const imported = await read(path);
    expect(imported.format.name).toBe("inspect");
    expect(imported.rejects).toEqual([]);
    const trajectories = ofType(imported, "trajectory");
    expect(trajectories.length).toBe(samples);
    expect(trajectories.filter(({ outcomes }) => outcomes?.[0]?.correct).length).toBe(correct);
    expect(trajectories.every(({ endState, steps }) => endState === "answered" && steps.length === 1)).toBe(true);
    expect(JSON.stringify(imported.records)).not.toMatch(/attachment:\/\/|tc:\/\//);
  });
});

test.skipIf(absent).each(["atif/multi_tool_trajectory.json", "swe-agent/function_calling_simple.traj"])(
  "%s is not a format that is read",
  async (path) => {
    await expect(read(path)).rejects.toThrow("no known format");
  },
);
