/** What the engine does while an endpoint or a tool is away, slow, or refuses. */
import { expect, test } from "vitest";
import { json, openTestRetriever, passages } from "@/server/adapters/search/testing";
import { actOnRun } from "@/server/services/run/act";
import { addEndpoint, makeRun } from "./testing/make-run";
import { useEngine } from "./testing/use-engine";
import { expectWholeRun, isDone } from "./testing/watch-run";

const { own, closing, serve, engine, progressOf, rowsOf } = useEngine();

test("an endpoint that stays down pauses the run with the reason; resumed, it goes on where it was", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 8, patienceMs: 1_500 });
  const run = await makeRun(own.db, { endpointId, questions: 20 });
  let isDown = false;
  server.setFaults((n) => {
    isDown ||= n === 60;
    return isDown ? { kind: "server-error", status: 503 } : null;
  });
  await engine();
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/has given no good reply for .*503.*Press Resume/);
  expect(paused.retries["server-error"]).toBeGreaterThan(0);
  const kept = await rowsOf(run.id);
  expect(kept).toBeGreaterThan(0);
  isDown = false;
  server.setFaults(null);
  await actOnRun(own.db, { kind: "rollout", runId: run.id, action: "resume" });
  await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 100);
});

test("while its endpoint gives no good reply a run says so, and no time left; then it takes that back", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 4, patienceMs: 600_000 });
  const run = await makeRun(own.db, { endpointId, questions: 20 });
  server.setFaults((n) => (n > 30 ? { kind: "server-error", status: 503 } : null));
  await engine();
  const troubled = await progressOf(run.id, ({ message }) => message !== null);
  expect(troubled).toMatchObject({ status: "running", secondsLeft: null });
  expect(troubled.message).toMatch(/gives no good reply at the moment: .*503.*after 10.m without one/);
  server.setFaults(null);
  await progressOf(run.id, ({ status, message }) => status === "running" && message === null);
  await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 100);
});

test("while its retriever does not answer a run says so at once, before and after its first search", async () => {
  const server = await serve({ latencyMs: 5 });
  const retriever = await openTestRetriever();
  closing.push(() => retriever.close());
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 4 });
  const run = await makeRun(own.db, {
    endpointId,
    questions: 4,
    settings: {
      systemPrompt: "Search with <search_query>words</search_query>.",
      tools: ["search"],
      search: { kind: "retriever", url: retriever.url },
      sameCallLimit: 20,
    },
  });
  const away = json({}, 503);
  const found = passages("River\nIt is long.");
  retriever.behave(away);
  await engine();
  const says = /^The retriever at http:\S+\/retrieve answered 503\. It is asked again; after 6 attempts/;
  const troubled = await progressOf(run.id, ({ message }) => message !== null);
  expect(troubled).toMatchObject({ status: "running", done: 0, message: expect.stringMatching(says) });
  // The look at its start, and then a search of the run itself
  retriever.behave(found, away);
  await expect.poll(() => retriever.bodies.length, { timeout: 20_000 }).toBeGreaterThan(1);
  expect(server.stats.count).toBeGreaterThan(0);
  await progressOf(run.id, ({ status, message }) => status === "running" && says.test(message ?? ""));
  retriever.behave(found);
  await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 20);
});

