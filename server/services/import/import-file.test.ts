import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { importFile } from "./import-file";
import { rejectsFile } from "./rejects-file";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const HEADER = { type: "swirl-studio", version: 1 } as const;

/** Records of one small pool; `prefix` keeps the keys of tests apart. */
function pool(prefix: string, { samples = 2, version }: { samples?: number; version?: number } = {}) {
  const records: StudioRecordInput[] = [
    HEADER,
    { type: "question-set", key: `${prefix}-set`, name: prefix },
    { type: "question", set: `${prefix}-set`, key: "1", text: "What is 2 + 2?", answers: ["4"] },
    { type: "rollout-run", key: `${prefix}-run`, name: prefix, model: "m" },
    { type: "judging-run", key: `${prefix}-judge`, name: `${prefix} judge`, judgeKind: "model", version },
    { type: "labelling-run", key: `${prefix}-em`, name: `${prefix} em`, labellerKind: "metric", version },
  ];
  for (let sample = 0; sample < samples; sample++)
    records.push(trajectory(prefix, sample, { ratings: [1, sample === 0 ? 1 : -1], version }));
  return records;
}

function trajectory(
  prefix: string,
  sample: number | null,
  { ratings, judgedAt, version }: { ratings?: (1 | 0 | -1)[]; judgedAt?: string; version?: number } = {},
): StudioRecordInput {
  return {
    type: "trajectory",
    run: `${prefix}-run`,
    set: `${prefix}-set`,
    question: "1",
    sample,
    endState: "answered",
    finalAnswer: "4",
    prompt: [{ role: "user", content: "What is 2 + 2?" }],
    steps: [
      {
        action: { role: "assistant", content: `sum ${sample ?? ""} <math_exp>2+2</math_exp>\u0000\ud800` },
        observation: [{ role: "tool", content: "4" }],
      },
      { action: { content: "<answer>4</answer>", role: "assistant" }, observation: null },
    ],
    verdicts: ratings && [
      {
        run: `${prefix}-judge`,
        version,
        judgedAt,
        steps: ratings.map((rating, step) => ({ step, rating, score: 50 + 40 * rating })),
      },
    ],
    outcomes: [{ run: `${prefix}-em`, version, correct: sample === 0 }],
  };
}

