import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Message } from "@/domain/message";
import { TrajectoryRecord } from "@/domain/studio-record";
import { decompose } from "@/domain/trajectory";
import { SamplesView, TrajectoryView } from "@/domain/trajectory-view";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { contextText, headOf } from "./context-text";
import {
  type FixtureStep,
  insertJudgingRun,
  insertOutcome,
  insertQuestion,
  insertTrajectory,
  insertVerdicts,
} from "./fixture";
import { readTrajectory } from "./get";
import { readObservationPage, readWholeAction } from "./observation";
import { rawRecord } from "./raw-record";
import { readSamples } from "./samples";
import { readSteps } from "./steps";
import { readVerdicts } from "./verdicts";

let testDatabase: TestDatabase;
let db: Db;
let questionId: number;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = connect(testDatabase.url, { max: 4 });
  questionId = await insertQuestion(db.pool, "q1");
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

const say = (content: string): Message => ({ role: "assistant", content });
const search = (id: string, query: string) => ({
  id,
  type: "function",
  function: { name: "search", arguments: query },
});
const all = async (pieces: AsyncIterable<string>) => (await headOf(pieces, Number.POSITIVE_INFINITY)).text;

describe("a trajectory of five odd steps", () => {
  const steps: FixtureStep[] = [
    {
      action: {
        ...say("NUL \u0000 and half a pair \ud83d"),
        tool_calls: [search("a", '{"q":"x"}'), search("b", "{}")],
      },
      observation: [
        {
          role: "tool",
          name: "search",
          tool_call_id: "a",
          content: JSON.stringify({
            result: [[{ document: { id: "1", contents: "Title\nText \u0000" }, score: 0.5 }]],
          }),
        },
        { role: "tool", name: "search", tool_call_id: "b", content: "nothing \udc00" },
      ],
    },
    { action: say(""), observation: [{ role: "user", content: "Go on." }] },
    { action: say("<answer>41</answer>"), observation: [] },
    { action: say("Once more"), observation: [{ role: "tool", content: "" }] },
  ];
  let id: number;
  let old: number;
  let judge: number;
  let absent: number;

  beforeAll(async () => {
    id = await insertTrajectory(db.pool, { questionId, sample: 0, steps, finalAnswer: "41" });
    await insertTrajectory(db.pool, { questionId, sample: 1, steps: [] });
    old = await insertJudgingRun(db.pool, "prm", 1);
    judge = await insertJudgingRun(db.pool, "prm", 2);
    absent = await insertJudgingRun(db.pool, "lazy", 1);
    const verdicts = [
      { step: 0, rating: 1 as const, score: 90, rationale: "r".repeat(30_000), raw: '{"rating": 1}' },
      { step: 1, rating: null, raw: "I cannot say" },
      { step: 2, rating: -1 as const, score: 10 },
    ];
    await insertVerdicts(db.pool, { run: old, trajectory: id, numSteps: 4, verdicts: [{ step: 0, rating: -1 }] });
    await insertVerdicts(db.pool, { run: judge, trajectory: id, numSteps: 4, verdicts });
    await insertOutcome(db.pool, { key: "em", version: 1, trajectory: id, correct: true, reason: null });
    await insertOutcome(db.pool, { key: "em", version: 2, trajectory: id, correct: false, reason: "41 is not 42" });
  });

  test("its page has everything in the view's shape", async () => {
    const view = TrajectoryView.parse(await readTrajectory(db.pool, { id }));
    expect(view).toMatchObject({
      question: { text: { text: "How many?" }, answers: ["42", "forty-two"], moreAnswers: 0, set: "Toy set" },
      model: { name: "toy-model" },
      samples: 2,
      numSteps: 4,
      finalAnswer: { text: "41" },
      tools: ["search"],
      metadata: null,
      prompt: [{ role: "system" }, { role: "user", text: { text: "How many?", isCut: false }, length: 9 }],
    });
    expect(view.outcomes).toMatchObject([
      { version: 2, isNewest: true, correct: false, reason: { text: "41 is not 42" } },
      { version: 1, isNewest: false, correct: true, reason: null },
    ]);
  });

  test("judges: newest versions first, one that left the trajectory out has no verdict, the preferred one leads", async () => {
    const { judges } = await readTrajectory(db.pool, { id });
    expect(judges).toMatchObject([
      { runId: judge, isNewest: true, process: "unreasonable", marks: ["reasonable", "none", "unreasonable", "none"] },
      { runId: absent, isNewest: true, process: "unjudged", marks: ["none", "none", "none", "none"] },
      { runId: old, isNewest: false },
    ]);
    const preferred = await readTrajectory(db.pool, { id, judge: old });
    expect(preferred.judges.map((item) => item.runId)).toEqual([old, judge, absent]);
    expect(preferred.judges[0]?.isNewest).toBe(true);
  });

  test("its steps keep NUL, lone surrogates, parallel calls, empty words and an end without observation", async () => {
    const [first, empty, answered, last] = (await readTrajectory(db.pool, { id })).steps;
    expect(first?.action).toMatchObject({
      thought: { text: "NUL \u0000 and half a pair \ud83d" },
      calls: [
        { tool: "search", input: { text: '{"q":"x"}' }, id: "a" },
        { tool: "search", id: "b" },
      ],
    });
    expect(first?.observation).toMatchObject({
      isCut: false,
      parts: [
        { kind: "hits", hits: [{ title: "Title", text: "Text \u0000", score: 0.5 }] },
        { kind: "text", text: "nothing \udc00" },
      ],
    });
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    expect(empty).toMatchObject({ action: { isEmpty: true }, observation: { parts: [{ role: "user" }] } });
    expect(answered).toMatchObject({ action: { answer: { text: "41" } }, observation: { parts: [] } });
    expect(last?.observation).toMatchObject({ parts: [{ kind: "text", text: "" }] });
  });

  test("a verdict comes with its beginning, and in full on demand", async () => {
    const { steps } = await readTrajectory(db.pool, { id });
    expect(steps[0]?.verdicts).toMatchObject([
      { runId: judge, rating: 1, score: 90, rationale: { text: "r".repeat(800), isCut: true }, hasRaw: true },
    ]);
    expect(steps[1]?.verdicts).toMatchObject([{ rating: null, rationale: null, hasRaw: true }]);
    expect(steps[3]?.verdicts).toEqual([]);
    expect(await readVerdicts(db.pool, { id, step: 0 })).toMatchObject([
      {
        runId: judge,
        version: 2,
        rationale: { text: "r".repeat(30_000), isCut: false },
        raw: { text: '{"rating": 1}' },
      },
      { runId: old, version: 1, rating: -1, rationale: null, raw: null },
    ]);
  });

  test("the context of every step is what decompose says", async () => {
    const prompt = [
      { role: "system", content: "Be careful." },
      { role: "user", content: "How many?" },
    ];
    for (const { step, context } of decompose({ prompt, steps }))
      expect(JSON.parse(await all(contextText(db.pool, id, step)))).toEqual(context);
    await expect(all(contextText(db.pool, id, 4))).rejects.toThrow("has no step 5");
  });

  test("the raw record is a record of the own format, with every run's verdicts and outcomes", async () => {
    const record = TrajectoryRecord.parse(JSON.parse(await all(rawRecord(db.pool, id))));
    expect(record.steps.map(({ action, observation }) => ({ action, observation }))).toEqual(steps);
    expect(record.verdicts.map(({ run, version, steps }) => [run, version, steps.length])).toEqual([
      ["prm", 1, 1],
      ["prm", 2, 3],
    ]);
    expect(record.outcomes).toMatchObject([{ version: 1 }, { version: 2, reason: "41 is not 42" }]);
  });

  test("samples of the question, also those without steps, verdicts or outcome", async () => {
    const { rolloutRun } = await readTrajectory(db.pool, { id });
    const view = SamplesView.parse(await readSamples(db.pool, { questionId, rolloutRunId: rolloutRun.id }));
    expect(view).toMatchObject({
      total: 2,
      samples: [
        { id, outcome: "incorrect", judge: "prm", marks: ["reasonable", "none", "unreasonable", "none"] },
        { sampleIndex: 1, numSteps: 0, outcome: "unlabelled", judge: null, marks: [] },
      ],
    });
    const chosen = await readSamples(db.pool, { questionId, rolloutRunId: rolloutRun.id, judge: old });
    expect(chosen.samples[0]?.marks[0]).toBe("unreasonable");
  });

  test("one that is not there is said to be missing", async () => {
    await expect(readTrajectory(db.pool, { id: 999_999 })).rejects.toThrow("There is no trajectory 999999");
    await expect(readObservationPage(db.pool, { id, step: 9, from: 0 })).rejects.toThrow("has no step 10");
    await expect(all(rawRecord(db.pool, 999_999))).rejects.toThrow("There is no trajectory");
  });
});

