import { describe, expect, test } from "vitest";
import { HEADER, smallPool, smallTrajectory, useImports } from "@/server/testing/small-pool";

const { own, run, one } = useImports();

describe("newer labels", () => {
  const versions = async (key: string) =>
    (
      await own.db.pool.query(
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
    await run(smallPool("v"));
    await run(labels("v", 1, 1, "2026-01-02T00:00:00Z"));
    expect(await versions("v-judge")).toEqual([
      { version: 1, process: "1,-1" },
      { version: 2, process: "1,1" },
    ]);
    const carried = await own.db.pool.query(
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
    expect(older.message).toBe(
      "judge: 1 trajectories have newer labels in the studio than in this file, and keep them.",
    );
    expect(await versions("v-judge")).toHaveLength(2);
  });

  test("of one file: the newest counts, wherever it stands", async () => {
    await run(smallPool("n"));
    const [header, declared, newest] = labels("n", 0, -1, "2026-03-01T00:00:00Z");
    const report = await run([header, declared, newest, labels("n", 0, 1, "2026-02-01T00:00:00Z")[2]]);
    expect(report.message).toContain("(1 left aside)");
    expect((await versions("n-judge")).at(-1)).toEqual({ version: 2, process: "-1,-1" });
  });

  test("that are undated say nothing new where an earlier version said the same", async () => {
    await run(smallPool("again"));
    const file = labels("again", 1, 1);
    await run(file);
    await run(labels("again", 1, -1));
    expect(await versions("again-judge")).toHaveLength(3);
    expect((await run(file)).counts.verdicts).toEqual({ added: 0, present: 2 });
    expect((await run(smallPool("again"))).counts.verdicts.added).toBe(0);
    expect((await versions("again-judge")).at(-1)).toEqual({ version: 3, process: "1,-1" });
  });

  test("for a version that has other ones are rejected", async () => {
    await run(smallPool("fixed", { version: 1 }));
    const changed = smallPool("fixed", { version: 1 });
    changed[7] = smallTrajectory("fixed", 1, { ratings: [1, 1], version: 1 });
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
    ...smallPool("s", { samples: 0 }),
    ...Array.from({ length: count }, () => smallTrajectory("s", null)),
  ];
  const samples = async () =>
    (
      await own.db.pool.query(
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
  const records = [
    ...smallPool("far", { samples: 0 }),
    smallTrajectory("far", null),
    ...between,
    smallTrajectory("far", null),
  ];
  expect((await run(records)).counts.trajectories).toEqual({ added: 2, present: 0 });
  expect((await run(records)).counts.trajectories).toEqual({ added: 0, present: 2 });
});

test("a sample without a number takes one that nothing has", async () => {
  const samples = [2, 0, null, null].map((sample, index) => {
    const made = smallTrajectory("gaps", sample);
    return { ...made, prompt: [{ role: "user", content: `different ${index}` }] };
  });
  expect(await run([...smallPool("gaps", { samples: 0 }), ...samples])).toMatchObject({ status: "done", rejected: 0 });
  const { rows } = await own.db.pool.query(
    `SELECT t.sample_index AS sample FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
     WHERE r.key = 'gaps-run' ORDER BY t.id`,
  );
  expect(rows.map((row) => row.sample)).toEqual([2, 0, 3, 4]);
});