async function* bytes(content: Buffer, size = 1000) {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
const jsonl = (records: unknown[]) => Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
const run = (content: Buffer | unknown[], fileName = "file.jsonl") =>
  importFile(db, { fileName, body: bytes(Buffer.isBuffer(content) ? content : jsonl(content)), totalBytes: null });
const one = async (sql: string, values: unknown[] = []) => (await db.pool.query(sql, values)).rows[0];

async function tableSizes() {
  const tables = ["question", "trajectory", "step", "judgment", "verdict", "outcome", "judging_run", "labelling_run"];
  return one(`SELECT ${tables.map((table) => `(SELECT count(*) FROM "${table}") AS "${table}"`).join(", ")}`);
}

describe("a file of the studio's own format", () => {
  test("is loaded with its labels, and a second import adds nothing", async () => {
    const first = await run(pool("a"));
    expect(first).toMatchObject({ status: "done", rejected: 0, format: "swirl-studio" });
    expect(first.counts).toMatchObject({
      trajectories: { added: 2, present: 0 },
      steps: { added: 4 },
      verdicts: { added: 4 },
      outcomes: { added: 2 },
      judgingRuns: { added: 1 },
    });
    const judgments = await db.pool.query(
      `SELECT reasonable, unreasonable, process, first_unreasonable, score_min, score_sum, score_count FROM judgment j
       JOIN trajectory t ON t.id = j.trajectory_id ORDER BY sample_index`,
    );
    expect(judgments.rows).toEqual([
      {
        reasonable: "11",
        unreasonable: "00",
        process: 1,
        first_unreasonable: null,
        score_min: 90,
        score_sum: 180,
        score_count: 2,
      },
      {
        reasonable: "10",
        unreasonable: "01",
        process: -1,
        first_unreasonable: 1,
        score_min: 10,
        score_sum: 100,
        score_count: 2,
      },
    ]);
    const sizes = await tableSizes();
    const second = await run(gzipSync(jsonl(pool("a"))), "renamed.jsonl.gz");
    expect(second).toMatchObject({ status: "done", rejected: 0 });
    expect(Object.values(second.counts).map((tally) => tally.added)).toEqual(Array(10).fill(0));
    expect(await tableSizes()).toEqual(sizes);
  });

  test("keeps actions as they were written, field order, NUL and lone surrogates included", async () => {
    await run(pool("exact"));
    const row = await one(
      `SELECT string_agg(s.action::text, ' ' ORDER BY s.idx) AS actions FROM step s JOIN trajectory t ON t.id = s.trajectory_id
       JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key = 'exact-run' AND t.sample_index = 0`,
    );
    expect(row.actions).toBe(
      '{"role":"assistant","content":"sum 0 <math_exp>2+2</math_exp>\\u0000\\ud800"} {"content":"<answer>4</answer>","role":"assistant"}',
    );
  });

  test("gives equal contexts equal hashes, and only those", async () => {
    await run(pool("hash"));
    const row = await one(
      `SELECT count(*)::int AS steps, count(DISTINCT context_hash)::int AS contexts FROM step s
       JOIN trajectory t ON t.id = s.trajectory_id JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key = 'hash-run'`,
    );
    expect(row).toEqual({ steps: 4, contexts: 3 });
  });
});

test("passages of a set that names no corpus get one, and are shared", async () => {
  const passages = [{ title: "Sum", text: "Two and two make four.", supporting: true }];
  const questions = ["1", "2"].map((key) => ({
    type: "question",
    set: "p-set",
    key,
    text: key,
    answers: [],
    passages,
  }));
  const report = await run([HEADER, { type: "question-set", key: "p-set", name: "P" }, ...questions]);
  expect(report.counts.passages).toEqual({ added: 1, present: 1 });
  const linked = await one(
    `SELECT count(*)::int AS n FROM question_passage l JOIN question q ON q.id = l.question_id
     JOIN question_set s ON s.id = q.question_set_id WHERE s.key = 'p-set' AND l.supporting AND s.corpus_id IS NOT NULL`,
  );
  expect(linked).toEqual({ n: 2 });
});

describe("newer labels", () => {
  const versions = async (key: string) =>
    (
      await db.pool.query(
        `SELECT r.version, string_agg(j.process::text, ',' ORDER BY t.sample_index) AS process FROM judging_run r
         JOIN judgment j ON j.judging_run_id = r.id JOIN trajectory t ON t.id = j.trajectory_id WHERE r.key = $1
         GROUP BY 1 ORDER BY 1`,
        [key],
      )
    ).rows;
  const labels = (prefix: string, sample: number, rating: 1 | -1, judgedAt?: string) => [
    HEADER,
    { type: "judging-run", key: `${prefix}-judge`, name: "judge", judgeKind: "model" },
    {
      type: "verdicts",
      run: `${prefix}-judge`,
      judgedAt,
      trajectory: { run: `${prefix}-run`, set: `${prefix}-set`, question: "1", sample },
      steps: [
        { step: 0, rating },
        { step: 1, rating },
      ],
    },
  ];

  test("make a new version that carries over the rest; older ones change nothing", async () => {
    await run(pool("v"));
    await run(labels("v", 1, 1, "2026-01-02T00:00:00Z"));
    expect(await versions("v-judge")).toEqual([
      { version: 1, process: "1,-1" },
      { version: 2, process: "1,1" },
    ]);
    const carried = await db.pool.query(
      `SELECT t.sample_index AS sample, v.idx, v.rating, v.score FROM verdict v JOIN trajectory t ON t.id = v.trajectory_id
       JOIN judging_run r ON r.id = v.judging_run_id WHERE r.key = 'v-judge' AND r.version = 2 ORDER BY 1, 2`,
    );
    expect(carried.rows).toEqual([
      { sample: 0, idx: 0, rating: 1, score: 90 },
      { sample: 0, idx: 1, rating: 1, score: 90 },
      { sample: 1, idx: 0, rating: 1, score: null },
      { sample: 1, idx: 1, rating: 1, score: null },
    ]);
    const older = await run(labels("v", 1, -1, "2026-01-01T00:00:00Z"));
    expect(older.counts.verdicts).toEqual({ added: 0, present: 2 });
    expect(await versions("v-judge")).toHaveLength(2);
  });

  test("of one file: the newest counts, wherever it stands", async () => {
    await run(pool("n"));
    const [header, declared, newest] = labels("n", 0, -1, "2026-03-01T00:00:00Z");
    await run([header, declared, newest, labels("n", 0, 1, "2026-02-01T00:00:00Z")[2]]);
    expect((await versions("n-judge")).at(-1)).toEqual({ version: 2, process: "-1,-1" });
  });

  test("that are undated say nothing new where an earlier version said the same", async () => {
    await run(pool("again"));
    const file = labels("again", 1, 1);
    await run(file);
    await run(labels("again", 1, -1));
    expect(await versions("again-judge")).toHaveLength(3);
    expect((await run(file)).counts.verdicts).toEqual({ added: 0, present: 2 });
    expect((await run(pool("again"))).counts.verdicts.added).toBe(0);
    expect((await versions("again-judge")).at(-1)).toEqual({ version: 3, process: "1,-1" });
  });

  test("for a version that has other ones are rejected", async () => {
    await run(pool("fixed", { version: 1 }));
    const changed = pool("fixed", { version: 1 });
    changed[7] = trajectory("fixed", 1, { ratings: [1, 1], version: 1 });
    const report = await run(changed);
    expect(report).toMatchObject({ status: "done", rejected: 1 });
    expect(await versions("fixed-judge")).toEqual([{ version: 1, process: "1,-1" }]);
  });

  test("for trajectories that are not there are refused, naming them", async () => {
    const report = await run(labels("nowhere", 3, 1));
    expect(report.status).toBe("refused");
    expect(report.message).toContain('question "1" sample 3 of rollout run "nowhere-run"');
    expect(await one("SELECT count(*)::int AS n FROM judging_run WHERE key = 'nowhere-judge'")).toEqual({ n: 0 });
  });
});

describe("samples without a number", () => {
  const records = (count: number) => [
    ...pool("s", { samples: 0 }),
    ...Array.from({ length: count }, () => trajectory("s", null)),
  ];
  const samples = async () =>
    (
      await db.pool.query(
        "SELECT sample_index FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key = 's-run' ORDER BY 1",
      )
    ).rows.map((row) => row.sample_index);

  test("are counted, equal ones kept apart, and only what is new is added", async () => {
    await run(records(3));
    expect(await samples()).toEqual([0, 1, 2]);
    expect((await run(records(3))).counts.trajectories).toEqual({ added: 0, present: 3 });
    expect((await run(records(5))).counts.trajectories).toEqual({ added: 2, present: 3 });
    expect(await samples()).toEqual([0, 1, 2, 3, 4]);
  });
});

test("equal samples far apart in a file are two, and stay two", async () => {
  // More records than are written at once
  const between = Array.from({ length: 2_100 }, (_, n) => ({
    type: "question",
    set: "far-set",
    key: `between ${n}`,
    text: "",
    answers: [],
  }));
  const records = [...pool("far", { samples: 0 }), trajectory("far", null), ...between, trajectory("far", null)];
  expect((await run(records)).counts.trajectories).toEqual({ added: 2, present: 0 });
  expect((await run(records)).counts.trajectories).toEqual({ added: 0, present: 2 });
});

test("a sample without a number takes one that nothing has", async () => {
  const samples = [2, 0, null, null].map((sample, index) => {
    const made = trajectory("gaps", sample);
    return { ...made, prompt: [{ role: "user", content: `different ${index}` }] };
  });
  expect(await run([...pool("gaps", { samples: 0 }), ...samples])).toMatchObject({ status: "done", rejected: 0 });
  const { rows } = await db.pool.query(
    `SELECT t.sample_index AS sample FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
     WHERE r.key = 'gaps-run' ORDER BY t.id`,
  );
  expect(rows.map((row) => row.sample)).toEqual([2, 0, 3, 4]);
});

describe("bad input", () => {
  test("a malformed line is put aside with line and reason, the rest is loaded", async () => {
    const lines = pool("bad").map((record) => JSON.stringify(record));
    lines.splice(3, 0, '{"type":"question","set":"bad-set","key":7}', "{not json");
    const report = await run(Buffer.from(lines.join("\n")));
    expect(report).toMatchObject({ status: "done", rejected: 2, counts: { trajectories: { added: 2 } } });
    const file = await rejectsFile(db.pool, report.id);
    const rejects: unknown[] = [];
    for await (const line of file?.body ?? []) rejects.push(JSON.parse(String(line)));
    expect(rejects).toMatchObject([
      {
        file: "file.jsonl",
        line: 4,
        raw: '{"type":"question","set":"bad-set","key":7}',
        reason: expect.stringContaining("key"),
      },
      { file: "file.jsonl", line: 5, raw: "{not json" },
    ]);
  });

  test("a sample that is there with other content is put aside", async () => {
    await run(pool("clash"));
    const other = pool("clash");
    (other[6] as { prompt: unknown }).prompt = [{ role: "user", content: "another" }];
    const report = await run(other);
    expect(report).toMatchObject({ status: "done", rejected: 1, counts: { trajectories: { added: 0, present: 1 } } });
  });

  test("a verdict on a step that does not exist, and an undeclared judging run, are put aside", async () => {
    const records = pool("odd", { samples: 0 });
    records.push(trajectory("odd", 0, { ratings: [1, 1, 1] }));
    records.push({ ...trajectory("odd", 1), verdicts: [{ run: "unknown", steps: [] }] } as StudioRecordInput);
    expect(await run(records)).toMatchObject({ status: "done", rejected: 2, counts: { trajectories: { added: 2 } } });
  });

  test("a trajectory on another question than the one under its key is put aside with it", async () => {
    const line = (question: string, sample: number) => ({
      query_index: 1,
      sample_index: sample,
      data_source: "reused",
      messages: [
        { role: "user", content: question },
        { role: "assistant", content: "An answer." },
      ],
    });
    const report = await run([line("Who?", 0), line("Where?", 1)]);
    expect(report).toMatchObject({ rejected: 1, counts: { trajectories: { added: 1 } } });
    const next = await run([line("When?", 2), line("Who?", 3)]);
    expect(next).toMatchObject({ rejected: 1, counts: { trajectories: { added: 1 } } });
  });

  test("names that a text column cannot hold do not stop the file", async () => {
    const records = pool("nul");
    for (const record of records) {
      if (record.type === "judging-run" || record.type === "labelling-run") record.key += "\0";
      if (record.type === "judging-run") record.name += "\ud800";
      if (record.type !== "trajectory") continue;
      for (const part of [...(record.verdicts ?? []), ...(record.outcomes ?? [])]) part.run += "\0";
    }
    expect(await run(records)).toMatchObject({ status: "done", counts: { judgingRuns: { added: 1 } } });
    expect((await run(records)).counts).toMatchObject({ judgingRuns: { added: 0 }, verdicts: { added: 0 } });
  });

  test("a file of no known format is refused with what was expected", async () => {
    const report = await run(Buffer.from("hello, world\n"));
    expect(report).toMatchObject({ status: "refused", format: null });
    expect(report.message).toMatch(/GSM8K/);
    expect((await run(Buffer.alloc(0))).message).toBe("The file is empty.");
  });

  test("an upload that breaks off leaves nothing but its report", async () => {
    const before = await tableSizes();
    async function* broken() {
      yield jsonl(pool("broken"));
      throw new Error("connection lost");
    }
    const report = await importFile(db, { fileName: "broken.jsonl", body: broken(), totalBytes: null });
    expect(report.status).toBe("failed");
    expect(report.message).toContain("connection lost");
    expect(await tableSizes()).toEqual(before);
  });
});

test("two imports of one file at the same time add it once", async () => {
  const reports = await Promise.all([run(pool("twice")), run(pool("twice"))]);
  expect(reports.map((report) => report.counts.trajectories.added).sort()).toEqual([0, 2]);
});

test("an import lasts until its data is in", async () => {
  async function* slow() {
    // More than is looked at before the data's transaction begins
    yield Buffer.concat([jsonl(pool("slow")), Buffer.alloc(1_000_000, "\n")]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    yield jsonl([trajectory("slow", 7)]);
  }
  const report = await importFile(db, { fileName: "slow.jsonl", body: slow(), totalBytes: null });
  expect(Number(report.finishedAt) - Number(report.startedAt)).toBeGreaterThanOrEqual(290);
});
