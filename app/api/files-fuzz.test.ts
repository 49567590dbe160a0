/** The addresses that take and give files: whatever they are asked for, they answer in time and without a fault. */
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { POOL_PARAMS } from "@/domain/pool";
import { database } from "@/server/db";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { realFiles } from "@/server/testing/fuzz/files";
import { fileName, mutation } from "@/server/testing/fuzz/mutations";
import { hostile } from "@/server/testing/fuzz/values";
import { FUZZ_SEED, propertyRuns } from "@/server/testing/properties";
import { expectWhole } from "@/server/testing/whole";
import * as exportById from "./export/[id]/route";
import * as exportNow from "./export/route";
import * as importRoute from "./import/route";
import * as rejects from "./imports/[id]/rejects/route";
import * as raw from "./trajectories/[id]/raw/route";
import * as context from "./trajectories/[id]/steps/[step]/context/route";

const LONGEST_MS = 15_000;
const ORIGIN = "http://127.0.0.1:3000";
let own: TestDatabase;
let inputs = 0;

beforeAll(async () => {
  own = await createTestDatabase();
  vi.stubEnv("DATABASE_URL", own.url);
  const { loadSamplePool } = await import("@/server/services/sample/load");
  await loadSamplePool(database());
});
afterAll(async () => {
  console.log(`${inputs} requests were made.`);
  await database().close();
  await own.drop();
  vi.unstubAllEnvs();
});

async function expectAnswer(ask: () => Response | Promise<Response>): Promise<Response> {
  inputs += 1;
  const begun = performance.now();
  const response = await ask();
  const isFile = response.headers.get("content-disposition") !== null;
  const text = await response.text();
  expect(performance.now() - begun).toBeLessThan(LONGEST_MS);
  expect(response.status, text.slice(0, 500)).toBeLessThan(500);
  if (response.status >= 400 && !isFile) {
    const answer = JSON.parse(text);
    expect(answer.error ?? answer.message).toMatch(/./);
    expect(text).not.toMatch(/at .*\.ts:\d+/);
  }
  return response;
}

const asText = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined"));
/** Ids, and what may stand in their place in an address */
const id = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("2147483647", "2147483648", "9007199254740993", "1e3", "0x1", "01", " 1", "1.0"),
  },
  { weight: 3, arbitrary: hostile.map(asText) },
);
const get = (address = "/") => new Request(`${ORIGIN}${address}`);
const params = <T>(given: T) => ({ params: Promise.resolve(given) });
const options = (count: number) => ({ seed: FUZZ_SEED, numRuns: propertyRuns(count) });

test("trajectories by number", async () => {
  await fc.assert(
    fc.asyncProperty(id, id, async (trajectory, step) => {
      await expectAnswer(() => raw.GET(get(), params({ id: trajectory })));
      await expectAnswer(() => context.GET(get(), params({ id: trajectory, step })));
    }),
    options(25),
  );
});

test("rejects and exports by number", async () => {
  await fc.assert(
    fc.asyncProperty(id, async (number) => {
      await expectAnswer(() => rejects.GET(get(), params({ id: number })));
      await expectAnswer(() => exportById.GET(get(), params({ id: number })));
      expect(exportById.HEAD().status).toBe(204);
    }),
    options(25),
  );
});

const OWN = ["format", "file", "gzip", "judging-run", "labelling-run", "filter", "training-set", "id", "__proto__", ""];
const values = fc.oneof(
  { weight: 3, arbitrary: hostile.map(asText) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "1",
      "2",
      "swirl",
      "jsonl",
      "parquet",
      "process",
      "openai",
      "verl",
      "reasonable",
      "correct",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
      `${'{"process":{"all":['.repeat(3_000)}1${"]}}".repeat(3_000)}`,
      "(".repeat(390),
      '"'.repeat(390),
      "-".repeat(390),
    ),
  },
);

test("exports by what they are to hold", async () => {
  const query = fc.array(fc.tuple(fc.constantFrom(...POOL_PARAMS, ...OWN, ...OWN), values), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(query, fc.boolean(), async (pairs, isWhole) => {
      const given = new URLSearchParams(pairs);
      if (isWhole)
        for (const [name, value] of [
          ["mode", "process"],
          ["judge", "1"],
          ["labels", "1"],
        ] as const)
          given.set(name, value);
      await expectAnswer(() => exportNow.GET(get(`/api/export?${given}`)));
    }),
    options(60),
  );
});

test("imports of any name, length and content", async () => {
  const headers = fc.constantFrom<Record<string, string>>(
    {},
    { "content-length": "-1" },
    { "content-length": "9007199254740993" },
    { "content-length": "1e400" },
    { "content-type": "multipart/form-data" },
    { "content-encoding": "gzip" },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...realFiles()),
      mutation,
      fc.option(fileName),
      headers,
      async (file, mutate, name, sent) => {
        const query = name === null ? "" : `?name=${encodeURIComponent(name.toWellFormed())}`;
        const body = new Uint8Array(mutate(file.bytes));
        const request = new Request(`${ORIGIN}/api/import${query}`, { method: "POST", body, headers: sent });
        const response = await expectAnswer(() => importRoute.POST(request));
        expect([200, 422]).toContain(response.status);
      },
    ),
    options(20),
  );
});

test("an import without a body, and one whose sender goes away", async () => {
  const empty = await expectAnswer(() => importRoute.POST(new Request(`${ORIGIN}/api/import`, { method: "POST" })));
  expect(empty.status).toBe(400);
  vi.spyOn(console, "error").mockImplementation(() => {});
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.error(new Error("connection lost")),
  });
  const init = { method: "POST", body, duplex: "half" } as RequestInit;
  const broken = await expectAnswer(() => importRoute.POST(new Request(`${ORIGIN}/api/import`, init)));
  expect(broken.status).toBe(422);
});

test("after all of that the database is whole", () => expectWhole(database()));
