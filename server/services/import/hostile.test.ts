/** Files that were made to do harm, each by name: they end in a report, in bounded time and memory. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { fixture, zipOf } from "@/server/formats/testing";
import { HEADER, jsonl, smallPool, smallTrajectory, useImports } from "@/server/testing/small-pool";
import { expectWhole } from "@/server/testing/whole";
import { importFile } from "./import-file";

const { own, run, one, rows } = useImports();
const isLong = Boolean(process.env.SWIRL_LONG);
const MIB = 1 << 20;

/** Where the importer keeps what it has to, apart from other tests' files */
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "swirl-hostile-"));
  vi.stubEnv("TMPDIR", folder);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Imports what is made while it is read, so that the test holds no more of it than the importer does. */
const stream = (body: AsyncIterable<Uint8Array>, fileName = "file.jsonl") =>
  importFile(own.db, { fileName, body, totalBytes: null });

async function* times(count: number, chunk: () => Buffer, first: Buffer, last = Buffer.alloc(0)) {
  yield first;
  for (let index = 0; index < count; index++) yield chunk();
  yield last;
}

describe("bombs", () => {
  test("gzip that unpacks to a thousand times its size is refused on the way", async () => {
    const start = gzipSync(jsonl(smallPool("bomb")));
    const member = gzipSync(Buffer.alloc(16 * MIB, "\n"));
    let sent = 0;
    const counted = () => {
      sent += 1;
      return member;
    };
    const report = await stream(times(10_000, counted, start));
    expect(report).toMatchObject({ status: "refused", message: expect.stringContaining("250 times its size") });
    expect(sent).toBeLessThan(100);
    expect(await rows("SELECT 1 FROM rollout_run WHERE key = 'bomb-run'")).toEqual([]);
  });

  test("gzip in gzip is no format", async () => {
    expect(await run(gzipSync(gzipSync(jsonl(smallPool("twice-packed")))))).toMatchObject({ status: "refused" });
  });

  test("a zip whose entries share their bytes is refused before it is unpacked", async () => {
    const begun = Date.now();
    const report = await run(overlapping(300, 200 * MIB), "bomb.eval");
    expect(report).toMatchObject({ status: "refused", message: expect.stringContaining("250 times its size") });
    expect(Date.now() - begun).toBeLessThan(10_000);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a log whose samples repeat an attachment is written in parts that fit the memory", async () => {
    const log = JSON.parse(fixture("inspect.json").toString("utf8"));
    const [sample] = log.samples;
    const count = isLong ? 40 : 8;
    const samples = Array.from({ length: count }, (_, index) => ({
      ...sample,
      id: `grown ${index}`,
      messages: Array.from({ length: 20 }, () => ({ role: "user", content: "attachment://big" })),
      attachments: { big: "x".repeat(MIB / 4) },
    }));
    const before = process.memoryUsage().rss;
    const report = await run(Buffer.from(JSON.stringify({ ...log, samples })), "grown.json");
    expect(report).toMatchObject({ status: "done", rejected: 0, counts: { trajectories: { added: count } } });
    expect(process.memoryUsage().rss - before).toBeLessThan(800 * MIB);
  });
});

/** A zip of `count` samples that are all one entry's bytes, each said to be `size` long. */
function overlapping(count: number, size: number): Buffer {
  const log = JSON.parse(fixture("inspect.json").toString("utf8"));
  const header = { name: "header.json", content: JSON.stringify({ ...log, samples: undefined }) };
  const zip = zipOf([header, { name: "samples/1_epoch_1.json", content: Buffer.alloc(4 * MIB, " ") }]);
  const end = zip.subarray(zip.length - 22);
  const start = end.readUInt32LE(16);
  const directory = zip.subarray(start, zip.length - 22);
  const second = directory.indexOf(Buffer.from("PK\x01\x02", "latin1"), 4);
  const entry = Buffer.from(directory.subarray(second));
  entry.writeUInt32LE(size, 24);
  const all = Buffer.concat([directory.subarray(0, second), ...Array.from({ length: count }, () => entry)]);
  const tail = Buffer.from(end);
  tail.writeUInt16LE(count + 1, 8);
  tail.writeUInt16LE(count + 1, 10);
  tail.writeUInt32LE(all.length, 12);
  return Buffer.concat([zip.subarray(0, start), all, tail]);
}

