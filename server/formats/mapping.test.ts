import { describe, expect, test } from "vitest";
import { episodeMessages } from "@/domain/trajectory";
import { fixture, importBytes, importFixture, ofType } from "./testing";

const lines = (name: string) =>
  fixture(name)
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

const jsonl = (...records: unknown[]) => Buffer.from(records.map((record) => JSON.stringify(record)).join("\n"));

describe("OpenAI chat", () => {
  test("conversations come back message by message, as they were written", async () => {
    const read = await importFixture("openai-chat.jsonl");
    const trajectories = ofType(read, "trajectory");
    expect(trajectories.map((one) => JSON.stringify(episodeMessages(one)))).toEqual(
      lines("openai-chat.jsonl").map((record) => JSON.stringify(record.messages)),
    );
    expect(trajectories.map((one) => [one.steps.length, one.endState, one.finalAnswer])).toEqual([
      [2, "answered", "Senn"],
      [1, "no-answer", null],
      [2, "answered", "Three."],
      [0, "no-answer", null],
    ]);
    expect(trajectories[0]?.steps[0]?.observation).toHaveLength(2);
    expect(trajectories[0]).toMatchObject({ sample: 0, metadata: { id: "conv-1", temperature: 0.7, latency: 1.5 } });
    expect(trajectories[0]?.tools).toHaveLength(1);
    expect(trajectories[2]?.sample).toBeNull();
  });

  test("one rollout run a model; equal questions are one", async () => {
    const read = await importFixture("openai-chat.jsonl");
    expect(ofType(read, "rollout-run").map(({ name, model }) => [name, model])).toEqual([
      ["openai-chat toy-7b", "toy-7b"],
      ["openai-chat toy-70b", "toy-70b"],
      ["openai-chat", null],
    ]);
    expect(new Set(ofType(read, "question").map(({ key }) => key)).size).toBe(3);
    expect(ofType(read, "question").map(({ text, answers }) => [text, answers])).toContainEqual([
      "How many lighthouses stand on Varn?",
      ["three"],
    ]);
    expect(ofType(read, "question-set")).toHaveLength(1);
  });

  test("what is wrong with a message is said", async () => {
    const good = { messages: [{ role: "user", content: "x" }] };
    const bad = [
      {},
      { messages: [] },
      { messages: [{ role: "user", content: "x" }, 7] },
      { messages: [{ content: "x" }] },
      { messages: [{ role: "user", content: { text: "x" } }] },
      { messages: [{ role: "assistant", content: "", tool_calls: [{ function: {} }] }] },
      { messages: [{ role: "user", content: [{ text: "x" }] }] },
    ];
    const read = await importBytes("x.jsonl", jsonl(good, ...bad));
    expect(read.rejects.map(({ reason }) => reason)).toEqual([
      "messages: a list was expected, this is missing",
      "messages: the list is empty",
      "messages[1]: an object was expected, this is a number",
      "messages[0].role: a text was expected",
      "messages[0].content: a text or a list of parts was expected",
      'messages[0].tool_calls[0]: {"function": {"name", "arguments"}} was expected',
      "messages[0].content: a text or a list of parts was expected",
    ]);
    expect(ofType(read, "trajectory")).toHaveLength(1);
  });

  test("what a field could not be used for stays in the metadata", async () => {
    const odd = { question: 3, answers: [{ text: "x" }], answer: "x", model: 7, sample_index: "2", tools: "none" };
    const read = await importBytes("x.jsonl", jsonl({ messages: [{ role: "user", content: "Who?" }], ...odd }));
    const { answer, ...rest } = odd;
    expect(ofType(read, "trajectory")[0]?.metadata).toEqual(rest);
    expect(ofType(read, "question")[0]?.answers).toEqual([answer]);
  });

  test("a call without arguments", async () => {
    const action = { role: "assistant", content: "", tool_calls: [{ id: "1", function: { name: "now" } }] };
    const read = await importBytes("x.jsonl", jsonl({ messages: [{ role: "user", content: "When?" }, action] }));
    expect(ofType(read, "trajectory")[0]?.steps[0]?.action).toEqual(action);
  });

  test("tools as JSON text, arguments as an object, contents in parts, empty text", async () => {
    const call = { id: "1", type: "function", function: { name: "search", arguments: { query: "x" } } };
    const messages = [
      { role: "user", content: [{ type: "text", text: "Who?" }] },
      { role: "assistant", content: "", tool_calls: [call] },
      { role: "tool", tool_call_id: "1", content: "" },
      { role: "assistant", content: "" },
    ];
    const read = await importBytes("x.jsonl", jsonl({ messages, tools: '[{"type":"function"}]' }));
    expect(ofType(read, "trajectory")).toMatchObject([
      { tools: [{ type: "function" }], endState: "no-answer", finalAnswer: null, steps: [{ action: messages[1] }, {}] },
    ]);
    expect(ofType(read, "question")[0]?.text).toBe("Who?");
  });
});

