/** What no row can have is refused at the router, before PostgreSQL fails on it. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { appRouter } from "./root";
import { createCallerFactory } from "./trpc";

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

const caller = () => createCallerFactory(appRouter)({ db });
type Caller = ReturnType<typeof caller>;

const ID = 2_147_483_648;
const NUL = "a\0b";
const PLAN = { name: "x", modelId: 1, questions: { questionSetId: 1 }, settings: { systemPrompt: "", stepLimit: 1 } };
const ARM = { name: "x", filter: { mode: "none" as const } };
const EXPERIMENT = { name: "x", pool: EMPTY_POOL, arms: [ARM] };
const FREEZE = { key: randomUUID(), experimentId: 1, arm: "x", fingerprint: "x", name: "x" };
const searchAt = (url: string) => ({
  ...PLAN.settings,
  tools: ["search" as const],
  search: { kind: "retriever" as const, url },
});
const calls: [string, (call: Caller) => Promise<unknown>][] = [
  ["the id of an import", ({ library }) => library.import({ id: ID })],
  ["the place in the list of imports", ({ library }) => library.imports({ before: ID })],
  ["the id of an import with rejects", ({ library }) => library.rejects({ id: ID })],
  ["the id of a question set", ({ library }) => library.questionSet({ id: ID })],
  ["the set of questions", ({ library }) => library.questions({ set: ID })],
  ["the id of a question", ({ library }) => library.question({ id: ID })],
  ["the question of samples", ({ library }) => library.samples({ question: ID })],
  ["the id of an export", ({ compare }) => compare.export({ id: ID })],
  ["the id of a trajectory", ({ trajectory }) => trajectory.get({ id: ID })],
  ["the id of a view to remove", ({ browse }) => browse.views.remove({ id: ID })],
  ["the id of a view to rename", ({ browse }) => browse.views.rename({ id: ID, name: "x" })],
  ["the name of a view", ({ browse }) => browse.views.save({ name: NUL, href: "/trajectories" })],
  ["the address of a view", ({ browse }) => browse.views.save({ name: "x", href: "/trajectories?q=\0" })],
  ["what the palette looks for", ({ library }) => library.palette({ query: NUL })],
  ["the id of a rollout run", ({ rollout }) => rollout.get({ id: ID })],
  ["words in rollout runs", ({ rollout }) => rollout.list({ search: NUL })],
  ["the name of a rollout run", ({ rollout }) => rollout.start({ ...PLAN, name: NUL })],
  [
    "its system prompt",
    ({ rollout }) => rollout.preview({ ...PLAN, settings: { ...PLAN.settings, systemPrompt: "\ud800" } }),
  ],
  [
    "a retriever's address with a key",
    ({ rollout }) => rollout.start({ ...PLAN, settings: searchAt("http://a:b@localhost") }),
  ],
  ["the name of an experiment", ({ experiment }) => experiment.save({ ...EXPERIMENT, name: NUL })],
  ["the name of an arm", ({ experiment }) => experiment.save({ ...EXPERIMENT, arms: [{ ...ARM, name: NUL }] })],
  ["the name of a training set", ({ trainingSet }) => trainingSet.freeze({ ...FREEZE, name: NUL })],
  ["a name whose versions are asked for", ({ trainingSet }) => trainingSet.versions({ name: NUL })],
  [
    "half of a character in an export that is kept",
    ({ compare }) => compare.prepareExport({ pool: { ...EMPTY_POOL, judge: 1, tools: ["x\udfff"] }, mode: "process" }),
  ],
  ["NUL in a field that nobody reads", ({ trajectory }) => trajectory.get({ id: 1, [NUL]: 1 } as never)],
  ["the attempt whose log is asked for", ({ trainingRun }) => trainingRun.log({ id: 1, attempt: 32_768 })],
  ["words in questions", ({ library }) => library.questionCount({ set: 1, search: NUL })],
];

test.each(calls)("%s", async (_, run) => {
  await expect(run(caller())).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
