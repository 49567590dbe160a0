/** Runs that were made here name things by ids of this database; taken elsewhere, they must not name others. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { NOT_HERE } from "@/domain/reference";
import { connect, type Db } from "@/server/db";
import { planRun } from "@/server/engine/testing/make-run";
import { listLabellingRuns } from "@/server/queries/library/labelling-runs";
import { readJudgingRun } from "@/server/services/judging/read";
import { startJudging } from "@/server/services/judging/start";
import { listTemplates } from "@/server/services/judging/templates";
import { readLabellingRun } from "@/server/services/labelling/read";
import { startLabelling } from "@/server/services/labelling/start";
import { readRolloutRun } from "@/server/services/rollout/read";
import { startRollout } from "@/server/services/rollout/start";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { HEADER, smallPool } from "@/server/testing/small-pool";
import { exportStudio, importLines, recordsIn, toJsonl } from "./test-pool";

const databases: TestDatabase[] = [];
const open: Db[] = [];
async function studio(): Promise<Db> {
  const database = await createTestDatabase();
  const db = connect(database.url);
  databases.push(database);
  open.push(db);
  return db;
}
afterAll(async () => {
  for (const db of open) await db.close();
  for (const database of databases) await database.drop();
});

const endpoint = { servedName: "judge-7b", maxConcurrency: 1, timeoutMs: 1_000, patienceMs: 1_000 };
let from: Db;
let content: Buffer;

/** A studio with a rollout run, a judging run and a labelling run of its own, and its export. */
beforeAll(async () => {
  from = await studio();
  await importLines(from, toJsonl(smallPool("a", { version: 1 })));
  const ids = (
    await from.pool.query("SELECT (SELECT id FROM rollout_run) AS run, (SELECT id FROM judging_run) AS judge")
  ).rows[0];
  const pool = { ...EMPTY_POOL, runs: [ids.run], judge: ids.judge, models: [0], search: "" };
  const { id: endpointId } = await from.prisma.endpoint.create({
    data: { name: "Judge", baseUrl: "http://127.0.0.1:1/v1", ...endpoint },
  });
  const plan = await planRun(from, { endpointId, questions: 1 });
  await from.pool.query("INSERT INTO corpus (id, key, name) VALUES (41, 'c', 'Corpus')");
  await from.pool.query("INSERT INTO passage (corpus_id, hash, title, body) VALUES (41, '\\x00', 't', 'b')");
  await startRollout(from, {
    ...plan,
    settings: { ...plan.settings, tools: ["search"], search: { kind: "corpus", corpusId: 41 } },
  });
  const [template] = await listTemplates(from);
  const asked = { temperature: 0.25, maxTokens: 99, votes: 1, useLogprobs: false, parseRetries: 1, seed: 7 };
  const judged = { ...pool, models: [] };
  await startJudging(from, {
    name: "own judge",
    pool: judged,
    judge: { kind: "model", endpointId, templateId: template?.id ?? 0, ...asked },
  });
  const labeller = { kind: "metric", metric: "gsm8k-strict", threshold: 1 } as const;
  await startLabelling(from, { name: "own labels", pool: judged, labeller });
  await label();
  content = await exportStudio(from);
});

/** As if a worker had begun with them. */
async function label(): Promise<void> {
  const { rows } = await from.pool.query(
    "SELECT (SELECT key FROM judging_run WHERE name = 'own judge') AS judge, (SELECT key FROM labelling_run WHERE name = 'own labels') AS labels",
  );
  const trajectory = { run: "a-run", set: "a-set", question: "1", sample: 0 };
  await importLines(
    from,
    toJsonl([
      HEADER,
      { type: "judging-run", key: rows[0].judge, version: 1, name: "own judge", judgeKind: "model" },
      { type: "labelling-run", key: rows[0].labels, version: 1, name: "own labels", labellerKind: "metric" },
      { type: "verdicts", run: rows[0].judge, version: 1, trajectory, steps: [{ step: 0, rating: 1 }] },
      { type: "outcome", run: rows[0].labels, version: 1, trajectory, correct: true },
    ]),
  );
}

