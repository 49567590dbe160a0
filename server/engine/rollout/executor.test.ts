/** Rollouts from the plan to the rows: a real database, a real server, the real tools; only the engine is a plain loop. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { ChatFailure } from "@/domain/chat";
import { Message } from "@/domain/message";
import { defaultSettings } from "@/domain/rollout/default-settings";
import { RolloutPlan, type RolloutSettings } from "@/domain/rollout/settings";
import { episodeFromMessages, Step } from "@/domain/trajectory";
import { complete } from "@/server/adapters/llm/complete";
import type { Db } from "@/server/db";
import { writeEpisode } from "@/server/services/import/hashes";
import { startRollout } from "@/server/services/rollout/start";
import { addModel } from "@/server/testing/endpoint";
import { type OpenAiServer, startOpenAiServer } from "@/server/testing/openai-server/server";
import { HEADER, useImports } from "@/server/testing/small-pool";
import { rolloutExecutor } from "./executor";

const { own, run: load, rows } = useImports();
let server: OpenAiServer;
let modelId: number;
beforeAll(async () => {
  server = await startOpenAiServer();
  ({ modelId } = await addModel(own.db, { url: server.url, isStreamed: true }));
});
afterAll(() => server.close());

async function makeSet(key: string, questions: string[], passages: { title: string; text: string }[] = []) {
  await load([
    HEADER,
    { type: "question-set", key, name: key },
    ...questions.map((text, index) => ({
      type: "question",
      set: key,
      key: `q${index}`,
      text,
      answers: ["1"],
      ...(passages.length > 0 && { passages }),
    })),
  ]);
  const [set] = await rows("SELECT id, corpus_id FROM question_set WHERE key = $1", [key]);
  return set as { id: number; corpus_id: number | null };
}

const plan = (questionSetId: number, settings: Partial<RolloutSettings>, choice: object = {}) =>
  RolloutPlan.parse({
    name: "test",
    modelId,
    questions: { questionSetId, ...choice },
    settings: { ...defaultSettings(null), ...settings },
  });

/** Carries out what is missing of a run, as the engine would, `most` trajectories at most. */
async function carryOut(db: Db, runId: number, most = Number.POSITIVE_INFINITY) {
  const open = await rolloutExecutor.open(db, runId, () => {});
  const { endpoint } = open;
  if (!endpoint) throw new Error("no endpoint");
  const { signal } = new AbortController();
  const ids = (await rows("SELECT unnest(items) AS id FROM run_chunk WHERE run_id = $1 ORDER BY idx", [runId])) as {
    id: number;
  }[];
  const pieces = (await open.missing(ids.map(({ id }) => id))).slice(0, most);
  const chat = (request: Parameters<typeof complete>[1]) => complete(endpoint, request, { signal });
  const results = await Promise.all(pieces.map((piece) => open.perform(piece, { signal, chat })));
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN");
    await open.commit(client, results);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  return results;
}

const Stored = z.object({
  id: z.int(),
  prompt: z.string(),
  tools: z.string().nullable(),
  steps: z.array(z.object({ action: Message, observation: z.array(Message).nullable() }).loose()),
  content_hash: z.instanceof(Buffer),
});

async function stored(runId: number) {
  return z.array(Stored).parse(
    await rows(
      `SELECT t.id, t.prompt, t.tools, t.content_hash, (SELECT json_agg(s ORDER BY s.idx) FROM step s WHERE s.trajectory_id = t.id)::jsonb AS steps
       FROM trajectory t WHERE t.rollout_run_id = $1 ORDER BY t.question_id, t.sample_index`,
      [runId],
    ),
  );
}

test.each(["tags", "native"] as const)(
  "%s: rows are as an import would write them, and name their run's model",
  async (protocol) => {
    const set = await makeSet(`sums ${protocol}`, ["What is 12 + 30?", "Add 3, 4 and 5."]);
    const { id, trajectories } = await startRollout(own.db, plan(set.id, { protocol, samples: 3, stepLimit: 8 }));
    expect(trajectories).toBe(6);
    const results = await carryOut(own.db, id);
    expect(results).toHaveLength(6);
    expect(new Set(results.map(({ data }) => data.record.endState))).toEqual(new Set(["answered"]));

    const written = await stored(id);
    expect(written).toHaveLength(6);
    for (const [index, one] of written.entries()) {
      const record = results[index]?.data.record;
      if (!record) throw new Error("a result is missing");
      expect(one.content_hash).toEqual(writeEpisode(record).contentHash);
      expect(JSON.parse(one.prompt)).toEqual(record.prompt);
      // What the messages say when they are read as a conversation is what is stored as steps.
      const messages = one.steps.flatMap((step) => [step.action, ...(step.observation ?? [])]);
      expect(episodeFromMessages(messages).steps).toEqual(
        one.steps.map(({ action, observation }) => ({ action, observation })),
      );
      for (const step of record.steps) Step.parse(step);
    }
    const [facts] = await rows(
      `SELECT min(t.model_id) AS model, min(t.question_set_id) AS set, sum(t.completion_tokens)::int AS tokens,
       bool_and(t.num_steps = (SELECT count(*) FROM step s WHERE s.trajectory_id = t.id)) AS steps_agree,
       bool_or('calculator' = ANY (t.tool_calls)) AS calculated
     FROM trajectory t WHERE rollout_run_id = $1`,
      [id],
    );
    expect(facts).toMatchObject({ model: modelId, set: set.id, steps_agree: true, calculated: true });
    expect(facts.tokens).toBe(results.reduce((sum, result) => sum + result.completionTokens, 0));
  },
);

