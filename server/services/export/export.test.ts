import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FilterMode, keeps, type Outcome } from "@/domain/filter";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { TrainingRow } from "@/domain/training-row";
import { decompose } from "@/domain/trajectory";
import { summariseVerdicts } from "@/domain/verdict";
import { connect, type Db } from "@/server/db";
import { comparePool } from "@/server/queries/compare/compare-pool";
import { resolveRun } from "@/server/services/runs";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { propertyRuns } from "@/server/testing/properties";
import { type Delivery, openExport } from "./deliver";
import { getExport } from "./export-row";
import { fileResponse } from "./http-response";
import { prepareExport } from "./prepare";
import { type AskedExport, ExportRequest } from "./request";
import { openSnapshot } from "./snapshot";
import { arbitraryTrajectory, importLines, type RandomTrajectory, recordsOf, toJsonl, verdictsOf } from "./test-pool";

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

let pools = 0;
async function importPool(trajectories: readonly RandomTrajectory[]): Promise<Pool> {
  pools += 1;
  await importLines(db, toJsonl(recordsOf(`p${pools}`, trajectories)));
  const run = await resolveRun(db.pool, "rollout run", `p${pools}-run`);
  const judge = await resolveRun(db.pool, "judging run", `p${pools}-judge`);
  return { ...EMPTY_POOL, runs: [run.id], judge: judge.id };
}

async function exported(request: AskedExport): Promise<{ id: number; content: Buffer }> {
  const { id, chunks } = await openExport(db, await prepareExport(db, request));
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return { id, content: Buffer.concat(parts) };
}

