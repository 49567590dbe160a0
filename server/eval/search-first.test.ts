/** No server is ordered before the search tool of its answers works; what may pass is waited for. */
import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { SearchSource } from "@/domain/rollout/settings";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { indexPassageWords } from "@/server/jobs/index-passages";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { moveCells } from "./move-cells";

const { own, run: load, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db });

let serving: { engineId: number; resources: { cpus: number; gpus: number } };
let modelId: number;
let questionSetId: number;
/** ms */
let ahead: number;

beforeAll(async () => {
  await load([
    HEADER,
    { type: "question-set", key: "sums", name: "sums", metric: "gsm8k" },
    { type: "question", set: "sums", key: "q", text: "What is 1 + 1?", answers: ["2"] },
    { type: "corpus", key: "hollow", name: "Hollow" },
    { type: "corpus", key: "rivers", name: "Rivers" },
    { type: "passage", corpus: "rivers", key: "p", title: "River Selk", text: "It is long." },
  ]);
  ({ id: questionSetId } = await one("SELECT id FROM question_set"));
  ({ id: modelId } = await own.db.prisma.model.create({ data: { name: "checkpoint", path: "/runs/1/final" } }));
  const settings = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });
  const { id: engineId } = await own.db.prisma.trainingEngine.create({ data: { name: "Cluster", settings } });
  serving = { engineId, resources: { cpus: 1, gpus: 0 } };
});
beforeEach(() => {
  ahead = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + ahead);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await own.db.pool.query("UPDATE eval_matrix SET status = 'cancelled'");
});

async function start(search: SearchSource): Promise<number> {
  const { settings } = await api().eval.suggestSet({ questionSetId });
  const sets = [{ questions: { questionSetId }, settings: { ...settings, tools: ["search" as const], search } }];
  return (await api().eval.start({ key: randomUUID(), plan: { name: randomUUID(), models: [modelId], sets, serving } }))
    .id;
}
const cellOf = (id: number) => one("SELECT status, message FROM eval_cell WHERE matrix_id = $1", [id]);
const serversOf = (id: number) => rows("SELECT 1 FROM serving_job WHERE matrix_id = $1", [id]);
const corpusId = async (key: string) => (await one("SELECT id FROM corpus WHERE key = $1", [key])).id;
const beat = async (seconds: number) => {
  ahead += seconds * 1_000;
  await moveCells(own.db);
};

/** A retriever that answers every query with `status`. */
async function retriever(status: number) {
  const asked = { status, count: 0 };
  const server = http.createServer((_request, response) => {
    asked.count++;
    response.writeHead(asked.status, { "content-type": "application/json", "retry-after": "3600" });
    response.end(JSON.stringify({ result: [[{ document: { contents: "T\nx" }, score: 1 }]] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/retrieve`;
  return { asked, url, close: () => server.close() };
}

test("a corpus without passages cannot be looked in", async () => {
  await expect(start({ kind: "corpus", corpusId: await corpusId("hollow") })).rejects.toThrow(
    '"sums": The corpus "Hollow" holds no passages, so a search would find nothing: import its passages first.',
  );
});

test("a retriever that is away for a moment is waited for, asked every 15 seconds and once each", async () => {
  const { asked, url, close } = await retriever(503);
  const id = await start({ kind: "retriever", url });
  await beat(0);
  expect(await cellOf(id)).toEqual({
    status: "serving",
    message: `The retriever at ${url} answered 503. It is asked again: a server is started once it answers.`,
  });
  await beat(1);
  await beat(13);
  expect(asked.count).toBe(1);
  await beat(2);
  expect(asked.count).toBe(2);
  expect(await serversOf(id)).toEqual([]);
  asked.status = 200;
  await beat(16);
  expect(await serversOf(id)).toHaveLength(1);
  close();
});

test("after ten minutes its cell fails; one that nobody waited for meanwhile is waited for anew", async () => {
  const url = "http://127.0.0.1:9/retrieve";
  const first = await start({ kind: "retriever", url });
  for (let seconds = 0; seconds < 600; seconds += 30) await beat(30);
  expect(await cellOf(first)).toMatchObject({ status: "serving" });
  await beat(31);
  expect(await cellOf(first)).toMatchObject({
    status: "failed",
    message: expect.stringMatching(
      /^The retriever at .* could not be reached.*, for ten minutes\. .* no server was started\.$/,
    ),
  });
  const second = await start({ kind: "retriever", url });
  await beat(1);
  await api().eval.cancel({ id: second });
  const third = await start({ kind: "retriever", url });
  await beat(700);
  expect(await cellOf(third)).toMatchObject({ status: "serving" });
  expect(await rows("SELECT 1 FROM serving_job WHERE matrix_id = ANY($1)", [[first, second, third]])).toEqual([]);
});

test.each([400, 404])("one that answers %d fails its cell at once", async (status) => {
  const { url, close } = await retriever(status);
  const id = await start({ kind: "retriever", url });
  await beat(0);
  expect(await cellOf(id)).toMatchObject({ status: "failed", message: expect.stringContaining(String(status)) });
  close();
});

test("a corpus that is being indexed is waited for; its newest passage tells, now and then", async () => {
  const id = await start({ kind: "corpus", corpusId: await corpusId("rivers") });
  const query = vi.spyOn(own.db.pool, "query");
  const asked = () => query.mock.calls.map(([text]) => String(text)).filter((text) => /FROM passage_search/.test(text));
  await beat(0);
  await beat(1);
  expect(await cellOf(id)).toMatchObject({ status: "serving", message: expect.stringMatching(/is being indexed/) });
  expect(asked()).toEqual([expect.stringContaining("ORDER BY p.id DESC LIMIT 1")]);
  expect(await serversOf(id)).toEqual([]);
  await indexPassageWords(own.db.pool);
  await beat(15);
  expect(await serversOf(id)).toHaveLength(1);
});
