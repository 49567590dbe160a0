/** Whatever is asked of an address, it answers in time: with what it has or with a sentence, never with a fault. */
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { database } from "@/server/db";
import { appRouter } from "@/server/routers/root";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type Schema, valueLike } from "@/server/testing/fuzz/schema";
import { hostile, type ValueChange, valueChange, withChange } from "@/server/testing/fuzz/values";
import { FUZZ_SEED, propertyRuns } from "@/server/testing/properties";
import { expectWhole } from "@/server/testing/whole";
import { GET, POST } from "./trpc/[trpc]/route";

const LONGEST_MS = 10_000;
const isLong = Boolean(process.env.SWIRL_LONG);
/** Of procedures that take lists */
const FEW = ["browse.count", "eval.compare", "launch.start", "review.create", "trainingRun.compare"];
const ORIGIN = "http://127.0.0.1:3000";
let own: TestDatabase;
let inputs = 0;
const faults: unknown[][] = [];

beforeAll(async () => {
  own = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", own.url);
  const { loadSamplePool } = await import("@/server/services/sample/load");
  await loadSamplePool(database());
});
beforeEach(() => {
  faults.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void faults.push(words));
});
afterAll(async () => {
  console.log(`${inputs} requests were made.`);
  await database().close();
  await own.drop();
  vi.unstubAllEnvs();
});

type Procedure = { _def: { type: "query" | "mutation" | "subscription"; inputs: z.ZodType[] } };
// What tRPC knows of a procedure is not part of its types.
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>);

/** Sends it and looks at the answer. An engine or endpoint that does not answer is a 502 by design. */
async function ask(request: Request): Promise<Response> {
  inputs += 1;
  faults.length = 0;
  const begun = performance.now();
  const response = await (request.method === "POST" ? POST : GET)(request);
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) {
    await response.body?.cancel();
    return response;
  }
  const text = await response.text();
  expect(performance.now() - begun).toBeLessThan(LONGEST_MS);
  const told = () =>
    `${response.status} ${text.slice(0, 500)} ${faults.map((words) => words.map((word) => (word instanceof Error ? word.stack : String(word))).join(" ")).join("\n")}`;
  if (response.status >= 500) expect(response.status, told()).toBe(502);
  if (response.status >= 400) {
    const answer: unknown = JSON.parse(text);
    const [first] = Array.isArray(answer) ? answer : [answer];
    expect(first, told()).toMatchObject({ error: { message: expect.stringMatching(/./) } });
    expect(text).not.toMatch(/at .*\.ts:\d+/);
  }
  return response;
}

