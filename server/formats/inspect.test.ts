import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { StudioError } from "@/domain/errors";
import { propertyRuns } from "@/server/testing/properties";
import { evalOf, fixture, importBytes, importFixture, ofType, zipOf } from "./testing";

const log = () => JSON.parse(fixture("inspect.json").toString("utf8"));

test("a sample is a question and a trajectory, each scorer a labelling run", async () => {
  const read = await importFixture("inspect.json");
  const [first, second, third] = ofType(read, "trajectory");
  expect(ofType(read, "question")[0]).toMatchObject({
    set: "inspect:varn",
    key: "s1",
    answers: ["Senn", "the Senn"],
    metadata: { metadata: { hops: 2 } },
  });
  expect(first).toEqual({
    type: "trajectory",
    run: "inspect:run-1:task-1",
    set: "inspect:varn",
    question: "s1",
    sample: 0,
    endState: "answered",
    finalAnswer: "Senn",
    prompt: [
      { role: "system", content: "You answer questions about the island of Varn." },
      { role: "user", content: "Which river runs past the town where Mara Quill was born?" },
    ],
    tools: [
      {
        type: "function",
        function: {
          name: "search",
          description: "Looks things up.",
          parameters: { type: "object", properties: { query: { type: "string" } } },
        },
      },
    ],
    steps: [
      {
        action: {
          role: "assistant",
          content: [{ type: "text", text: "Searching." }],
          reasoning_content: "I must look her up.",
          tool_calls: [
            { id: "c1", type: "function", function: { name: "search", arguments: { query: "Mara Quill" } } },
            { id: "c2", type: "function", function: { name: "search", arguments: { query: "Senn" } } },
          ],
        },
        observation: [
          { role: "tool", content: "Mara Quill was born in Oster.", tool_call_id: "c1", name: "search" },
          { role: "tool", content: "The Senn runs past Oster.", tool_call_id: "c2", name: "search" },
        ],
        finishReason: "tool_calls",
        promptTokens: 50,
        completionTokens: 20,
        durationMs: 250,
      },
      {
        action: { role: "assistant", content: "Senn" },
        observation: null,
        finishReason: "stop",
        promptTokens: 90,
        completionTokens: 3,
        durationMs: 100,
      },
    ],
    promptTokens: 140,
    completionTokens: 23,
    metadata: {
      uuid: "u-1",
      scores: { match: { value: "C", answer: "Senn" }, partial: { value: 0.5 } },
    },
    outcomes: [{ run: "inspect:varn:match", correct: true, reason: "It is in the passages." }],
  });
  expect(second).toMatchObject({ sample: 1, endState: "limit", outcomes: [{ correct: false }] });
  expect(third).toMatchObject({ question: "2", endState: "error", steps: [], outcomes: [] });
  expect(ofType(read, "labelling-run").map(({ name }) => name)).toEqual(["varn match", "varn partial"]);
  expect(ofType(read, "rollout-run")).toMatchObject([
    { purpose: "eval", model: "toy/toy-7b", createdAt: "2025-03-01T12:00:00-04:00" },
  ]);
});