describe("size", () => {
  test(`a line of ${isLong ? "a gigabyte" : "more than 480 MiB"} is put aside with its beginning, and what follows is loaded`, async () => {
    const chunk = Buffer.alloc(MIB, "x");
    const size = isLong ? 1024 : 484;
    const first = Buffer.concat([jsonl(smallPool("wide")), Buffer.from('{"type":"question","text":"')]);
    const last = Buffer.concat([Buffer.from('"}\n'), jsonl([smallTrajectory("wide", 7)])]);
    const before = process.memoryUsage().arrayBuffers;
    const report = await stream(times(size, () => chunk, first, last));
    expect(report).toMatchObject({ status: "done", rejected: 1, counts: { trajectories: { added: 3 } } });
    const kept = await one("SELECT length(raw) AS length, truncated, reason FROM import_reject WHERE import_id = $1", [
      report.id,
    ]);
    expect(kept).toEqual({ length: MIB, truncated: true, reason: "longer than 480 MiB" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * MIB);
  });

  test("a step with a hundred thousand observations takes no longer for each than a step with a few", async () => {
    const messages = [
      { role: "user", content: "q" },
      { role: "assistant", content: "a" },
      ...Array.from({ length: 100_000 }, (_, index) => ({ role: "tool", content: String(index) })),
    ];
    const begun = Date.now();
    expect(await run([{ messages }], "many.jsonl")).toMatchObject({
      status: "done",
      counts: { trajectories: { added: 1 } },
    });
    expect(Date.now() - begun).toBeLessThan(8_000);
  });

  test("a list of nothing but commas shows each of them, not all of them each time", async () => {
    const questions = Array.from({ length: 300 }, (_, id) => ({ id, question: "q".repeat(1_000), answer: "a" }));
    const list = JSON.stringify(questions).slice(0, -1);
    const report = await run(Buffer.from(`${list},${",".repeat(20_000)}]`), "commas.json");
    expect(report).toMatchObject({ status: "done", rejected: 20_000 });
    const kept = await one("SELECT sum(length(raw))::int AS length FROM import_reject WHERE import_id = $1", [
      report.id,
    ]);
    expect(kept.length).toBeLessThanOrEqual(20_000 * 40);
  });

  test.runIf(isLong)("a file of nothing but reasons is refused before they fill the disk", async () => {
    const report = await stream(times(2_000, () => Buffer.alloc(1_000, "x\n"), jsonl(smallPool("reasons"))));
    expect(report).toMatchObject({ status: "done", rejected: 1_000_000 });
    const more = await stream(times(2_002, () => Buffer.alloc(1_000, "x\n"), jsonl(smallPool("more-reasons"))));
    expect(more).toMatchObject({ status: "refused", message: expect.stringContaining("1,000,000") });
  });

  test("deep JSON is put aside, however deep, and so is a line of nothing but brackets", async () => {
    const deep = (depth: number) => `{"type":"question","x":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    const lines = [
      JSON.stringify(HEADER),
      deep(199),
      deep(200),
      deep(100_000),
      "[".repeat(MIB),
      '{"a":'.repeat(100_000),
    ];
    lines.push(JSON.stringify({ type: "question-set", key: "deep", name: "deep" }));
    expect(await run(Buffer.from(lines.join("\n")))).toMatchObject({ status: "done", rejected: 5 });
    expect(await run(Buffer.from("[".repeat(MIB)))).toMatchObject({ status: "refused" });
  });

  test("a model's name that no index holds is put aside", async () => {
    const name = Array.from({ length: 3_000 }, (_, index) =>
      String.fromCharCode(0x4e00 + ((index * 7919) % 20_000)),
    ).join("");
    const records = smallPool("long-name");
    for (const record of records) if (record.type === "rollout-run") record.model = name;
    // The run, its two trajectories and the model
    expect(await run([...records, { type: "model", name }])).toMatchObject({ status: "done", rejected: 4 });
    const longest = { type: "model", name: name.slice(0, 800) };
    expect(await run([HEADER, longest])).toMatchObject({ status: "done", rejected: 0 });
    const chat = { model: name, messages: [{ role: "user", content: "q" }] };
    expect(await run([chat, { ...chat, model: "m" }])).toMatchObject({ status: "done", rejected: 1 });
  });
});

describe("text", () => {
  /** Every text of a record, but for the words that the format gives it. */
  const withTail = (value: unknown, tail: string, key = ""): unknown => {
    if (typeof value === "string") return /^(type|role|judgeKind|labellerKind)$/.test(key) ? value : value + tail;
    if (Array.isArray(value)) return value.map((item) => withTail(item, tail));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withTail(inner, tail, name)]));
  };

  test.each(["\0", "\ud800", "\udc00\0", "\u202e", "\\", "\n\r\t\v", "\uFEFF"])(
    "%j at the end of every text",
    async (tail) => {
      const records = smallPool(`tail-${tail.charCodeAt(0)}`).map((record) => withTail(record, tail));
      expect(await run(records)).toMatchObject({ status: "done", rejected: 0, counts: { trajectories: { added: 2 } } });
      expect(await run(records)).toMatchObject({
        status: "done",
        rejected: 0,
        counts: { trajectories: { present: 2 } },
      });
    },
  );

  test("of keys that are there twice the last counts", async () => {
    const line = '{"type":"question-set","key":"first","name":"n","key":"second-key","__proto__":{"isSample":true}}';
    expect(await run(Buffer.from(`${JSON.stringify(HEADER)}\n${line}\n`))).toMatchObject({
      status: "done",
      rejected: 0,
    });
    expect(await rows("SELECT key, is_sample FROM question_set WHERE key IN ('first', 'second-key')")).toEqual([
      { key: "second-key", is_sample: false },
    ]);
  });

  test.each([
    ["UTF-16, little end first", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le")],
    ["UTF-16, big end first", (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
    ["UTF-32", (text: string) => Buffer.from(Array.from(text, (c) => `${c}\0\0\0`).join(""), "latin1")],
  ])("%s is refused in words", async (_, encode) => {
    const report = await run(encode(jsonl(smallPool("utf")).toString("utf8")));
    expect(report).toMatchObject({ status: "refused", message: expect.stringMatching(/not a file the studio knows/) });
  });

  test("a byte order mark is no part of the file; a line of latin1 is put aside", async () => {
    const latin1 = Buffer.from('{"type":"question-set","key":"caf\xe9","name":"x"}\n', "latin1");
    const file = Buffer.concat([Buffer.from("\uFEFF"), jsonl(smallPool("mark")), latin1]);
    expect(await run(file)).toMatchObject({ status: "done", rejected: 1, counts: { trajectories: { added: 2 } } });
  });
});

describe("numbers", () => {
  test("ids that JSON.parse rounds to each other are put aside, not taken for one", async () => {
    const line = (id: string) =>
      `{"query_index":${id},"sample_index":0,"data_source":"large","messages":[{"role":"user","content":"q"}]}\n`;
    const ids = [
      "18446744073709551615",
      "18446744073709551616",
      "9007199254740993",
      "9007199254740991",
      "-1",
      '"18446744073709551616"',
    ];
    const report = await run(Buffer.from(ids.map(line).join("")));
    expect(report).toMatchObject({ status: "done", rejected: 3, counts: { questions: { added: 3 } } });
    const found = await rows(
      "SELECT q.key FROM question q JOIN question_set s ON s.id = q.question_set_id WHERE s.key = 'agentprocessbench:large' ORDER BY q.key",
    );
    expect(found.map(({ key }) => key).toSorted()).toEqual(["-1", "18446744073709551616", "9007199254740991"]);
  });

  test.each(["1e400", "-1E+400", `1${"0".repeat(400)}`])(
    "%s would become null in a message, and is put aside",
    async (number) => {
      const line = JSON.stringify(smallTrajectory(`inf-${number.length}`, 0)).replace(
        '"content":"4"',
        `"content":"4","seed":${number}`,
      );
      const declared = smallPool(`inf-${number.length}`, { samples: 0 });
      const report = await run(Buffer.concat([jsonl(declared), Buffer.from(`${line}\n`)]));
      expect(report).toMatchObject({ status: "done", rejected: 1, counts: { trajectories: { added: 0 } } });
    },
  );
});

describe("names", () => {
  test.each(["../../etc/passwd", "..\\..\\x.jsonl", "/dev/null", "a\0b.jsonl", "\ud800.jsonl", "", "x".repeat(5_000)])(
    "a file called %j is a name in a report, never a path",
    async (name) => {
      const report = await run([{ messages: [{ role: "user", content: name.slice(0, 40) }] }], name);
      expect(report).toMatchObject({ status: "done", rejected: 0 });
      expect(report.fileName.length).toBeLessThanOrEqual(500);
      expect(report.fileName).not.toBe("");
    },
  );
});

test("after all of that the database is whole", () => expectWhole(own.db));
