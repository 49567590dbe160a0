/** Addresses where no Ray answers: real servers on loopback that say something else, or nothing. */
import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { freePorts } from "@/server/testing/free-ports";
import { openTrainingEngine } from "../open";
import { RayClient } from "./client";
import { pythonJob, settingsAt } from "./testing";

const NEVER = new AbortController().signal;
let server: http.Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(answer: http.RequestListener): Promise<string> {
  server = http.createServer(answer);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const reply =
  (status: number, body: string, headers = {}): http.RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

describe("what is said, by every question", () => {
  const cases: [string, () => Promise<string>, RegExp][] = [
    ["nobody listens", async () => `http://127.0.0.1:${(await freePorts(1))[0]}`, /^Nothing listens at http/],
    ["a page", () => serve(reply(200, "<html>Welcome</html>")), /but not as Ray's dashboard does/],
    ["other JSON", () => serve(reply(200, '{"version": 3}')), /but not as Ray's dashboard does/],
    ["elsewhere", () => serve(reply(308, "", { location: "https://ray/" })), /found at https:\/\/ray\/\. Give that/],
    [
      "a broken one",
      () => serve(reply(500, "Traceback (most recent call last):\n  File x\nGcsError: gone")),
      /answered 500: GcsError: gone$/,
    ],
    ["a connection that is closed", () => serve((request) => request.socket.destroy()), /closed the connection/],
  ];
  test.each(cases)("%s", async (_, start, message) => {
    const engine = openTrainingEngine(settingsAt(await start()));
    const said = { name: "StudioError", code: "upstream", message: expect.stringMatching(message) };
    await expect(engine.test()).rejects.toMatchObject(said);
    await expect(engine.find("a")).rejects.toMatchObject(said);
    await expect(engine.stop("a")).rejects.toMatchObject(said);
    await expect(engine.submit(pythonJob("a", "python", ""))).rejects.toMatchObject(said);
  });

  test("a 404 of another server is no job that Ray does not know", async () => {
    const engine = openTrainingEngine(settingsAt(await serve(reply(404, "<h1>Not found</h1>"))));
    await expect(engine.find("a")).rejects.toMatchObject({ message: expect.stringContaining("not as Ray's") });
    const follow = engine.follow("a", AbortSignal.timeout(50));
    for await (const _ of follow) expect.unreachable();
  });
});

test("the token is kept out of what a server says back", async () => {
  process.env.SWIRL_TEST_ECHOED = "a-token-to-be-kept";
  const address = await serve((request, response) => response.writeHead(500).end(request.headers.authorization));
  const engine = openTrainingEngine(settingsAt(address, { tokenVariable: "SWIRL_TEST_ECHOED" }));
  await expect(engine.find("a")).rejects.toMatchObject({ message: expect.stringMatching(/: Bearer \[token\]$/) });
  delete process.env.SWIRL_TEST_ECHOED;
});

test("a refused package says what the server says, not that the pipe broke", async () => {
  const address = await serve((request, response) => {
    if (request.method === "PUT") return response.writeHead(413).end("Package too large");
    response.writeHead(404).end("Job a does not exist");
  });
  const files = new Map([["big.bin.gz", Buffer.alloc(8_000_000, "x")]]);
  const engine = openTrainingEngine(settingsAt(address));
  await expect(engine.submit(pythonJob("a", "python", "", { files }))).rejects.toMatchObject({
    message: expect.stringContaining("413: Package too large"),
  });
});

test("a server that says nothing is given up on", async () => {
  const address = await serve(() => {});
  const client = new RayClient(settingsAt(address));
  await expect(client.read({ path: "/api/version", timeoutMs: 200 })).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringContaining("did not answer within"),
  });
});

test("following an unknown job", async () => {
  const engine = openTrainingEngine(settingsAt(await serve(reply(404, "Job a does not exist"))));
  const read = async () => {
    for await (const _ of engine.follow("a", NEVER)) expect.unreachable();
  };
  await expect(read()).rejects.toMatchObject({ code: "not-found" });
});
