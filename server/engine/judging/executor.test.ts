/** Judging runs carried out by the engine on a real database, against a real server on loopback. */
import { afterEach, describe, expect, test } from "vitest";
import { messageText } from "@/domain/message";
import { EMPTY_POOL } from "@/domain/pool";
import { connect } from "@/server/db";
import { readProgress } from "@/server/queries/run/progress";
import { importFile } from "@/server/services/import/import-file";
import { readJudgingRun } from "@/server/services/judging/read";
import { startJudging } from "@/server/services/judging/start";
import { writeJudgments } from "@/server/services/judging/write-judgments";
import { createTestDatabase } from "@/server/testing/database";
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from "@/server/testing/openai-server/server";
import type { CompletionRequest } from "@/server/testing/openai-server/wire";
import { jsonl } from "@/server/testing/small-pool";
import { judgingExecutor } from "./executor";
import { addEndpoint, carryOut, poolOf, startModelJudging } from "./testing";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function prepare(lengths: number[], options: OpenAiServerOptions = {}) {
  const database = await createTestDatabase();
  closing.push(() => database.drop());
  const db = connect(database.url);
  closing.push(() => db.close());
  const server: OpenAiServer = await startOpenAiServer(options);
  closing.push(() => server.close());
  const content = jsonl(poolOf(lengths));
  await importFile(db, { fileName: "pool.jsonl", body: [content] as never, totalBytes: null });
  const endpointId = await addEndpoint(db, server.url);
  const rows = async (sql: string, values: unknown[] = []) => (await db.pool.query(sql, values)).rows;
  return { db, url: database.url, server, endpointId, rows };
}

const promptOf = (request: CompletionRequest) => messageText(request.messages.at(-1) ?? { role: "user" });
/** "2.1": the trajectory's sample and the step a request is about */
const placeOf = (request: CompletionRequest) =>
  /# The action to judge\naction (\d+\.\d+)/.exec(promptOf(request))?.[1] ?? "?";