const asQuery = (path: string, input: unknown) => {
  const text = JSON.stringify(input);
  // What an address cannot hold is sent as pages send it, in the body.
  if ((text ?? "").length > 4_000) return asMutation(path, input);
  return new Request(`${ORIGIN}/api/trpc/${path}?input=${encodeURIComponent((text ?? "undefined").toWellFormed())}`);
};
const asMutation = (path: string, input: unknown) =>
  new Request(`${ORIGIN}/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });

const inputOf = (procedure: Procedure): fc.Arbitrary<unknown> => {
  const [first] = procedure._def.inputs;
  if (!first) return hostile;
  const schema = z.toJSONSchema(first, { unrepresentable: "any", io: "input" }) as Schema;
  const changes: fc.Arbitrary<ValueChange[]> = fc.array(valueChange, { maxLength: 2 });
  const fitting = fc.tuple(valueLike(schema), changes).map(([value, list]) => list.reduce<unknown>(withChange, value));
  return fc.oneof({ weight: 6, arbitrary: fitting }, { weight: 1, arbitrary: hostile });
};

describe("procedures", () => {
  test.each(procedures)("%s", async (path, procedure) => {
    const send = procedure._def.type === "mutation" ? asMutation : asQuery;
    await fc.assert(
      fc.asyncProperty(inputOf(procedure), async (input) => void (await ask(send(path, input)))),
      { seed: FUZZ_SEED, numRuns: propertyRuns(procedure._def.inputs.length === 0 ? 1 : 6) },
    );
  });
});

const json = { "content-type": "application/json" };
const post = (path: string, body: BodyInit, headers: Record<string, string> = json) =>
  new Request(`${ORIGIN}/api/trpc/${path}`, { method: "POST", headers, body });

describe("requests that no page makes", () => {
  const taking = procedures.filter(([, { _def }]) => _def.inputs.length > 0);
  test.each(isLong ? taking : taking.filter(([path]) => FEW.includes(path)))(
    "%s, with 70,000 of everything",
    async (path, procedure) => {
      const schema = z.toJSONSchema(procedure._def.inputs[0] as z.ZodType, {
        unrepresentable: "any",
        io: "input",
      }) as Schema;
      const [value] = fc.sample(valueLike(schema), { numRuns: 1, seed: FUZZ_SEED });
      for (const item of [1, "x"]) {
        const many = Array.from({ length: 70_000 }, (_, index) => (item === 1 ? index + 1 : `x${index}`));
        await ask(post(path, JSON.stringify(withLists(value, schema, many))));
      }
    },
  );

  test.each([190, 1_000, 100_000])("JSON nested %d deep", async (depth) => {
    const nested = `${"[".repeat(depth)}${"]".repeat(depth)}`;
    const objects = `${'{"all":['.repeat(depth)}${"]}".repeat(depth)}`;
    for (const [path] of procedures)
      for (const value of [
        nested,
        objects,
        `{"pool":${nested},"filter":${objects},"settings":${objects},"id":${nested}}`,
      ]) {
        const { status } = await ask(post(path, value));
        if (depth > 200) expect(status).toBe(400);
      }
  });
  const bodies: [string, BodyInit, Record<string, string>][] = [
    ["no body", "", json],
    ["half of JSON", '{"id":', json],
    ["bytes that are no text", new Uint8Array([0xff, 0xfe, 0, 0x7b]), json],
    ["a number too large", '{"id":1e400}', json],
    ["keys twice", '{"id":1,"id":"x"}', json],
    ["null", "null", json],
    ["a form", "id=1", { "content-type": "application/x-www-form-urlencoded" }],
    ["text", '{"id":1}', { "content-type": "text/plain" }],
    ["no content type", new Blob(['{"id":1}']), {}],
    ["a content type that is none", "{}", { "content-type": "a\u00e9/;;" }],
    ["bytes", new Uint8Array([1, 2, 3]), { "content-type": "application/octet-stream" }],
    ["parts without an end", "--x", { "content-type": "multipart/form-data; boundary=x" }],
    ["parts without a boundary", "x", { "content-type": "multipart/form-data" }],
    ["a wish for a stream", "{}", { ...json, accept: "text/event-stream" }],
    ["a last event", "{}", { ...json, "last-event-id": "x".repeat(5_000) }],
  ];
  test.each(bodies)("%s", async (_, body, headers) => {
    for (const path of ["trajectory.get", "browse.views.save", "library.funnel", "endpoint.save", "runs.watch"])
      for (const address of [path, `${path}?batch=1`]) await ask(post(address, body, headers));
  });

  const paths = ["", "x", "browse", "browse.", ".", "..", "__proto__", "constructor.name", "browse.__proto__.x"];
  paths.push(
    "toString",
    "%00",
    "%2e%2e%2f",
    "%ud800",
    "a,b",
    ",,,",
    "x".repeat(10_000),
    "library.funnel/",
    "/library.funnel",
  );
  test.each([...paths, Array(3_000).fill("library.palette").join(",")])("no procedure: %.60s", async (path) => {
    for (const end of [
      "",
      "?batch=1",
      "?batch=1&input={}",
      "?input=[",
      "?batch=1&input=[[[",
      '?batch=1&input={"0":1,"__proto__":2}',
    ])
      await ask(new Request(`${ORIGIN}/api/trpc/${path}${end}`));
  });

  test.each([
    "input=%",
    "input=%00",
    "input=%ED%A0%80",
    "input",
    "input=&input=1",
    "batch=2&input={}",
    "connectionParams={",
    "connectionParams=[1]",
  ])("?%s", async (query) => {
    for (const path of ["trajectory.get", "library.funnel", "runs.watch"])
      await ask(new Request(`${ORIGIN}/api/trpc/${path}?${query}`));
  });

  test("a change that is asked for as a question is refused", async () => {
    for (const [path] of procedures.filter(([, { _def }]) => _def.type === "mutation"))
      expect((await ask(asQuery(path, { id: 1 }))).status).toBe(405);
  });

  test("a body without end is cut off", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(Buffer.alloc(1 << 20, "["));
      },
    });
    const init = { method: "POST", headers: json, body, duplex: "half" };
    const response = await ask(new Request(`${ORIGIN}/api/trpc/browse.views.save`, init as RequestInit));
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(50);
  });
});

/** The value with these items in every list that its schema has. */
function withLists(value: unknown, schema: Schema, items: unknown[]): unknown {
  const kinds = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (kinds.some(({ type }) => type === "array")) return items;
  const properties = kinds.find((kind) => kind.properties)?.properties;
  if (!properties || typeof value !== "object" || value === null) return value;
  const lists = Object.entries(properties).map(([name, part]) => {
    const inner = (value as Record<string, unknown>)[name];
    return [name, withLists(part.properties && inner === undefined ? {} : inner, part, items)];
  });
  return { ...value, ...Object.fromEntries(lists.filter(([, inner]) => inner !== undefined)) };
}

test("after all of that the database is whole", () => expectWhole(database()));
