/** A training run that was launched here, taken to another studio by an export. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { NOT_HERE } from "@/domain/reference";
import { connect, type Db } from "@/server/db";
import { readLineage } from "@/server/queries/model/lineage";
import { compareTrainingRuns } from "@/server/queries/training/compare";
import { listTrainingContexts } from "@/server/queries/training/contexts";
import { listTrainingRuns } from "@/server/queries/training/list";
import { readTrainingLog, readTrainingRun } from "@/server/queries/training/read";
import { readContextSamples } from "@/server/queries/training/samples";
import { readSeries } from "@/server/queries/training/series";
import { readTrainingState } from "@/server/queries/training/state";
import { cloneTraining } from "@/server/services/training/clone";
import { resumeTraining } from "@/server/services/training/resume";
import { stopTraining } from "@/server/services/training/stop";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { smallPool } from "@/server/testing/small-pool";
import { ingest } from "@/server/training/ingest";
import { claimRuns } from "@/server/training/leases";
import { makeResultModel } from "@/server/training/result-model";
import { addTrainingRun, finalCheckpoint, metrics, numbered, type Said, started } from "@/server/training/testing";

import { exportStudio, importLines, toJsonl } from "./test-pool";

const databases: TestDatabase[] = [];
let from: Db;
let to: Db;
beforeAll(async () => {
  for (let count = 0; count < 2; count += 1) databases.push(await createTestDatabase());
  [from, to] = databases.map(({ url }) => connect(url)) as [Db, Db];
});
afterAll(async () => {
  await Promise.all([from.close(), to.close()]);
  for (const database of databases) await database.drop();
});

/** A launch on a pool, as it was carried out: two attempts, figures, sampled actions and a model. */
async function train(db: Db, key: string) {
  const pick = async (sql: string): Promise<number> => (await db.pool.query(sql, [`${key}-run`])).rows[0].id;
  const trajectory = await pick(
    `SELECT t.id FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key = $1 ORDER BY t.id LIMIT 1`,
  );
  const runId = await pick("SELECT id FROM rollout_run WHERE key = $1");
  const judge = (await db.pool.query("SELECT id FROM judging_run WHERE key = $1", [`${key}-judge`])).rows[0].id;
  const question = (await db.pool.query("SELECT question_id FROM trajectory WHERE id = $1", [trajectory])).rows[0];
  const run = await addTrainingRun(db, { name: `${key} training`, engine: { name: "cluster" } });
  const sampled = (step: number, context: string, at = trajectory): Said => ({
    ...{ event: "samples", step, context, watched: context === "aa", trajectory: at, step_index: 1 },
    ...{ question: question.question_id, prompt: step === 1 ? [{ role: "user", content: "2 + 2? 🙂" }] : null },
    actions: [{ text: `action ${step}`, reward: step % 2, tokens: 3, ended: true }],
  });
  const said: Said[] = [
    ...[started(), metrics(1), sampled(1, "aa"), sampled(1, "gone", 999_999), metrics(2), sampled(2, "aa")],
    { event: "warning", message: "Slow." },
    finalCheckpoint("/storage/final"),
    { event: "done", step: 2, seconds: 9.5 },
  ];
  await ingest(db.pool, numbered(said), { runId: run.id, watcher: null, skipsGaps: false });
  const client = await db.pool.connect();
  await makeResultModel(client, run.id, run.engine);
  client.release();
  await db.pool.query(
    `UPDATE training_run SET data = $2, checked = $3, resources = $4, config = $5, reward = $6, status = 'done',
       finished_at = '2026-01-02T03:04:05Z', changed_at = '2026-01-02T03:04:05Z', engine_id = $7, attempt = 2,
       data_rows = 4, code_version = 'v1 (abc)' WHERE id = $1`,
    [
      run.id,
      JSON.stringify({ pool: { ...EMPTY_POOL, runs: [runId], judge }, mode: "process" }),
      JSON.stringify(CHECKED),
      JSON.stringify({ cpus: 1, gpus: 0, memoryGib: null }),
      CONFIG,
      JSON.stringify({ kind: "judge", endpointId: 5, templateId: 6, endpoint: "Judge", template: "Mine v3" }),
      (await db.prisma.trainingEngine.create({ data: { name: randomUUID(), settings: run.engine } })).id,
    ],
  );
  await db.pool.query(
    `INSERT INTO training_attempt (run_id, attempt, job_id, status, log_tail, started_at)
     VALUES ($1, 2, $2, 'done', 'the end', now())`,
    [run.id, `swirl-${run.key}-2`],
  );
  return run;
}

const CHECKED = {
  ...{ trajectories: 1, subTrajectories: 2, distinctContexts: 2, tokens: null, uncounted: 0, tooLong: 0 },
  ...{ stepsPerEpoch: 1, epochs: 1, judgeCalls: 0, policy: "unknown", warnings: [{ message: "Few.", blocks: false }] },
};
const CONFIG = [
  "algorithm: swirl # as it was launched",
  "model: { path: /base }",
  "reward: { kind: rule, rule: well-formed }",
  "optimiser: { contexts_per_step: 4, samples_per_context: 2 }",
].join("\n");