describe("a model as judge", () => {
  test("rules on every step in order, and is never shown the answer or what came later", async () => {
    const { db, url, server, endpointId, rows } = await prepare([3, 0, 2, 5]);
    const id = await startModelJudging(db, { endpointId, useLogprobs: true });
    await carryOut(db, url, id);

    const run = await readJudgingRun(db, id);
    expect(run.summary.judged).toBe(4);
    const { reasonable, unreasonable, neutral, none } = run.summary.marks;
    expect([reasonable + unreasonable, neutral, none]).toEqual([10, 0, 0]);
    expect(run.summary.process.unjudged).toBe(1);
    expect(run.summary.scoreCount).toBe(10);
    expect(await rows("SELECT count(*)::int AS n FROM verdict WHERE raw IS NULL OR rationale IS NULL")).toEqual([
      { n: 0 },
    ]);

    const prompts = server.requests.map(({ body }) => promptOf(body));
    expect(prompts.some((prompt) => prompt.includes("SECRET-ANSWER"))).toBe(false);
    for (const sample of [0, 2, 3]) {
      const mine = server.requests.map(({ body }) => body).filter((body) => placeOf(body).startsWith(`${sample}.`));
      expect(mine.map(placeOf)).toEqual(mine.map((_, step) => `${sample}.${step}`));
      for (const [step, body] of mine.entries()) {
        expect(promptOf(body)).not.toContain(`result ${sample}.${step}`);
        if (step > 0) expect(promptOf(body)).toContain(`result ${sample}.${step - 1}`);
        const before = promptOf(mine[step - 1] ?? body).split("# The action to judge")[0] ?? "";
        expect(promptOf(body).startsWith(before)).toBe(true);
      }
    }
    const progress = await readProgress(db.pool, { kind: "judging", runId: id });
    expect(progress).toMatchObject({ done: 4, planned: 4, requests: 10 });
    expect(Object.values(progress?.ends ?? {}).reduce((sum, n) => sum + n, 0)).toBe(4);
  });

  test("asks again for what cannot be read, then keeps it as no verdict", async () => {
    let asked = 0;
    const { db, url, server, endpointId, rows } = await prepare([2], {
      reply: (request) => {
        if (placeOf(request) === "0.1") return { content: "I would rather not say." };
        asked += 1;
        return { content: asked === 1 ? "Ruling: perhaps" : "Fine.\n**Ruling:** reasonable." };
      },
    });
    const id = await startModelJudging(db, { endpointId, parseRetries: 2 });
    await carryOut(db, url, id);
    expect(
      await rows("SELECT idx, rating, rationale, raw FROM verdict WHERE judging_run_id = $1 ORDER BY idx", [id]),
    ).toEqual([
      { idx: 0, rating: 1, rationale: "Fine.", raw: "Fine.\n**Ruling:** reasonable." },
      { idx: 1, rating: null, rationale: null, raw: "I would rather not say." },
    ]);
    expect(await rows("SELECT process, reasonable::text FROM judgment WHERE judging_run_id = $1", [id])).toEqual([
      { process: 0, reasonable: "10" },
    ]);
    expect(await rows("SELECT step_idx, failure, raw FROM run_failure")).toEqual([
      { step_idx: 1, failure: "unparseable", raw: "I would rather not say." },
    ]);
    const bodies = server.requests.map(({ body }) => body);
    expect(bodies).toHaveLength(5);
    expect(new Set(bodies.map(({ seed }) => seed)).size).toBe(5);
  });

  test("takes several votes, and a tie is no verdict", async () => {
    const said = new Map<string, number>();
    const { db, url, server, endpointId, rows } = await prepare([2], {
      reply: (request) => {
        const place = placeOf(request);
        const nth = (said.get(place) ?? 0) + 1;
        said.set(place, nth);
        if (place === "0.1") return { content: `Ruling: ${nth % 2 === 0 ? "reasonable" : "unreasonable"}` };
        return { content: nth === 4 ? "no idea" : `Ruling: ${nth === 1 ? "unreasonable" : "reasonable"}` };
      },
    });
    const id = await startModelJudging(db, { endpointId, votes: 4, parseRetries: 0, temperature: 1 });
    await carryOut(db, url, id);
    const [first, second] = await rows(
      "SELECT rating, score, raw FROM verdict WHERE judging_run_id = $1 ORDER BY idx",
      [id],
    );
    expect(first).toMatchObject({ rating: 1, score: 67 });
    expect(first.raw).toContain("no idea");
    expect(second).toMatchObject({ rating: null, score: null });
    // Votes of one seed would be one vote.
    expect(new Set(server.requests.map(({ body }) => body.seed)).size).toBe(8);
  });

  test("goes on where the endpoint refuses a step or the context no longer fits", async () => {
    const { db, url, server, endpointId, rows } = await prepare([4, 2], {
      faults: (_, request) => {
        const place = placeOf(request);
        if (place === "0.2") return { kind: "context-overflow" };
        return place === "1.0" ? { kind: "refused", message: "This text is not allowed." } : null;
      },
    });
    const id = await startModelJudging(db, { endpointId });
    await carryOut(db, url, id);
    const verdicts = await rows(
      `SELECT t.sample_index AS t, v.idx, v.rating IS NOT NULL AS ruled, v.raw FROM verdict v
       JOIN trajectory t ON t.id = v.trajectory_id WHERE judging_run_id = $1 ORDER BY 1, 2`,
      [id],
    );
    expect(verdicts.map(({ t, idx, ruled }) => `${t}.${idx} ${ruled}`)).toEqual([
      "0.0 true",
      "0.1 true",
      "0.2 false",
      "0.3 false",
      "1.0 false",
      "1.1 true",
    ]);
    expect(verdicts[4]?.raw).toContain("This text is not allowed.");
    // Once the context is too long, nothing more is asked about the trajectory.
    expect(server.requests.some(({ body }) => placeOf(body) === "0.3")).toBe(false);
    expect(
      (await rows("SELECT failure, step_idx FROM run_failure ORDER BY item_id, step_idx")).map((row) => row.failure),
    ).toEqual(["context-overflow", "refused"]);
  });

  test("a resumed run judges what is missing and nothing twice", async () => {
    const { db, url, server, endpointId, rows } = await prepare([1, 1, 1, 1]);
    const id = await startModelJudging(db, { endpointId });
    const client = await db.pool.connect();
    const [first] = await rows("SELECT id FROM trajectory ORDER BY id");
    await writeJudgments(client, id, [{ trajectoryId: first.id, numSteps: 1, verdicts: [{ step: 0, rating: -1 }] }]);
    // One that was removed meanwhile
    await writeJudgments(client, id, [{ trajectoryId: 2_000_000_000, numSteps: 1, verdicts: [] }]);
    client.release();
    await carryOut(db, url, id);
    expect(server.requests.map(({ body }) => placeOf(body)).toSorted()).toEqual(["1.0", "2.0", "3.0"]);
    expect(await rows("SELECT rating FROM verdict WHERE trajectory_id = $1", [first.id])).toEqual([{ rating: -1 }]);
    expect(await rows("SELECT count(*)::int AS n FROM judgment WHERE judging_run_id = $1", [id])).toEqual([{ n: 4 }]);
  });
});

test("a run that began with one model is not carried on with another", async () => {
  const { db, endpointId, rows } = await prepare([1]);
  const id = await startModelJudging(db, { endpointId });
  await rows("UPDATE endpoint SET served_name = 'another' WHERE id = $1", [endpointId]);
  await expect(judgingExecutor.open(db, id, () => {})).rejects.toThrow(/now serves "another".*began with "scripted"/);
});

test("rules judge without an endpoint", async () => {
  const { db, url, server, rows } = await prepare([2, 0, 1]);
  const { id, trajectories } = await startJudging(db, {
    name: "Rules",
    pool: { ...EMPTY_POOL, minSteps: 1 },
    judge: { kind: "rule", rules: ["calculator-call-valid", "no-repeated-query", "answer-present"] },
  });
  expect(trajectories).toBe(2);
  await carryOut(db, url, id);
  expect(server.stats.count).toBe(0);
  expect(await rows("SELECT process, reasonable::text FROM judgment ORDER BY trajectory_id")).toEqual([
    { process: 1, reasonable: "11" },
    { process: 1, reasonable: "1" },
  ]);
  expect(await rows("SELECT count(*)::int AS n FROM judging_run_scope WHERE judging_run_id = $1", [id])).toEqual([
    { n: 1 },
  ]);
});

test("an empty pool is nothing to judge", async () => {
  const { db } = await prepare([]);
  const start = startJudging(db, {
    name: "None",
    pool: EMPTY_POOL,
    judge: { kind: "rule", rules: ["answer-present"] },
  });
  await expect(start).rejects.toMatchObject({ code: "invalid" });
  expect(await db.prisma.judgingRun.count()).toBe(0);
});