describe("AgentProcessBench", () => {
  test("labels on messages become verdicts on steps", async () => {
    const read = await importFixture("agentprocessbench.jsonl");
    const trajectories = ofType(read, "trajectory");
    expect(trajectories.map(({ question, sample }) => [question, sample])).toEqual([
      ["0", 0],
      ["0", 1],
      ["1", 0],
      ["1", 1],
    ]);
    expect(trajectories.map(({ verdicts }) => verdicts)).toEqual([
      [
        {
          run: "agentprocessbench:toy_varn:human",
          steps: [
            { step: 0, rating: 1 },
            { step: 1, rating: 1 },
          ],
        },
      ],
      [
        {
          run: "agentprocessbench:toy_varn:human",
          steps: [
            { step: 0, rating: 0 },
            { step: 1, rating: -1 },
          ],
        },
      ],
      [{ run: "agentprocessbench:toy_varn:human", steps: [{ step: 0, rating: 1 }] }],
      [{ run: "agentprocessbench:toy_varn:human", steps: [{ step: 0, rating: -1 }] }],
    ]);
    expect(trajectories.map(({ outcomes }) => outcomes?.[0]?.correct)).toEqual([true, false, false, true]);
    expect(trajectories.map(({ endState, finalAnswer }) => [endState, finalAnswer])).toEqual([
      ["answered", "the Senn"],
      ["answered", "the Hald"],
      ["no-answer", null],
      ["answered", "three"],
    ]);
    expect(trajectories[0]?.metadata).toHaveProperty("tool_metrics");
    expect(ofType(read, "question")[0]).toMatchObject({ answers: ["the Senn", "Senn"] });
    expect(ofType(read, "question-set")[0]?.name).toBe("AgentProcessBench toy_varn");
  });

  test("a label that is on no assistant message is rejected; one that is no rating is no verdict", async () => {
    const [first] = lines("agentprocessbench.jsonl");
    const read = await importBytes(
      "x.jsonl",
      jsonl(
        { ...first, step_labels: { 2: 1, 3: 1 } },
        { ...first, step_labels: { x: 1 } },
        { ...first, sample_index: 5, step_labels: { 2: "good", 5: null } },
        { ...first, sample_index: 1.5 },
      ),
    );
    expect(read.rejects.map(({ reason }) => reason)).toEqual([
      "step_labels: message 3 is not an assistant message",
      'step_labels: "x" is not the index of a message',
      "sample_index: a whole number was expected, this is a number",
    ]);
    expect(ofType(read, "trajectory")[0]?.verdicts?.[0]?.steps).toEqual([
      { step: 0, rating: null, raw: '"good"' },
      { step: 1, rating: null },
    ]);
  });

  test("a judge's lines refer to the same trajectories", async () => {
    const trajectories = ofType(await importFixture("agentprocessbench.jsonl"), "trajectory");
    const read = await importFixture("agentprocessbench-judge.jsonl");
    const verdicts = ofType(read, "verdicts-by-message");
    const names = trajectories.map(({ run, set, question, sample }) => JSON.stringify({ run, set, question, sample }));
    for (const { trajectory } of verdicts) expect(names).toContain(JSON.stringify(trajectory));
    expect(ofType(read, "judging-run")).toEqual([
      { type: "judging-run", key: "agentprocessbench:toy_varn:toy-judge", name: "toy-judge", judgeKind: "model" },
    ]);
    expect(verdicts[0]).toMatchObject({
      judgedAt: "2025-03-01T10:00:00.123456+00:00",
      verdicts: [
        { messageIndex: 2, rating: 1, rationale: "Both searches are needed." },
        { messageIndex: 5, rating: 1, rationale: "Follows from the passages." },
      ],
    });
    expect(verdicts[2]?.verdicts).toEqual([]);
    expect(verdicts[3]?.verdicts).toEqual([
      { messageIndex: 2, rating: null, rationale: "The reply could not be read." },
    ]);
    expect(ofType(read, "outcome").map(({ correct, reason }) => [correct, reason])).toEqual([
      [true, "Looked at the end."],
      [false, "Looked at the end."],
      [true, "Looked at the end."],
      [true, "Looked at the end."],
    ]);
  });
});