/** All that the pages of a training run and of its model show. */
async function pagesOf({ pool }: Db, key: string) {
  const { id } = (await pool.query("SELECT id FROM training_run WHERE key = $1", [key])).rows[0];
  const contexts = await listTrainingContexts(pool, id);
  const [listed] = (await listTrainingRuns(pool, { cursor: null, limit: 9, search: "", isOpen: false })).filter(
    (run) => run.id === id,
  );
  const { rows } = await pool.query("SELECT id FROM model WHERE training_run_id = $1", [id]);
  return {
    id,
    pages: {
      run: await readTrainingRun(pool, id),
      state: { ...(await readTrainingState(pool, id)), workers: 0 },
      series: await readSeries(pool, { runId: id, since: 0, epoch: null }),
      comparison: await compareTrainingRuns(pool, [id]),
      listed,
      contexts,
      samples: await Promise.all(contexts.map(({ context }) => readContextSamples(pool, { runId: id, context }))),
      logs: await Promise.all([1, 2].map((attempt) => readTrainingLog(pool, { id, attempt }))),
      lineage: await readLineage(pool, rows[0].id),
    },
  };
}

/** Ids count otherwise there, paths and endpoints do not travel, and the engine is another studio's. */
const comparable = (pages: unknown) =>
  JSON.parse(
    JSON.stringify(pages, (name, value) => {
      if (["id", "engine", "isImported", "path", "endpoint", "revision", "trajectoryId"].includes(name))
        return undefined;
      if (["endpointId", "templateId", "workers"].includes(name)) return undefined;
      return ["runs", "judge"].includes(name) && typeof [value].flat()[0] === "number" ? "by id" : value;
    }),
  );

test("shows the same on every page of the studio it came to, and stays as it ended", async () => {
  await importLines(from, toJsonl(smallPool("a", { version: 1 })));
  const { key } = await train(from, "a");
  // What another number means there is what must not be mixed up.
  await importLines(to, toJsonl(smallPool("other", { samples: 3, version: 1 })));
  await to.prisma.model.create({ data: { name: "shifts ids" } });
  const content = await exportStudio(from);
  await importLines(to, content);

  const [original, imported] = [await pagesOf(from, key), await pagesOf(to, key)];
  expect(comparable(imported.pages)).toEqual(comparable(original.pages));
  expect(imported.pages.run).toMatchObject({ isImported: true, engine: null, reward: { endpointId: null } });
  expect(imported.pages.contexts.map(({ trajectoryId }) => trajectoryId !== null)).toEqual([true, false]);
  expect(imported.pages.contexts[1]?.question).toBe("What is 2 + 2?");

  const { rows } = await to.pool.query("SELECT id FROM rollout_run WHERE key = 'a-run'");
  expect(imported.pages.run.data.pool.runs).toEqual([rows[0].id]);
  expect(await cloneTraining(to, imported.id)).toMatchObject({
    engineId: null,
    baseModelId: imported.pages.run.baseModel.id,
    reward: { endpointId: null, templateId: null },
    data: { pool: { runs: [rows[0].id] } },
  });
  await expect(resumeTraining(to, imported.id)).rejects.toThrow("was imported");
  await expect(stopTraining(to, imported.id)).rejects.toThrow("nothing to stop");
  expect(await claimRuns(to.pool, randomUUID(), 10)).toEqual([]);
  // Its home knows it: nothing changes there.
  await importLines(from, content);
  expect((await exportStudio(from)).equals(content)).toBe(true);
});

test("its judge's endpoint and template are found where they have the same names", async () => {
  const own = await createTestDatabase();
  databases.push(own);
  const db = connect(own.url);
  const endpoint = {
    baseUrl: "http://10.0.0.7/v1",
    servedName: "judge",
    maxConcurrency: 1,
    timeoutMs: 1,
    patienceMs: 1,
  };
  const { id: endpointId } = await db.prisma.endpoint.create({ data: { name: "Judge", ...endpoint } });
  const { id: templateId } = await db.prisma.judgeTemplate.create({
    data: { name: "Mine", version: 3, systemText: "", userText: "?", grammar: {} },
  });
  await importLines(db, await exportStudio(from));
  const [run] = await listTrainingRuns(db.pool, { cursor: null, limit: 1, search: "", isOpen: false });
  expect((await readTrainingRun(db.pool, run?.id ?? 0)).reward).toMatchObject({ endpointId, templateId });
  await db.close();
});

test("one that is still open is not written, and what it names that is gone stays gone", async () => {
  const own = await createTestDatabase();
  databases.push(own);
  const db = connect(own.url);
  await importLines(db, toJsonl(smallPool("g", { version: 1 })));
  const { id } = await train(db, "g");
  await addTrainingRun(db, { name: "still open", status: "running" });
  const pool = { ...EMPTY_POOL, runs: [77], judge: 88 };
  await db.pool.query("UPDATE training_run SET data = $2 WHERE id = $1", [id, JSON.stringify({ pool, mode: "none" })]);
  const content = await exportStudio(db);
  expect(content.toString()).toContain('"pool":{"runs":[{"gone":true}],"judge":{"gone":true}}');
  expect(content.toString()).not.toContain("still open training");
  expect(content.toString()).not.toContain('"status":"running"');
  await db.close();
  const second = await createTestDatabase();
  databases.push(second);
  const copy = connect(second.url);
  await importLines(copy, content);
  const [run] = await listTrainingRuns(copy.pool, { cursor: null, limit: 1, search: "", isOpen: false });
  expect((await readTrainingRun(copy.pool, run?.id ?? 0)).data.pool).toMatchObject({
    runs: [NOT_HERE],
    judge: NOT_HERE,
  });
  expect((await exportStudio(copy)).toString()).toBe(content.toString());
  await copy.close();
});
