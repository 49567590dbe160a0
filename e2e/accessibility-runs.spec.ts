/** Runs of the studio's own in every state, a person's rulings, and what failed: as the other pages are looked at. */
import { expect, test } from "@playwright/test";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type OpenAiServer, startOpenAiServer } from "../server/testing/openai-server/server";
import { button, type Place, testPlaces } from "./accessible";

/** Long enough a reply that a run with few slots is still at work when the last page has been looked at. */
const SLOW_MS = 1_500;
const SAMPLES = 1_000;

test.describe.configure({ timeout: 90_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let fast: OpenAiServer;
let slow: OpenAiServer;
const ids: Record<string, number> = {};

async function ask(procedure: string, input?: unknown) {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const answer = await (await fetch(`${studio.url}/api/trpc/${procedure}${query}`)).json();
  if (answer.error) throw new Error(`${procedure}: ${answer.error.message}`);
  return answer.result.data;
}
async function call(procedure: string, input: unknown) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(input) };
  const answer = await (await fetch(`${studio.url}/api/trpc/${procedure}`, options)).json();
  if (answer.error) throw new Error(`${procedure}: ${answer.error.message}`);
  return answer.result.data;
}
const reach = (kind: string, runId: number | undefined, status: string) =>
  expect
    .poll(async () => (await ask("runs.progress", { kind, runId })).status, { timeout: 60_000, intervals: [250] })
    .toBe(status);

async function addEndpoint(name: string, baseUrl: string): Promise<{ endpointId: number; modelId: number }> {
  const settings = { name, baseUrl, servedName: "scripted", maxConcurrency: 2, patienceMs: 1_000, modelName: name };
  const { id: endpointId } = await call("endpoint.save", settings);
  const models: { id: number; name: string }[] = await ask("endpoint.models.list");
  return { endpointId, modelId: models.find((model) => model.name === name)?.id ?? 0 };
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  [studio, fast, slow] = await Promise.all([
    openTestStudio(),
    startOpenAiServer({ faults: (n) => (n === 3 ? { kind: "server-error" } : null) }),
    startOpenAiServer({ latencyMs: SLOW_MS }),
  ]);
  const sets: { id: number; name: string }[] = await ask("library.questionSets");
  const questionSetId = sets.find(({ name }) => name === "Toy arithmetic")?.id;
  const { settings } = await ask("rollout.defaults", { questionSetId });
  const generate = async (name: string, modelId: number, limit: number | null, samples: number) => {
    const questions = { questionSetId, limit };
    ids[name] = (await call("rollout.start", { name, modelId, questions, settings: { ...settings, samples } })).id;
  };
  const good = await addEndpoint("good", fast.url);
  const late = await addEndpoint("late", slow.url);
  const gone = await addEndpoint("gone", "http://127.0.0.1:9/v1");
  await generate("made", good.modelId, 3, 2);
  await generate("under way", late.modelId, null, SAMPLES);
  await generate("down", gone.modelId, 3, 2);
  await generate("cancelled", late.modelId, 3, 2);
  await call("runs.act", { kind: "rollout", runId: ids.cancelled, action: "cancel" });
  await reach("rollout", ids.made, "done");

  const pool = { runs: [ids.made] };
  const [template] = await ask("judging.templates.list");
  const { name, systemText, userText, grammar } = template;
  await call("judging.templates.save", { name, systemText, userText: `${userText}\n\nBe brief.`, grammar });
  const model = { kind: "model", endpointId: good.endpointId, templateId: template.id };
  const rules = { kind: "rule", rules: ["answer-present"] };
  const judge = async (title: string, judge: unknown) => {
    ids[title] = (await call("judging.start", { name: title, pool, judge })).id;
  };
  const label = async (title: string, labeller: unknown) => {
    ids[title] = (await call("labelling.start", { name: title, pool, labeller })).id;
  };
  await judge("judge", { ...model, votes: 2, temperature: 1 });
  await judge("rules", rules);
  await judge("judge under way", { ...model, endpointId: late.endpointId, votes: 64 });
  await label("metric", { kind: "metric", metric: "hotpotqa-f1", threshold: 0.5 });
  await label("equivalence", { kind: "model", endpointId: good.endpointId });
  for (const title of ["judge", "rules"]) await reach("judging", ids[title], "done");
  for (const title of ["metric", "equivalence"]) await reach("labelling", ids[title], "done");
  await reach("rollout", ids.down, "paused");

  const { rows } = await ask("browse.page", { pool, sort: {}, limit: 1 });
  ids.trajectory = rows[0].id;
  const said = { person: "Kim", trajectoryId: ids.trajectory };
  await call("judging.ruleStep", { ...said, step: 0, rating: -1, rationale: "It goes nowhere." });
  await call("labelling.labelByPerson", { ...said, correct: true, reason: null });
});
test.afterAll(async () => {
  await studio?.close();
  await Promise.all([fast?.close(), slow?.close()]);
});

const PLACES: Place[] = [
  { name: "rollout runs of every state", at: "/rollouts" },
  {
    name: "a new rollout run with mistakes",
    at: async () => `/rollouts/new?from=${ids.made}`,
    open: async (page) => {
      await page.getByLabel("Samples", { exact: true }).fill("0");
      await page.getByText("Sampling").click();
      await page.getByLabel("Temperature").fill("hot");
      await page.getByRole("button", { name: "Start rollout run" }).click();
      await expect(page.getByText("Some fields need another look.").first()).toBeVisible();
    },
  },
  { name: "a rollout run under way", at: async () => `/rollouts/${ids["under way"]}` },
  { name: "cancelling one", at: async () => `/rollouts/${ids["under way"]}`, open: button("Cancel") },
  { name: "a rollout run that is done", at: async () => `/rollouts/${ids.made}` },
  { name: "a rollout run paused by the studio", at: async () => `/rollouts/${ids.down}` },
  { name: "judging with runs", at: "/judging" },
  { name: "a judging run to start", at: async () => `/judging/new?run=${ids.made}` },
  { name: "a model's judging run", at: async () => `/judging/${ids.judge}` },
  { name: "a judging run under way", at: async () => `/judging/${ids["judge under way"]}` },
  { name: "what flipped between a model and rules", at: async () => `/judging/flips?a=${ids.judge}&b=${ids.rules}` },
  {
    name: "two versions of a judge's prompt",
    at: "/judging/templates",
    open: (page) => page.getByText(/^Changes against/).click(),
  },
  { name: "a metric's labelling run", at: async () => `/judging/labels/${ids.metric}` },
  {
    name: "where two labelling runs differ",
    at: async () => `/judging/labels/compare?a=${ids.metric}&b=${ids.equivalence}`,
  },
  {
    name: "a trajectory with a person's ruling and label",
    at: async (page) => {
      await page.addInitScript(() => localStorage.setItem("swirl-person", "Kim"));
      return `/trajectories/${ids.trajectory}`;
    },
    open: (page) => expect(page.getByRole("button", { name: "Take the ruling back" }).first()).toBeVisible(),
  },
  {
    name: "endpoints, tested",
    at: "/settings",
    open: async (page) => {
      await page.getByRole("button", { name: "Test good" }).click();
      await expect(page.getByText(/Answered in/)).toBeVisible();
      await page.getByRole("button", { name: "Test gone" }).click();
      await expect(page.getByText(/nothing listens there/)).toBeVisible();
    },
  },
];

testPlaces(PLACES, () => studio.url);