describe("GSM8K", () => {
  test("numbers without commas, the same question in both files", async () => {
    const questions = ofType(await importFixture("gsm8k-test.jsonl"), "question");
    const solved = ofType(await importFixture("gsm8k-solutions.jsonl"), "question");
    expect(questions.map(({ answers }) => answers)).toEqual([["900"], ["3000"]]);
    const same = ({ set, key, text, answers, solution }: (typeof solved)[number]) => ({
      set,
      key,
      text,
      answers,
      solution,
    });
    expect(solved.map(same)).toEqual(questions.map(same));
    expect(questions[0]?.set).toBe("gsm8k:test");
    const train = await importBytes("train.jsonl", fixture("gsm8k-test.jsonl"));
    expect(ofType(train, "question-set")[0]).toMatchObject({ key: "gsm8k:train", name: "GSM8K train", licence: "MIT" });
  });

  test("each line of a solution is a step, its results the observation", async () => {
    const read = await importFixture("gsm8k-solutions.jsonl");
    const trajectories = ofType(read, "trajectory");
    expect(trajectories.map(({ run, finalAnswer, endState }) => [run, finalAnswer, endState])).toEqual([
      ["gsm8k-solutions:small", "1000", "answered"],
      ["gsm8k-solutions:large", "900", "answered"],
      ["gsm8k-solutions:small", null, "no-answer"],
      ["gsm8k-solutions:large", "3,000", "answered"],
    ]);
    expect(trajectories[2]?.steps).toEqual([
      {
        action: { role: "assistant", content: "It grinds 1200*5=<<1200*5=6000>>6000 and 6000/5=<<6000/5=1200>>1200" },
        observation: [{ role: "tool", name: "calculator", content: "6000\n1200" }],
      },
      { action: { role: "assistant", content: "I am not sure" }, observation: null },
    ]);
    expect(trajectories.map(({ outcomes }) => outcomes)).toEqual(
      [false, true, false, true].map((correct) => [{ run: "gsm8k-solutions:is_correct", correct }]),
    );
    expect(ofType(read, "rollout-run").map(({ model }) => model)).toEqual(["small", "large"]);
  });
});

