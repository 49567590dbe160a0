import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { propertyRuns } from "@/server/testing/properties";
import type { FileHead } from "./format";
import { detectFormat, EXPECTED, FORMATS } from "./index";
import { evalOf, fixture, importBytes, importFixture, ofType } from "./testing";

const FORMAT_OF: Record<string, string> = {
  "agentprocessbench.jsonl": "agentprocessbench",
  "agentprocessbench-judge.jsonl": "agentprocessbench-judge",
  "beerqa_dev.json": "beerqa",
  "gsm8k-solutions.jsonl": "gsm8k-solutions",
  "gsm8k-test.jsonl": "gsm8k",
  "hotpot_dev_distractor.json": "hotpotqa",
  "inspect.json": "inspect",
  "musique_ans_dev.jsonl": "musique",
  "openai-chat.jsonl": "openai-chat",
  "questions.jsonl": "questions",
  "studio.jsonl": "swirl-studio",
};

const head = (bytes: Buffer): FileHead => ({
  fileName: "file",
  bytes: bytes.subarray(0, 256 << 10),
});
const detectedBy = (bytes: Buffer) => FORMATS.filter((format) => format.detect(head(bytes))).map(({ name }) => name);

/** The same JSON document on one line. */
const minified = (bytes: Buffer) => Buffer.from(JSON.stringify(JSON.parse(bytes.toString("utf8"))));

describe("detection", () => {
  test("there is a fixture of every format", () => {
    expect(Object.keys(FORMAT_OF).sort()).toEqual(readdirSync(join(import.meta.dirname, "fixtures")).sort());
    expect(new Set(Object.values(FORMAT_OF))).toEqual(new Set(FORMATS.map(({ name }) => name)));
    for (const { title } of FORMATS) expect(EXPECTED).toContain(title);
  });

  test.each(Object.entries(FORMAT_OF))("%s is its own format and no other", (name, format) => {
    const bytes = fixture(name);
    expect(detectedBy(bytes)).toEqual([format]);
    expect(detectedBy(Buffer.concat([Buffer.from("\uFEFF"), bytes]))).toEqual([format]);
    if (name.endsWith(".json")) expect(detectedBy(minified(bytes))).toEqual([format]);
    else {
      expect(detectedBy(Buffer.concat([Buffer.from("\n\n"), bytes]))).toEqual([format]);
      if (format !== "swirl-studio")
        expect(detectedBy(Buffer.concat([Buffer.from('{"broken": \nnot json\n17\n'), bytes]))).toEqual([format]);
    }
  });

  test("a log in a zip file", () => {
    const log = JSON.parse(fixture("inspect.json").toString("utf8"));
    expect(detectedBy(evalOf(log))).toEqual(["inspect"]);
  });

  test.each(["openai-chat.jsonl", "agentprocessbench.jsonl"])(
    "a first line of %s that is longer than the head",
    (name) => {
      const [first = ""] = fixture(name).toString("utf8").split("\n");
      const record = JSON.parse(first);
      record.messages[1].content = "x".repeat(1 << 20);
      const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
      expect(detectedBy(bytes)).toEqual([FORMAT_OF[name]]);
    },
  );

  test.each([
    ["nothing", ""],
    ["words", "hello\nworld\n"],
    ["a table", "question,answer\n1,2\n"],
    ["an empty list", "[]"],
    ["numbers", "1\n2\n3\n"],
    ["another object", '{"name": "package", "version": "1.0.0"}'],
    ["an ATIF trajectory", '{"schema_version": "ATIF-v1.4", "session_id": "x", "agent": {}, "steps": []}'],
    ["a SQuAD file", '{"data": [{"title": "x", "paragraphs": [{"qas": []}]}]}'],
    ["a pretty-printed conversation", JSON.stringify({ messages: [{ role: "user", content: "x" }] }, null, 2)],
    ["a zip of something else", "PK\x03\x04 word/document.xml"],
  ])("%s is refused", (_, text) => {
    expect(detectFormat(head(Buffer.from(text, "latin1")))).toBeNull();
  });

  test("no head makes detection throw", () => {
    const tokens = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"question"',
      '"data"',
      '"eval"',
      '"messages"',
      "1",
      "\n",
      "NaN",
      "\\",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 40 }), (pieces) => {
        detectedBy(Buffer.from(pieces.join("")));
      }),
    );
  });
});