test("only what is missing is made, and the same again", async () => {
  const set = await makeSet("resumed", ["What is 1 + 1?", "What is 2 + 2?", "What is 3 + 3?"]);
  const { id } = await startRollout(own.db, plan(set.id, { samples: 2 }));
  await carryOut(own.db, id, 4);
  const before = server.stats.count;
  expect(await carryOut(own.db, id)).toHaveLength(2);
  expect(await carryOut(own.db, id)).toHaveLength(0);
  expect(server.stats.count).toBeGreaterThan(before);
  const again = await startRollout(own.db, plan(set.id, { samples: 2 }));
  await carryOut(own.db, again.id);
  const hashes = async (run: number) => (await stored(run)).map((one) => one.content_hash.toString("hex"));
  expect(await hashes(again.id)).toEqual(await hashes(id));
});

test("search over the corpus that came with the questions", async () => {
  const passages = [
    { title: "Lake Orrin", text: "Lake Orrin lies in the north." },
    { title: "Mount Tal", text: "Mount Tal is high." },
  ];
  const set = await makeSet("lakes", ["Where does Lake Orrin lie?"], passages);
  const settings = defaultSettings({ metric: "hotpotqa", corpusId: set.corpus_id, passages: 2 });
  expect(settings).toMatchObject({ tools: ["search"], stepLimit: 5, search: { corpusId: set.corpus_id } });
  const { id } = await startRollout(own.db, plan(set.id, { ...settings, samples: 1 }));
  const [result] = await carryOut(own.db, id);
  expect(result?.data.record.steps[0]?.observation).toMatchObject([
    { role: "user", content: expect.stringMatching(/^<search_result>\n\(1\) Lake Orrin\n/) },
  ]);
  expect(result?.data.record).toMatchObject({ endState: "answered" });
});

test("a refused request ends its trajectory; NUL and lone surrogates of a model are stored", async () => {
  const set = await makeSet("odd", ["Odd?", "Refused?"]);
  const odd = await startOpenAiServer({
    reply: () => ({ content: "\u0000\ud800 <answer>a\u0000b</answer>" }),
    faults: (_, request) => (JSON.stringify(request.messages).includes("Refused?") ? { kind: "refused" } : null),
  });
  try {
    const { modelId } = await addModel(own.db, { url: odd.url });
    const { id } = await startRollout(own.db, { ...plan(set.id, { samples: 1 }), modelId });
    const results = await carryOut(own.db, id);
    expect(results.map(({ endState }) => endState)).toEqual(["answered", "refused"]);
    expect(results[1]?.failures).toMatchObject([{ failure: "refused", stepIdx: 0, sampleIndex: 0 }]);
    expect(
      await rows("SELECT end_state, final_answer, num_steps FROM trajectory WHERE rollout_run_id = $1 ORDER BY id", [
        id,
      ]),
    ).toEqual([
      { end_state: "answered", final_answer: "a\uFFFDb", num_steps: 1 },
      { end_state: "refused", final_answer: null, num_steps: 0 },
    ]);
  } finally {
    await odd.close();
  }
});

test("what is wrong with every request is thrown on", async () => {
  const set = await makeSet("keyless", ["Any?"]);
  const { modelId } = await addModel(own.db, {
    url: server.url,
    name: "keyless",
    keyVariable: "SWIRL_TEST_NO_SUCH_KEY",
  });
  const { id } = await startRollout(own.db, { ...plan(set.id, { samples: 1 }), modelId });
  await expect(carryOut(own.db, id)).rejects.toBeInstanceOf(ChatFailure);
});

test("a run is one model's: it does not go on where its endpoint is gone or serves another", async () => {
  const set = await makeSet("moved", ["Any?"]);
  const moved = await addModel(own.db, { url: server.url, name: "moved" });
  const { id } = await startRollout(own.db, { ...plan(set.id, {}), modelId: moved.modelId });
  const where = { id: moved.endpointId };
  await own.db.prisma.endpoint.update({ where, data: { servedName: "another", maxConcurrency: 3 } });
  await expect(rolloutExecutor.open(own.db, id, () => {})).rejects.toThrow(/now serves "another"/);
  await own.db.prisma.endpoint.update({ where, data: { servedName: "scripted", extraBody: { min_p: 0.9 } } });
  await expect(rolloutExecutor.open(own.db, id, () => {})).rejects.toThrow(/further fields of the endpoint/);
  await own.db.prisma.endpoint.update({ where, data: { extraBody: {} } });
  expect((await rolloutExecutor.open(own.db, id, () => {})).endpoint).toMatchObject({ maxConcurrency: 3 });
  await own.db.prisma.endpoint.delete({ where });
  await expect(rolloutExecutor.open(own.db, id, () => {})).rejects.toThrow(/has been removed/);
});