describe("question sets", () => {
  test("HotPotQA: paragraphs and which of them support", async () => {
    const read = await importFixture("hotpot_dev_distractor.json");
    expect(read.records.slice(0, 2)).toMatchObject([
      { type: "corpus", key: "hotpotqa:dev-distractor" },
      { type: "question-set", key: "hotpotqa:dev-distractor", name: "HotpotQA dev distractor", metric: "hotpotqa" },
    ]);
    const [question] = ofType(read, "question");
    expect(question).toMatchObject({ key: "5f00aa", answers: ["Senn"], metadata: { type: "bridge", level: "easy" } });
    expect(question?.passages?.map(({ title, supporting }) => [title, supporting])).toEqual([
      ["Mara Quill", true],
      ["Senn", true],
      ["Hald", false],
    ]);
    expect(question?.passages?.[0]?.text).toBe("Mara Quill is a poet. She was born in Oster.");
  });

  test("HotPotQA as other libraries write it, one a line", async () => {
    const record = {
      id: "a1",
      question: "Who?",
      answer: "Mara",
      supporting_facts: { title: ["Mara"], sent_id: [0] },
      context: { title: ["Mara", "Hald"], sentences: [["Mara is a poet."], ["The Hald", " is a river."]] },
    };
    const read = await importBytes("validation.jsonl", jsonl(record));
    expect(read.format.name).toBe("hotpotqa");
    expect(ofType(read, "question")[0]?.passages).toEqual([
      { title: "Mara", text: "Mara is a poet.", supporting: true },
      { title: "Hald", text: "The Hald is a river.", supporting: false },
    ]);
  });

  test("MuSiQue: aliases, and the unanswerable twin of a question", async () => {
    const read = await importFixture("musique_ans_dev.jsonl");
    expect(ofType(read, "question-set")[0]).toMatchObject({ key: "musique:ans-dev", metric: "musique" });
    expect(ofType(read, "question").map(({ key, answers, metadata }) => [key, answers, metadata?.answerable])).toEqual([
      ["2hop__1_2", ["Senn", "the Senn"], true],
      ["2hop__1_2:unanswerable", ["Senn"], false],
    ]);
    expect(ofType(read, "question")[0]?.passages?.map(({ supporting }) => supporting)).toEqual([true, false]);
  });

  test("BeerQA, pretty-printed and on one line", async () => {
    const read = await importFixture("beerqa_dev.json");
    expect(ofType(read, "question-set").at(-1)).toMatchObject({ name: "BeerQA dev", metric: "beerqa" });
    expect(ofType(read, "question").map(({ key, answers }) => [key, answers])).toEqual([
      ["b1", ["Senn", "the Senn"]],
      ["b2", ["three"]],
    ]);
    const text = JSON.stringify(JSON.parse(fixture("beerqa_dev.json").toString("utf8")));
    expect((await importBytes("beerqa_dev.json", Buffer.from(text))).records).toEqual(read.records);
  });

  test("plain questions with and without ids and passages", async () => {
    const read = await importFixture("questions.jsonl");
    expect(ofType(read, "question").map(({ key, answers }) => [key, answers])).toEqual([
      ["1", ["Senn"]],
      ["two", ["3"]],
      [expect.stringMatching(/^[0-9a-f]{16}$/), ["Mara Quill"]],
    ]);
    expect(ofType(read, "question")[0]).toMatchObject({
      metadata: { hops: 2 },
      passages: [
        { title: "Senn", text: "The Senn runs past Oster.", supporting: true },
        { title: "", text: "Brim is a port.", supporting: false },
      ],
    });
    expect(ofType(read, "corpus")).toHaveLength(1);
    const bad = await importBytes(
      "x.jsonl",
      jsonl({ question: "x", answer: "y" }, { question: "x" }, { id: {}, question: "x", answer: "y" }),
    );
    expect(bad.rejects.map(({ reason }) => reason)).toEqual([
      "it has neither `answer` nor `answers`",
      "id: a text or a number was expected, this is an object",
    ]);
  });
});

describe("the studio's own format", () => {
  test("records go through as they are", async () => {
    const read = await importFixture("studio.jsonl");
    expect(read.records.map((record) => JSON.stringify(record))).toEqual(
      lines("studio.jsonl").map((record) => JSON.stringify(record)),
    );
  });

  test("a bad record is rejected with a readable line, a newer version refused", async () => {
    const header = { type: "swirl-studio", version: 1 };
    const read = await importBytes(
      "x",
      jsonl(header, { type: "question", set: "s", key: "k", text: 1 }, { type: "x" }),
    );
    expect(read.rejects.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^text: .*string.*; answers: /),
      expect.stringMatching(/^type: /),
    ]);
    const [, , , , , , trajectory] = lines("studio.jsonl");
    const unstorable = [
      { ...trajectory, createdAt: "0000-01-01T00:00:00Z" },
      { ...trajectory, createdAt: "2024-01-01T00:00:00+16:00" },
      { ...trajectory, promptTokens: 2 ** 31 },
    ];
    const odd = await importBytes("x", jsonl(header, ...unstorable));
    expect(odd.rejects.map(({ reason }) => reason.split(":")[0])).toEqual(["createdAt", "createdAt", "promptTokens"]);
    await expect(importBytes("x", jsonl({ ...header, version: 2 }))).rejects.toThrow(/version 2 .* update the studio/);
  });
});