describe("reading", () => {
  test.each(Object.keys(FORMAT_OF))("%s: nothing is rejected, and chunks make no difference", async (name) => {
    const whole = await importFixture(name);
    expect(whole.rejects).toEqual([]);
    expect(whole.records.length).toBeGreaterThan(1);
    expect((await importFixture(name, 3)).records).toEqual(whole.records);
    expect((await importBytes(name, gzipSync(fixture(name)))).records).toEqual(whole.records);
  });

  test.each(Object.keys(FORMAT_OF).filter((name) => name.endsWith(".jsonl")))(
    "%s: malformed lines in between are put aside with line and reason",
    async (name) => {
      const whole = await importFixture(name);
      const lines = fixture(name).toString("utf8").trimEnd().split("\n");
      const bad = ['{"cut": ', "[1, 2]", "null", `${"[".repeat(300)}${"]".repeat(300)}`];
      const bytes = Buffer.concat([
        Buffer.from(`${lines[0]}\n${bad.join("\n")}\n`),
        Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d, 0x0a]),
        Buffer.from(`\n${lines.slice(1).join("\r\n")}`),
      ]);
      const read = await importBytes(name, bytes);
      expect(read.records).toEqual(whole.records);
      expect(read.rejects.map(({ line, reason }) => [line, reason])).toEqual([
        [2, expect.stringContaining("not valid JSON")],
        [3, "a JSON object was expected, this is a list"],
        [4, "a JSON object was expected, this is null"],
        [5, "nested deeper than 200 levels"],
        [6, "not valid UTF-8"],
      ]);
      expect(read.rejects.slice(0, 4).map(({ raw }) => raw)).toEqual(bad);
    },
  );

  test.each(Object.keys(FORMAT_OF).filter((name) => !["inspect.json", "studio.jsonl"].includes(name)))(
    "%s: no value in any field breaks the reading",
    async (name) => {
      const text = fixture(name).toString("utf8");
      const isList = name.endsWith(".json");
      const parsed = isList
        ? JSON.parse(text)
        : text
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line));
      const records: Record<string, unknown>[] = Array.isArray(parsed) ? parsed : parsed.data;
      const first = records[0] ?? {};
      const odd = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0, 1.5, "", {}, [], [{}], [[]], { target: {} }));
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.constantFrom(...Object.keys(first)), odd), async (changes) => {
          const changed = { ...first, ...changes };
          const lines = [...records, changed].map((record) => JSON.stringify(record)).join("\n");
          const bytes = Buffer.from(Array.isArray(parsed) && !isList ? lines : JSON.stringify([...records, changed]));
          const read = await importBytes(name, bytes);
          expect(read.rejects.length).toBeLessThanOrEqual(1);
        }),
        { numRuns: propertyRuns(60) },
      );
    },
  );

  test("a renamed copy has the same keys", async () => {
    const keys = async (file: string, fixtureName: string) =>
      (await importBytes(file, fixture(fixtureName))).records.flatMap((record) =>
        "key" in record ? [record.key] : [],
      );
    for (const name of ["openai-chat.jsonl", "questions.jsonl"])
      expect(await keys(`copy of ${name}`, name)).toEqual(await keys(name, name));
  });

  test("the first record a file is named after is the first that can be used", async () => {
    const bytes = Buffer.concat([Buffer.from('{"messages": 3}\n'), fixture("openai-chat.jsonl")]);
    const read = await importBytes("x.jsonl", bytes);
    expect(ofType(read, "rollout-run").map(({ key }) => key)).toEqual(
      ofType(await importFixture("openai-chat.jsonl"), "rollout-run").map(({ key }) => key),
    );
    expect(read.rejects).toMatchObject([{ line: 1, reason: "messages: a list was expected, this is a number" }]);
  });
});