/** The pages of the three runs of that studio. */
async function pagesOf(db: Db) {
  const id = async (table: string, name: string): Promise<number> =>
    (await db.pool.query(`SELECT id FROM ${table} WHERE name LIKE $1`, [name])).rows[0].id;
  return {
    rollout: await readRolloutRun(db, await id("rollout_run", "run %")),
    judging: await readJudgingRun(db, await id("judging_run", "own judge")),
    labelling: await readLabellingRun(db, await id("labelling_run", "own labels")),
  };
}
const idOf = async (db: Db, table: string, key: string): Promise<number> =>
  (await db.pool.query(`SELECT id FROM ${table} WHERE key = $1`, [key])).rows[0].id;

test("an empty studio exports them as they came", async () => {
  const text = content.toString();
  for (const id of ["questionSetId", "corpusId", "endpointId", "templateId"]) expect(text).not.toContain(id);
  const copy = await studio();
  await importLines(copy, content);
  expect((await exportStudio(copy)).toString()).toBe(text);
});

test("where other things have these numbers, their pages show what was meant", async () => {
  const to = await studio();
  await importLines(to, toJsonl(smallPool("other", { version: 1 })));
  await to.pool.query("INSERT INTO corpus (id, key, name) VALUES (41, 'another', 'Another corpus')");
  const other = { name: "Another", baseUrl: "http://127.0.0.1:2/v1", ...endpoint };
  await to.prisma.endpoint.create({ data: other });
  const [first] = await listTemplates(to);
  await to.pool.query("DELETE FROM judge_template");
  await to.prisma.judgeTemplate.create({
    data: {
      id: first?.id ?? 0,
      name: "Another",
      version: 1,
      systemText: "",
      userText: "?",
      grammar: first?.grammar ?? {},
    },
  });
  await importLines(to, content);

  const { rollout, judging, labelling } = await pagesOf(to);
  const runs = [await idOf(to, "rollout_run", "a-run")];
  const judge = await idOf(to, "judging_run", "a-judge");
  const { rows } = await to.pool.query("SELECT id FROM question_set WHERE key LIKE 'sums%'");
  expect(rollout.settings?.questions.questionSetId).toBe(rows[0].id);
  expect(rollout.corpus).toEqual({ id: await idOf(to, "corpus", "c"), name: "Corpus" });
  expect(judging.settings).toMatchObject({
    pool: { runs, judge },
    judge: { endpointId: NOT_HERE, templateId: NOT_HERE, temperature: 0.25 },
    endpoint: { id: NOT_HERE, name: "Judge", servedName: "judge-7b" },
    template: { id: NOT_HERE, name: first?.name },
  });
  expect(labelling.settings).toMatchObject({ pool: { runs, judge }, labeller: { metric: "gsm8k-strict" } });
  const listed = (await listLabellingRuns(to.pool)).find(({ name }) => name === "own labels");
  expect(listed?.metric).toEqual({ metric: "gsm8k-strict", threshold: 1 });
  expect((await listTemplates(to)).find(({ name }) => name === "Another")?.runs).toBe(0);

  // Once what they name is here, they are about that.
  const { id } = await to.prisma.endpoint.create({ data: { ...other, name: "Judge" } });
  expect((await pagesOf(to)).judging.settings?.judge).toMatchObject({ endpointId: id });
  const template = (await listTemplates(to)).find(({ name }) => name === first?.name);
  expect((await pagesOf(to)).judging.settings?.judge).toMatchObject({ templateId: template?.id });
});

test("a file of an earlier version brought ids of its own studio, which mean nothing here", async () => {
  const to = await studio();
  await importLines(to, toJsonl(smallPool("other", { version: 1 })));
  const { rollout, judging } = await pagesOf(from);
  const old = smallPool("old", { version: 1 }).map((record) => {
    if (record.type === "rollout-run") return { ...record, name: "run old", settings: rollout.settings ?? {} };
    if (record.type === "judging-run") return { ...record, name: "own judge", settings: judging.settings ?? {} };
    return record.type === "labelling-run" ? { ...record, name: "own labels" } : record;
  });
  await importLines(to, toJsonl(old));
  const pages = await pagesOf(to);
  expect(pages.rollout).toMatchObject({ settings: { questions: { questionSetId: NOT_HERE } }, corpus: null });
  expect(pages.judging.settings).toMatchObject({ pool: { runs: [NOT_HERE], judge: NOT_HERE } });
  const written = recordsIn(await exportStudio(to)).find((record) => "key" in record && record.key === "old-run");
  expect(written).toMatchObject({ settings: rollout.settings });
});