describe("300 steps with observations of 1 MB", () => {
  const passage = (index: number) => `${index} “quoted” \u4e2d\u6587 \n`.repeat(6);
  const hits = Array.from({ length: 7_000 }, (_, index) => ({
    document: { id: String(index), contents: `Title ${index}\n${passage(index)}` },
    score: 1 / (index + 1),
  }));
  const observation = [{ role: "tool", name: "search", content: JSON.stringify({ result: [hits] }) }];
  let id: number;
  let judges: number[];

  beforeAll(async () => {
    const bytes = Buffer.byteLength(JSON.stringify(observation));
    expect(bytes).toBeGreaterThan(1_000_000);
    const step = { action: { ...say("\u601d".repeat(30_000)), tool_calls: [search("a", "x")] }, observation };
    id = await insertTrajectory(db.pool, { questionId, sample: 2, steps: [] });
    await db.pool.query(
      `INSERT INTO step (trajectory_id, idx, action, observation, tool_calls, context_hash)
       SELECT $1, idx, $2::json, $3::json, '{search}', idx FROM generate_series(0, 299) AS idx`,
      [id, JSON.stringify(step.action), JSON.stringify(observation)],
    );
    await db.pool.query("UPDATE trajectory SET num_steps = 300 WHERE id = $1", [id]);
    judges = [];
    for (let index = 0; index < 5; index += 1) {
      const run = await insertJudgingRun(db.pool, `judge-${index}`, 1);
      judges.push(run);
      const verdicts = [{ step: 0, rating: 1 as const }];
      await insertVerdicts(db.pool, { run, trajectory: id, numSteps: 300, verdicts });
    }
    await db.pool.query(
      `INSERT INTO verdict (trajectory_id, judging_run_id, idx, rating, rationale)
       SELECT $1, run, idx, 1, repeat('why ', 500) FROM unnest($2::int[]) AS run, generate_series(1, 299) AS idx`,
      [id, judges],
    );
  }, 60_000);

  test("the page's data stay small and quick", async () => {
    await readTrajectory(db.pool, { id });
    const start = performance.now();
    const view = await readTrajectory(db.pool, { id });
    const took = performance.now() - start;
    const bytes = Buffer.byteLength(JSON.stringify(view));
    expect(bytes).toBeLessThan(500_000);
    expect(took).toBeLessThan(1_500);
    expect(view.steps[0]?.observation?.isCut).toBe(true);
    const written = Buffer.byteLength(observation[0]?.content ?? "");
    expect((view.steps[0]?.observation?.bytes ?? 0) / written).toBeCloseTo(1, 1);
    expect(view.steps[0]?.observation?.parts[0]).toMatchObject({ kind: "hits", isCut: true });
    expect(view.judges.filter((judge) => judge.marks.length === 300)).toHaveLength(view.judges.length);
  });

  test("later steps come by window", async () => {
    const steps = await readSteps(db.pool, id, 290, 400, judges);
    expect(steps.map((step) => step.index)).toEqual([290, 291, 292, 293, 294, 295, 296, 297, 298, 299]);
    expect(steps[0]?.verdicts).toHaveLength(5);
  });

  test("an observation is read page by page to its end", async () => {
    let from: number | null = 0;
    let texts = "";
    let total = 0;
    while (from !== null) {
      const page = await readObservationPage(db.pool, { id, step: 299, from });
      expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(500_000);
      texts += page.parts
        .map((part) => (part.kind === "hits" ? part.hits.map((hit) => hit.text).join("") : ""))
        .join("");
      total = page.total;
      from = page.next;
    }
    expect(texts).toHaveLength(total);
    expect(texts).toBe(hits.map((_, index) => passage(index)).join(""));
  });

  test("a long action is read in full on demand", async () => {
    const action = await readWholeAction(db.pool, { id, step: 3 });
    expect(action.thought).toEqual({ text: "\u601d".repeat(30_000), isCut: false });
  });

  test("the head of a long context ends early", async () => {
    const head = await headOf(contextText(db.pool, id, 299), 1_000);
    expect(head.isComplete).toBe(false);
    expect(head.text).toHaveLength(1_000);
  });
});
