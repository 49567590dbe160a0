import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ToolFailure } from "@/domain/rollout/tool-failure";
import { retrieve } from "./retriever";
import { type Behaviour, json, openTestRetriever, passages, type TestRetriever } from "./testing";

let retriever: TestRetriever;
beforeAll(async () => {
  retriever = await openTestRetriever();
});
afterAll(() => retriever.close());

const never = new AbortController().signal;
const ask = (query = "rivers", options = {}, signal = never) =>
  retrieve(retriever.url, query, 2, signal, { waitMs: 1, attempts: 3, timeoutMs: 10_000, ...options });

const FOUND = { passages: [{ title: "River", text: "It is long." }] };
const ok = passages("River\nIt is long.");
const status =
  (code: number, headers = {}): Behaviour =>
  (_, response) => {
    response.writeHead(code, headers).end("no");
  };

test("sends the protocol's request", async () => {
  retriever.behave(ok);
  expect(await ask('who "?')).toEqual(FOUND);
  expect(retriever.bodies).toEqual([{ queries: ['who "?'], topk: 2, return_scores: true }]);
});

test.each<[string, unknown, unknown]>([
  ["with scores", [{ document: { contents: '"River"\nIt is long.' }, score: 0.5 }], FOUND.passages],
  ["without scores", [{ contents: "River\nIt is long." }], FOUND.passages],
  ["with a title of its own", [{ document: { title: "River", text: "It is long." }, score: 1 }], FOUND.passages],
  ["nothing found", [], []],
  ["more than asked for", Array(5).fill({ contents: "River\nIt is long." }), [...FOUND.passages, ...FOUND.passages]],
])("reads a reply %s", async (_, list, expected) => {
  retriever.behave(json({ result: [list] }));
  expect(await ask()).toEqual({ passages: expected });
});

describe("what may pass is asked again", () => {
  const cutOff: Behaviour = (_, response) => {
    response.writeHead(200, { "content-length": "1000" });
    response.write('{"result": [[');
    setTimeout(() => response.destroy(), 20);
  };
  test.each<[string, Behaviour]>([
    ["500", status(500)],
    ["503 with Retry-After", status(503, { "retry-after": "0" })],
    ["429", status(429)],
    ["a closed connection", (_, response) => response.destroy()],
    ["half an answer", cutOff],
  ])("%s", async (_, behaviour) => {
    retriever.behave(behaviour, behaviour, ok);
    expect(await ask()).toEqual(FOUND);
    expect(retriever.bodies).toHaveLength(3);
  });

  test("silence", async () => {
    retriever.behave(() => {}, ok);
    expect(await ask("rivers", { timeoutMs: 300 })).toEqual(FOUND);
  });

  test("until it is too often", async () => {
    retriever.behave(status(502));
    await expect(ask()).rejects.toThrow(/^The retriever at http:\S+\/retrieve answered 502, 3 times in a row\.$/);
    expect(retriever.bodies).toHaveLength(3);
  });
});

test("says what it is waiting for, and when that is over", async () => {
  const told: (string | null)[] = [];
  retriever.behave(status(503), status(429), ok);
  await ask("rivers", { suffer: (trouble: string | null) => told.push(trouble) });
  expect(told).toEqual([
    expect.stringMatching(/\/retrieve answered 503\. It is asked again; after 3 attempts in a row the run pauses\.$/),
    expect.stringContaining("answered 429"),
    null,
  ]);
});

test("nobody listens", async () => {
  const gone = await openTestRetriever();
  await gone.close();
  const failure = retrieve(gone.url, "rivers", 2, never, { waitMs: 1, attempts: 2 });
  await expect(failure).rejects.toThrow(ToolFailure);
  await expect(failure).rejects.toThrow("could not be reached");
});

test.each<[string, Behaviour, string]>([
  ["no JSON", (_, response) => response.end("<html>hello"), "did not answer with"],
  ["another shape", json({ results: [] }), 'did not answer with {"result": [[…]]}: {"results":[]}'],
  ["items that are no passages", json({ result: [[{ id: 1 }]] }), "did not answer with"],
  ["too much", (_, response) => response.end("x".repeat(17 * 1024 * 1024)), "sent more than 16 MB"],
  ["not found", status(404), "answered 404: no"],
  ["a redirect", status(307, { location: "/elsewhere" }), "answered 307"],
])("%s is not asked again", async (_, behaviour, reason) => {
  retriever.behave(behaviour);
  const failure = ask();
  await expect(failure).rejects.toThrow(ToolFailure);
  await expect(failure).rejects.toThrow(reason);
  expect(retriever.bodies).toHaveLength(1);
});

test("a query that is refused says so", async () => {
  retriever.behave(status(422));
  expect(await ask()).toEqual({ refusedWith: 422 });
});

test("stops at once when told to, in a request and between two", async () => {
  const stopping = new AbortController();
  retriever.behave(() => stopping.abort(new Error("stopped")));
  await expect(ask("rivers", {}, stopping.signal)).rejects.toThrow("stopped");
  const later = new AbortController();
  retriever.behave((_, response) => {
    response.writeHead(500).end();
    setTimeout(() => later.abort(new Error("stopped later")), 50);
  });
  await expect(ask("rivers", { waitMs: 600_000 }, later.signal)).rejects.toThrow("stopped later");
});