test("a server that is away for a moment costs nothing", async () => {
  const server = await serve({ latencyMs: 10 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(own.db, { endpointId, questions: 20 });
  server.setFaults((n) => (n === 50 || n === 120 ? { kind: "down", milliseconds: 400 } : null));
  await engine();
  const progress = await progressOf(run.id, isDone);
  expect(progress.retries.connection).toBeGreaterThan(0);
  await expectWholeRun(own.db, run.id, 100);
  expect(progress.ends.refused).toBeUndefined();
});

test("429 with Retry-After: the whole endpoint rests, and the run is made in full", async () => {
  const server = await serve({ latencyMs: 5 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 16 });
  const run = await makeRun(own.db, { endpointId, questions: 20 });
  const refused: number[] = [];
  const asked: number[] = [];
  server.setFaults((n) => {
    asked.push(performance.now());
    if (n < 40 || n > 200 || n % 40 !== 0) return null;
    refused.push(performance.now());
    return { kind: "rate-limit", retryAfter: 1 };
  });
  await engine();
  const progress = await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 100);
  expect(progress.retries["rate-limited"]).toBe(refused.length);
  // After each refusal there comes a second in which nothing is sent.
  for (const [index, at] of refused.entries()) {
    const after = asked.filter((time) => time >= at && time <= (refused[index + 1] ?? Number.POSITIVE_INFINITY));
    const pauses = after.slice(1).map((time, n) => time - (after[n] ?? time));
    // What was on its way arrives late on a slow machine; without a rest it would be a quarter of a second at most.
    expect(Math.max(...pauses)).toBeGreaterThan(500);
  }
});

test("a question that breaks the server is given up; the others are answered", async () => {
  const server = await serve({ latencyMs: 2 });
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 8, patienceMs: 60_000 });
  const run = await makeRun(own.db, { endpointId, questions: 10, samples: 1 });
  server.setFaults((_, { messages }) =>
    messages.some(({ content }) => String(content).startsWith("Question 3:")) ? { kind: "server-error" } : null,
  );
  await engine();
  const progress = await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 10);
  expect(progress.ends.refused).toBe(1);
  const { rows } = await own.db.pool.query("SELECT message FROM run_failure WHERE run_id = $1 AND kind = 'rollout'", [
    run.id,
  ]);
  expect(rows).toHaveLength(1);
  expect(rows[0].message).toMatch(/gave up after \d+ tries/);
});

test("the last question hangs for longer than the endpoint's patience: it is the question's fault, the run does not pause", async () => {
  const server = await serve({ latencyMs: 2 });
  const endpointId = await addEndpoint(own.db, {
    baseUrl: server.url,
    maxConcurrency: 8,
    timeoutMs: 2_400,
    patienceMs: 2_000,
  });
  const run = await makeRun(own.db, { endpointId, questions: 4, samples: 1 });
  let hung = 0;
  server.setFaults((_, { messages }) => {
    if (!messages.some(({ content }) => String(content).startsWith("Question 3:"))) return null;
    hung += 1;
    return { kind: "hang" };
  });
  await engine();
  await expect.poll(() => hung, { timeout: 30_000 }).toBe(4);
  const progress = await progressOf(run.id, () => true);
  expect(progress).toMatchObject({ status: "running", done: 3 });
  expect(progress.retries.timeout).toBeGreaterThanOrEqual(2);
  await actOnRun(own.db, { kind: "rollout", runId: run.id, action: "cancel" });
});

test("a wrong key pauses at once and says so", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(own.db, { endpointId, questions: 10 });
  server.setFaults(() => ({ kind: "unauthorized" }));
  await engine();
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/Incorrect API key provided/);
  expect(server.stats.count).toBeLessThan(20);
  expect(await rowsOf(run.id)).toBe(0);
});

test("an endpoint that refuses everything pauses the run before a trajectory is spent; a refusal among replies does not", async () => {
  const server = await serve();
  const endpointId = await addEndpoint(own.db, { baseUrl: server.url, maxConcurrency: 8 });
  const run = await makeRun(own.db, { endpointId, questions: 10 });
  server.setFaults(() => ({ kind: "refused", message: "Tools are not enabled." }));
  await engine();
  const paused = await progressOf(run.id, ({ status }) => status === "paused");
  expect(paused.message).toMatch(/refused each of the first \d+ requests: .*Tools are not enabled/);
  expect(await rowsOf(run.id)).toBe(0);
  server.setFaults((n) => (n % 10 === 0 ? { kind: "refused" } : null));
  await actOnRun(own.db, { kind: "rollout", runId: run.id, action: "resume" });
  const done = await progressOf(run.id, isDone);
  await expectWholeRun(own.db, run.id, 50);
  expect(done.ends.refused).toBeGreaterThan(0);
  const few = await makeRun(own.db, { endpointId, questions: 1, samples: 3 });
  server.setFaults(() => ({ kind: "refused" }));
  await progressOf(few.id, isDone);
  await expectWholeRun(own.db, few.id, 3);
});