test("the zip form gives the same, and leaves nothing behind", async () => {
  // Apart from what other tests keep at the same time
  const folder = mkdtempSync(join(tmpdir(), "swirl-inspect-"));
  vi.stubEnv("TMPDIR", folder);
  const plain = await importFixture("inspect.json");
  for (const method of [8, 0])
    expect((await importBytes("x.eval", evalOf(log(), method), 777)).records).toEqual(plain.records);
  expect(readdirSync(folder)).toEqual([]);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test("NaN and Infinity, as Python writes them", async () => {
  const text = fixture("inspect.json")
    .toString("utf8")
    .replaceAll('"value": null', '"value": NaN')
    .replace("0.5", "-Infinity");
  expect(text).toContain("NaN");
  const read = await importBytes("x.json", Buffer.from(text));
  expect(read.rejects).toEqual([]);
  expect(ofType(read, "trajectory")).toHaveLength(3);
});

test("a compression that is not read is named", async () => {
  const read = await importBytes("x.eval", evalOf(log(), 93));
  expect(read.records).toEqual([]);
  expect(read.rejects[0]?.reason).toMatch(/^"samples\/s1_epoch_1.json": it is compressed with zstd.*--to json/);
  const header = zipOf([{ name: "header.json", content: JSON.stringify({ eval: log().eval }), method: 93 }]);
  await expect(importBytes("x.eval", header)).rejects.toThrow(/header.json cannot be read: it is compressed with zstd/);
});

test("entry names are never paths", async () => {
  const [sample] = log().samples;
  const bytes = zipOf([
    { name: "header.json", content: JSON.stringify({ eval: log().eval }) },
    { name: "../../../tmp/evil.json", content: "{}" },
    { name: "samples/../../evil.json", content: JSON.stringify(sample) },
    { name: "samples\\x.json", content: "{}" },
  ]);
  const read = await importBytes("x.eval", bytes);
  expect(ofType(read, "trajectory")).toHaveLength(1);
  expect(readdirSync(tmpdir())).not.toContain("evil.json");
});

test("a damaged zip, a log without samples, a log that broke off", async () => {
  const bytes = evalOf(log());
  await expect(importBytes("x.eval", bytes.subarray(0, bytes.length - 40))).rejects.toThrow(StudioError);
  const flipped = Buffer.from(bytes);
  const at = flipped.indexOf("samples/s1_epoch_1.json") + 60;
  flipped.fill(0x55, at, at + 50);
  const read = await importBytes("x.eval", flipped);
  expect(read.rejects[0]?.reason).toMatch(/it is damaged/);
  expect(ofType(read, "trajectory")).toHaveLength(2);

  const empty = JSON.stringify({ ...log(), samples: [] });
  await expect(importBytes("x.json", Buffer.from(empty))).rejects.toThrow(/holds no samples/);

  const cut = fixture("inspect.json");
  const half = await importBytes("x.json", cut.subarray(0, cut.indexOf('"epoch": 2')));
  expect(ofType(half, "trajectory")).toHaveLength(1);
  expect(half.rejects.map(({ reason }) => reason)).toEqual(["sample 2: the file ends inside it"]);

  const started = zipOf([
    { name: "_journal/start.json", content: JSON.stringify({ eval: log().eval }) },
    { name: "samples/s1_epoch_1.json", content: JSON.stringify(log().samples[0]) },
  ]);
  expect(ofType(await importBytes("x.eval", started), "trajectory")).toHaveLength(1);
});

test("a sample that cannot be used is rejected with the reason", async () => {
  const document = log();
  document.samples = [
    7,
    { ...document.samples[0], id: null },
    { ...document.samples[0], epoch: 0 },
    { ...document.samples[0], messages: [{ role: "user", content: 5 }] },
    document.samples[0],
  ];
  const read = await importBytes("x.json", Buffer.from(JSON.stringify(document)));
  expect(read.rejects.map(({ reason }) => reason)).toEqual([
    "sample 1: a JSON object was expected, this is a number",
    "sample 2: id: a text or a number was expected, this is null",
    "sample 3: epoch: a whole number from 1 was expected, this is a number",
    "sample 4: messages[0].content: a text or a list of parts was expected",
  ]);
});

test("no value in any field of a sample or the header breaks the reading", async () => {
  const document = log();
  const [first] = document.samples;
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 1.5, "", {}, [], [{}], [[]], [{ event: "model" }]));
  const changesOf = (record: object) => fc.dictionary(fc.constantFrom(...Object.keys(record)), odd, { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(changesOf(first), changesOf(document.eval), async (sample, header) => {
      const changed = {
        ...document,
        eval: { ...document.eval, ...header, task: "varn" },
        samples: [...document.samples, { ...first, ...sample }],
      };
      const read = await importBytes("x.json", Buffer.from(JSON.stringify(changed)));
      expect(read.rejects.length).toBeLessThanOrEqual(1);
      expect((await importBytes("x.eval", evalOf(changed))).rejects.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: propertyRuns(60) },
  );
});

test("attachments cannot multiply a sample without bound", async () => {
  const document = log();
  const [first] = document.samples;
  const bomb = {
    ...first,
    messages: Array.from({ length: 300 }, () => ({ role: "user", content: "attachment://big" })),
    attachments: { big: "x".repeat(1 << 20) },
  };
  const read = await importBytes("x.json", Buffer.from(JSON.stringify({ ...document, samples: [bomb, first] })));
  expect(read.rejects.map(({ reason }) => reason)).toEqual(["sample 1: its attachments add up to more than 128 MiB"]);
});
