/** What the document says is how the studio is really called. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POOL_PARAMS } from "@/domain/pool";
import { openApiDocument } from "@/server/openapi/document";
import { appRouter } from "@/server/routers/root";
import { OWN } from "@/server/services/export/http-query";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { jsonl, smallPool } from "@/server/testing/small-pool";
import { clientOf, type Route, readRoutes, serveRoutes } from "./testing";

const TOKEN = randomUUID();
const document = openApiDocument();
let database: TestDatabase;
let routes: Route[] = [];
let studio: Awaited<ReturnType<typeof serveRoutes>>;
let call: ReturnType<typeof clientOf>;
beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  routes = await readRoutes();
  studio = await serveRoutes(routes, TOKEN);
  call = clientOf(document, studio.url, TOKEN);
});
afterAll(async () => {
  await studio.close();
  await (await import("@/server/db")).database().close();
  await database.drop();
});

/** What a procedure answers; where it does not, the error. */
async function result(answer: Promise<Response>) {
  const { result, error } = await (await answer).json();
  return result ? result.data : error;
}

test("every route handler is in it with its methods, and every procedure", async () => {
  const { paths } = document;
  for (const { path, methods } of routes.filter((route) => route.path !== "/api/trpc/{trpc}"))
    expect([path, Object.keys(paths[path] ?? {}).sort()]).toEqual([
      path,
      Object.keys(methods)
        .map((method) => method.toLowerCase())
        .sort(),
    ]);
  const procedures = Object.keys(appRouter._def.procedures).map((name) => `/api/trpc/${name}`);
  const known = [...routes.map(({ path }) => path), ...procedures];
  expect(Object.keys(paths).filter((path) => !known.includes(path))).toEqual([]);
  expect(procedures.filter((path) => !(path in paths))).toEqual([]);
});

test("it is sound: names stand once, whatever is referred to is there, paths name their parameters", () => {
  const text = JSON.stringify(document);
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = document.tags.map(({ name }) => name);
  expect(operations.flatMap((one) => one.tags).filter((tag) => !tags.includes(tag))).toEqual([]);
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? "");
  expect(
    references.filter((one) => !(one.replace("#/components/schemas/", "") in document.components.schemas)),
  ).toEqual([]);
  for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[\w.-]+$/);
  for (const [path, methods] of Object.entries(document.paths))
    for (const { parameters = [] } of Object.values(methods)) {
      const inPath = (parameters as { name: string; in: string }[]).filter((one) => one.in === "path");
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  const exported = document.paths["/api/export"]?.get?.parameters as { name: string }[];
  expect(exported.map(({ name }) => name).sort()).toEqual([...OWN, ...POOL_PARAMS].sort());
});

test("what a pool is stands in it once, as zod has it", () => {
  expect(document.components.schemas.Pool).toMatchObject({
    properties: { sets: { type: "array", default: [] }, mode: { default: null } },
  });
  expect(document.components.schemas["rollout.start"]).toMatchObject({
    required: ["name", "modelId", "questions", "settings"],
    properties: { settings: { $ref: "#/components/schemas/RolloutSettings" } },
  });
});

test("called as it says, the studio imports, answers, changes and exports", async () => {
  const served = await (await call("files.openapi")).json();
  expect(served).toEqual(document);
  const imported = await call("files.import", { name: "pool.jsonl" }, jsonl(smallPool("http")));
  expect([imported.status, (await imported.json()).counts.trajectories.added]).toEqual([200, 2]);
  const refused = await call("files.import", {}, "no file of any format");
  expect(refused.status).toBe(422);
  expect(await (await call("files.rejects", { id: 1 })).text()).toBe("");
  expect((await call("files.rejects", { id: 99 })).status).toBe(404);

  const judge = (await result(call("library.judgingRuns")))[0].id;
  const pool = { judge, minSteps: 1 };
  const modes = await result(call("compare.modes", { input: pool }));
  expect(modes.modes.process.trajectories).toBe(1);
  // The same by POST, for what is too long for an address.
  expect(await result(call("compare.modes.post", {}, pool))).toEqual(modes);
  const plan = { name: "Over HTTP", pool, arms: [{ name: "All", filter: { mode: "none" } }] };
  const { id: experimentId } = await result(call("experiment.save", {}, plan));
  const { fingerprint } = await result(call("experiment.evaluate", { input: { pool, arms: plan.arms } }));
  const frozen = { key: randomUUID(), experimentId, arm: "All", fingerprint, name: "Over HTTP" };
  expect(await result(call("trainingSet.freeze", {}, frozen))).toEqual({ id: 1 });
  expect(await result(call("browse.names"))).toMatchObject({ runs: [{ name: "http" }] });
  // It takes nothing and answers what it did.
  expect(await result(call("library.removeSamplePool", {}, {}))).toMatchObject({ trajectories: 0 });

  const prepared = await result(call("compare.prepareExport", {}, { format: "swirl", pool }));
  const file = await call("files.prepared", { id: prepared });
  expect((await file.text()).split("\n")[0]).toContain('"swirl-studio"');
  expect((await call("files.prepared.head", { id: prepared })).status).toBe(204);
  const mode = { "judging-run": "http judge", mode: "process", file: "jsonl" };
  expect((await (await call("files.export", { ...mode, tool: [] })).text()).trim().split("\n")).toHaveLength(2);
  const filter = { mode: "process", process: { judges: [judge] } };
  expect(
    (await (await call("files.export", { filter, process: ["reasonable", "unjudged"] })).text()).length,
  ).toBeGreaterThan(100);
  expect((await call("files.export", { mode: "process" })).status).toBe(400);
  expect(await (await call("files.raw", { id: 1 })).json()).toMatchObject({ type: "trajectory" });
  expect(await (await call("files.context", { id: 1, step: 2 })).json()).toHaveLength(3);
  expect((await call("files.context", { id: 1, step: 9 })).status).toBe(404);
});

test("errors have the shape that it gives them", async () => {
  const { message, data } = await result(call("rollout.get", { input: { id: 999 } }));
  expect([message, data]).toEqual([expect.any(String), { code: "NOT_FOUND", httpStatus: 404, path: "rollout.get" }]);
  const shapeless = await call("rollout.start", {}, { name: "" });
  expect([shapeless.status, (await shapeless.json()).error.data.code]).toEqual([400, "BAD_REQUEST"]);
  const stranger = await clientOf(document, studio.url, "wrong token of no one")("rollout.list", { input: {} });
  expect([stranger.status, await stranger.text()]).toEqual([401, expect.stringContaining("STUDIO_TOKEN")]);
});

test("a subscription is a stream of events", async () => {
  const stream = await call("runs.watch");
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  while (reader && !/data: \[/.test(seen)) seen += (await reader.read()).value ?? "";
  await reader?.cancel();
  expect(seen).toContain("event: connected");
});
