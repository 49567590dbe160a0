import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { HEADER, jsonl, smallPool, smallTrajectory, useImports } from "@/server/testing/small-pool";
import { importFile } from "./import-file";
import { rejectsFile } from "./rejects-file";

const { own, run, one } = useImports();

async function tableSizes() {
  const tables = ["question", "trajectory", "step", "judgment", "verdict", "outcome", "judging_run", "labelling_run"];
  return one(`SELECT ${tables.map((table) => `(SELECT count(*) FROM "${table}") AS "${table}"`).join(", ")}`);
}

describe("a file of the studio's own format", () => {
  test("is loaded with its labels, and a second import adds nothing", async () => {
    const first = await run(smallPool("a"));
    expect(first).toMatchObject({ status: "done", rejected: 0, format: "swirl-studio" });
    expect(first.counts).toMatchObject({
      trajectories: { added: 2, present: 0 },
      steps: { added: 4 },
      verdicts: { added: 4 },
      outcomes: { added: 2 },
      judgingRuns: { added: 1 },
    });
    const judgments = await own.db.pool.query(
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
    const second = await run(gzipSync(jsonl(smallPool("a"))), "renamed.jsonl.gz");
    expect(second).toMatchObject({ status: "done", rejected: 0 });
    expect(new Set(Object.values(second.counts).map((tally) => tally.added))).toEqual(new Set([0]));
    expect(await tableSizes()).toEqual(sizes);
  });

  test("keeps actions as they were written, field order, NUL and lone surrogates included", async () => {
    await run(smallPool("exact"));
    const row = await one(
      `SELECT string_agg(s.action::text, ' ' ORDER BY s.idx) AS actions FROM step s JOIN trajectory t ON t.id = s.trajectory_id
       JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key = 'exact-run' AND t.sample_index = 0`,
    );
    expect(row.actions).toBe(
      '{"role":"assistant","content":"sum 0 <math_exp>2+2</math_exp>\\u0000\\ud800"} {"content":"<answer>4</answer>","role":"assistant"}',
    );
  });

  test("gives equal contexts equal hashes, and only those", async () => {
    await run(smallPool("hash"));
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

describe("bad input", () => {
  test("a malformed line is put aside with line and reason, the rest is loaded", async () => {
    const lines = smallPool("bad").map((record) => JSON.stringify(record));
    lines.splice(3, 0, '{"type":"question","set":"bad-set","key":7}', "{not json");
    const report = await run(Buffer.from(lines.join("\n")));
    expect(report).toMatchObject({ status: "done", rejected: 2, counts: { trajectories: { added: 2 } } });
    const file = await rejectsFile(own.db.pool, report.id);
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
    await run(smallPool("clash"));
    const other = smallPool("clash");
    (other[6] as { prompt: unknown }).prompt = [{ role: "user", content: "another" }];
    const report = await run(other);
    expect(report).toMatchObject({ status: "done", rejected: 1, counts: { trajectories: { added: 0, present: 1 } } });
  });

  test("a verdict on a step that does not exist, and an undeclared judging run, are put aside", async () => {
    const records = smallPool("odd", { samples: 0 });
    records.push(smallTrajectory("odd", 0, { ratings: [1, 1, 1] }));
    records.push({ ...smallTrajectory("odd", 1), verdicts: [{ run: "unknown", steps: [] }] } as StudioRecordInput);
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
    const records = smallPool("nul");
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
      yield jsonl(smallPool("broken"));
      throw new Error("connection lost");
    }
    const report = await importFile(own.db, { fileName: "broken.jsonl", body: broken(), totalBytes: null });
    expect(report.status).toBe("failed");
    expect(report.message).toContain("connection lost");
    expect(await tableSizes()).toEqual(before);
  });
});

test("two imports of one file at the same time add it once", async () => {
  const reports = await Promise.all([run(smallPool("twice")), run(smallPool("twice"))]);
  expect(reports.map((report) => report.counts.trajectories.added).sort()).toEqual([0, 2]);
});

test("an import lasts until its data is in", async () => {
  async function* slow() {
    // More than is looked at before the data's transaction begins
    yield Buffer.concat([jsonl(smallPool("slow")), Buffer.alloc(1_000_000, "\n")]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    yield jsonl([smallTrajectory("slow", 7)]);
  }
  const report = await importFile(own.db, { fileName: "slow.jsonl", body: slow(), totalBytes: null });
  expect(Number(report.finishedAt) - Number(report.startedAt)).toBeGreaterThanOrEqual(290);
});