/** Those that hold a snapshot. */
async function connections(): Promise<number> {
  const { rows } = await db.pool.query(
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`,
  );
  return rows[0].n;
}

const linesOf = (content: Buffer) => content.toString("utf8").split("\n").slice(0, -1);
const plain = { format: "sub-trajectories", file: "jsonl", gzip: false } as const;
const outcomeOf = (one: RandomTrajectory): Outcome =>
  one.correct === null ? "unlabelled" : one.correct ? "correct" : "incorrect";
const keptBy = (mode: FilterMode, trajectories: readonly RandomTrajectory[]) =>
  trajectories.filter((one) =>
    keeps(mode, summariseVerdicts(one.judged ? verdictsOf(one) : [], one.steps.length).process, outcomeOf(one)),
  );

describe("sub-trajectories", () => {
  test("are what decompose gives for every trajectory a mode keeps, message by message", async () => {
    const property = fc.asyncProperty(fc.array(arbitraryTrajectory, { maxLength: 12 }), async (random) => {
      // A judging run that ruled on nothing would not be there.
      const all = [oneStep("judged"), ...random];
      const pool = await importPool(all);
      for (const mode of FilterMode.options) {
        const { id, content } = await exported({ ...plain, pool, mode });
        const rows = linesOf(content).map((line) => JSON.parse(line));
        const expected = keptBy(mode, all).flatMap((one) =>
          decompose(one).map(({ step, context, action }) => {
            const verdict = one.judged ? one.steps[step]?.verdict : undefined;
            return {
              prompt: JSON.stringify(context),
              completion: JSON.stringify([action]),
              tools: one.tools ? JSON.stringify(one.tools) : null,
              rating: verdict?.rating ?? null,
              score: verdict?.score ?? null,
              outcome: outcomeOf(one),
              step,
              sample: all.indexOf(one),
              question_key: `q${one.question}`,
              mode,
            };
          }),
        );
        for (const row of rows) TrainingRow.parse(row);
        expect(
          rows.map(({ prompt, completion, tools, rating, score, outcome, step, sample, question_key, mode }) => ({
            prompt: JSON.stringify(prompt),
            completion: JSON.stringify(completion),
            ...{ tools, rating, score, outcome, step, sample, question_key, mode },
          })),
        ).toEqual(expected);
        expect(content.includes("secret-answer")).toBe(false);
        expect(await getExport(db, id)).toMatchObject({
          status: "done",
          rows: rows.length,
          expectedRows: rows.length,
          bytes: content.length,
          sha256: createHash("sha256").update(content).digest("hex"),
        });
      }
    });
    await fc.assert(property, { numRuns: propertyRuns(25) });
  }, 120_000);

  test("are as many as the comparison says", async () => {
    const pool = await importPool([oneStep("judged"), ...fc.sample(arbitraryTrajectory, 60)]);
    const { modes } = await comparePool(db, pool);
    for (const mode of FilterMode.options) {
      const rows = linesOf((await exported({ ...plain, pool, mode })).content).map((line) => JSON.parse(line));
      expect(rows).toHaveLength(modes[mode].subTrajectories);
      expect(new Set(rows.map((row) => row.trajectory)).size).toBeLessThanOrEqual(modes[mode].trajectories);
      expect(new Set(rows.map((row) => `${row.tools} ${JSON.stringify(row.prompt)}`)).size).toBe(
        modes[mode].distinctContexts,
      );
    }
  });

  test("compressed are the same bytes, and the digest is of these", async () => {
    const pool = await importPool([oneStep("judged"), ...fc.sample(arbitraryTrajectory, 20)]);
    const { content } = await exported({ ...plain, pool, mode: "none" });
    const compressed = await exported({ ...plain, pool, mode: "none", gzip: true });
    expect(gunzipSync(compressed.content).equals(content)).toBe(true);
    expect((await getExport(db, compressed.id)).sha256).toBe(createHash("sha256").update(content).digest("hex"));
  });

  test("whitespace that a file was written with does not break a line", async () => {
    const pool = await importPool([oneStep("pretty")]);
    await db.pool.query("UPDATE step SET action = $1 WHERE trajectory_id = (SELECT max(id) FROM trajectory)", [
      JSON.stringify({ role: "assistant", content: "line\nbreak" }, null, 2).replaceAll("\n", "\r\n"),
    ]);
    const [line, ...rest] = linesOf((await exported({ ...plain, pool, mode: "none" })).content);
    expect(rest).toEqual([]);
    expect(JSON.parse(line ?? "").completion).toEqual([{ role: "assistant", content: "line\nbreak" }]);
  });
});

describe("an export", () => {
  test("that nobody reads to the end has failed", async () => {
    const pool = await importPool(Array.from({ length: 40 }, () => oneStep("x".repeat(50_000))));
    const { id, chunks } = await openExport(db, await prepareExport(db, { ...plain, pool, mode: "none" }));
    await chunks.next();
    await chunks.return(undefined);
    expect(await getExport(db, id)).toMatchObject({
      status: "failed",
      message: "The reader went away before the end.",
      sha256: null,
    });
  });

  test.each([
    ["that is closed before it is read", async ({ close }: Delivery) => close()],
    ["that is left before it is read", async ({ chunks }: Delivery) => void (await chunks.return(undefined))],
    [
      "whose response is cancelled at once",
      async (delivery: Delivery) => fileResponse(delivery, new AbortController().signal).body?.cancel(),
    ],
    [
      "whose client had gone while its rows were counted",
      async (delivery: Delivery) => void fileResponse(delivery, AbortSignal.abort()),
    ],
    [
      "whose client goes while nobody reads the response",
      async (delivery: Delivery) => {
        const client = new AbortController();
        fileResponse(delivery, client.signal);
        await new Promise((resolve) => setTimeout(resolve, 100));
        client.abort();
      },
    ],
  ])("%s has failed, and holds no connection", async (_, leave) => {
    const pool = await importPool(Array.from({ length: 40 }, () => oneStep("x".repeat(50_000))));
    const delivery = await openExport(db, await prepareExport(db, { ...plain, pool, mode: "none" }));
    expect(await connections()).toBe(1);
    await leave(delivery);
    await expect.poll(connections).toBe(0);
    await expect
      .poll(() => getExport(db, delivery.id))
      .toMatchObject({ status: "failed", message: "The reader went away before the end.", sha256: null });
  });

  test("that is complete stays so when it is closed", async () => {
    const pool = await importPool([oneStep("closed")]);
    const delivery = await openExport(db, await prepareExport(db, { ...plain, pool, mode: "none" }));
    const response = fileResponse(delivery, new AbortController().signal);
    expect(linesOf(Buffer.from(await response.arrayBuffer()))).toHaveLength(1);
    await delivery.close();
    expect(await getExport(db, delivery.id)).toMatchObject({ status: "done", rows: 1 });
    expect(await connections()).toBe(0);
  });

  test("whose database connection breaks has failed, and its reader hears of it", async () => {
    const pool = await importPool(Array.from({ length: 400 }, () => oneStep("x".repeat(50_000))));
    const { id, chunks } = await openExport(db, await prepareExport(db, { ...plain, pool, mode: "none" }));
    await chunks.next();
    await db.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND datname = current_database()",
    );
    await expect(
      (async () => {
        for await (const _ of chunks);
      })(),
    ).rejects.toThrow();
    expect(await getExport(db, id)).toMatchObject({ status: "failed", sha256: null });
  });

  test("is written once; asked for again it is written anew under its own number", async () => {
    const pool = await importPool([oneStep("once")]);
    const id = await prepareExport(db, { ...plain, pool, mode: "none" });
    expect((await getExport(db, id)).status).toBe("waiting");
    const first = await openExport(db, id);
    for await (const _ of first.chunks);
    const second = await openExport(db, id);
    for await (const _ of second.chunks);
    expect(second.id).not.toBe(first.id);
    expect((await getExport(db, second.id)).sha256).toBe((await getExport(db, first.id)).sha256);
  });

  test("is not given up while its rows are counted", async () => {
    const pool = await importPool([oneStep("counted")]);
    const id = await prepareExport(db, { ...plain, pool, mode: "none" });
    const blocker = await db.pool.connect();
    try {
      await blocker.query("BEGIN; LOCK TABLE trajectory IN ACCESS EXCLUSIVE MODE");
      await db.pool.query("UPDATE export SET heartbeat_at = now() - interval '50 seconds' WHERE id = $1", [id]);
      const opening = openExport(db, id);
      await expect.poll(async () => (await getExport(db, id)).status, { timeout: 10_000 }).toBe("waiting");
      await blocker.query("COMMIT");
      const opened = await opening;
      expect(opened.id).toBe(id);
      for await (const _ of opened.chunks);
      expect(await getExport(db, id)).toMatchObject({ status: "done", rows: 1 });
    } finally {
      await blocker.query("ROLLBACK");
      blocker.release();
    }
  });

  test("is counted with every way of joining, and its rows are read in the order of their key", async () => {
    const pool = await importPool([oneStep("joined")]);
    const snapshot = await openSnapshot(db, ExportRequest.parse({ ...plain, pool, mode: "none" }));
    const hashJoin = async () => (await snapshot.client.query("SHOW enable_hashjoin")).rows[0].enable_hashjoin;
    try {
      expect(await hashJoin()).toBe("on");
      for await (const batch of snapshot.rows("SELECT 1")) for (const _ of batch);
      expect(await hashJoin()).toBe("off");
    } finally {
      await snapshot.close();
    }
  });

  test("needs a judging run that is there", async () => {
    const pool = { ...EMPTY_POOL, judge: null };
    await expect(prepareExport(db, { ...plain, pool, mode: "process" })).rejects.toThrow("Choose a judging run");
    await expect(prepareExport(db, { ...plain, pool: { ...pool, judge: 999_999 }, mode: "none" })).rejects.toThrow(
      "no judging run 999999",
    );
  });

  test("is not disturbed by what is imported meanwhile", async () => {
    const pool = await importPool([oneStep("before")]);
    const opened = await openExport(db, await prepareExport(db, { ...plain, pool, mode: "none" }));
    await importLines(db, toJsonl(recordsOf(`p${pools}`, [oneStep("before"), oneStep("after")])));
    const parts: Buffer[] = [];
    for await (const chunk of opened.chunks) parts.push(chunk);
    expect(linesOf(Buffer.concat(parts))).toHaveLength(1);
  });
});

function oneStep(content: string): RandomTrajectory {
  return {
    prompt: [{ role: "user", content: "?" }],
    tools: null,
    steps: [
      {
        action: { role: "assistant", content },
        observation: null,
        finishReason: null,
        promptTokens: null,
        verdict: { rating: 1, score: null, rationale: null },
      },
    ],
    question: 0,
    judged: true,
    correct: true,
    tokens: null,
    metadata: {},
    at: null,
  };
}
