/** Generating and judging as a newcomer does it, against a server that speaks the protocol and fails in every way. */
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import type { Fault } from "../server/testing/openai-server/faults";
import { playScript } from "../server/testing/openai-server/script";
import { type OpenAiServer, startOpenAiServer } from "../server/testing/openai-server/server";
import { chooseFiles } from "./choose-files";

const QUESTIONS = 20;
const SAMPLES = 5;
const PLANNED = QUESTIONS * SAMPLES;
const TABS = 8;

/** Each way to fail twice, among the first completions; a hang lasts until the endpoint's timeout. */
const FAULTS: Fault[] = [
  { kind: "rate-limit", retryAfter: 1 },
  { kind: "server-error" },
  { kind: "hang" },
  { kind: "half" },
  { kind: "invalid-json" },
  { kind: "empty-choices" },
];
const failsNow = (n: number): Fault | null => (n % 7 === 3 ? (FAULTS[Math.floor(n / 7)] ?? null) : null);
const failsLater = (n: number): Fault | null => failsNow(n - 60);
const RETRIES = [
  "rate limited (429)",
  "server error (5xx)",
  "no reply in time",
  "connection lost",
  "reply not understood",
];

let studio: Awaited<ReturnType<typeof openTestStudio>>;
test.beforeAll(async () => {
  studio = await openTestStudio();
});
test.afterAll(() => studio?.close());

async function importQuestions(page: Page, name: string) {
  const lines = Array.from({ length: QUESTIONS }, (_, n) => {
    const [bought, found] = [3 * n + 12, n + 5];
    const question = `Ann has ${bought} apples, then finds ${found} more. How many apples has she? (${name})`;
    return JSON.stringify({ id: `${name}-${n}`, question, answer: String(bought + found) });
  });
  await page.goto(`${studio.url}/import`);
  await chooseFiles(page, {
    name: `${name}.jsonl`,
    mimeType: "application/jsonl",
    buffer: Buffer.from(lines.join("\n")),
  });
  const item = page.getByRole("region", { name: "Your files" }).getByRole("listitem").filter({ hasText: name });
  await expect(item.getByText("done", { exact: true })).toBeVisible({ timeout: 60_000 });
}

async function addEndpoint(page: Page, name: string, server: OpenAiServer, isStreamed: boolean) {
  await page.goto(`${studio.url}/settings`);
  const form = page.getByRole("dialog", { name: "Add an endpoint" });
  await expect(async () => {
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await expect(form).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Address").fill("http://127.0.0.1:9/v1");
  await form.getByLabel("Model name in requests").fill("scripted");
  await form.getByLabel("Model in the studio").fill(`${name} model`);
  await form.getByLabel("Requests at once").fill("4");
  await form.getByLabel("Timeout (s)").fill("2");
  if (isStreamed) await form.getByLabel(/Stream replies/).check();
  await form.getByRole("button", { name: "Test" }).click();
  await expect(form.getByText("nothing listens there")).toBeVisible();
  await form.getByLabel("Address").fill(server.url);
  await form.getByRole("button", { name: "Test" }).click();
  await expect(form.getByText(/Answered in \d+\sms as scripted/)).toBeVisible();
  await expect(form.getByText("ready", { exact: true })).toBeVisible();
  await form.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("group", { name: "Endpoints" }).getByTitle(name, { exact: true })).toBeVisible();
  await expect(page.getByRole("group", { name: "Models" }).getByText(`${name} model`)).toBeVisible();
}

async function startRollouts(page: Page, name: string) {
  await page.goto(`${studio.url}/rollouts/new`);
  await expect(async () => {
    await page.getByLabel("Question set").selectOption({ label: `${name} (${QUESTIONS} questions)` });
    await expect(page.getByRole("region", { name: "Summary" })).toContainText(`${PLANNED} trajectories`, {
      timeout: 3_000,
    });
  }).toPass();
  await page.getByLabel("Model", { exact: true }).selectOption({ label: `${name} model at ${name}` });
  await page.getByRole("button", { name: "Start rollout run" }).click();
  await page.waitForURL(/\/rollouts\/\d+$/);
}

const progressOf = (page: Page) => page.getByRole("region", { name: "Progress" });

async function doneIn(page: Page): Promise<number> {
  const text = await progressOf(page)
    .getByText(/^\d+ of \d+ trajectories made$/)
    .textContent();
  return Number(text?.split(" ")[0]);
}

/** The page of the run in so many tabs of one browser: they share what a browser allows in connections. */
async function openTabs(context: BrowserContext, page: Page): Promise<Page[]> {
  const more = Array.from({ length: TABS - 1 }, async () => {
    const tab = await context.newPage();
    await tab.goto(page.url());
    return tab;
  });
  return [page, ...(await Promise.all(more))];
}

async function pause(page: Page): Promise<number> {
  await expect.poll(() => doneIn(page), { timeout: 30_000 }).toBeGreaterThan(5);
  await progressOf(page).getByRole("button", { name: "Pause" }).click();
  await expect(progressOf(page).getByText("Paused by you", { exact: true })).toBeVisible();
  await page.reload();
  await expect(progressOf(page).getByText("Paused by you", { exact: true })).toBeVisible();
  const done = await doneIn(page);
  expect(done).toBeLessThan(PLANNED);
  return done;
}

/** Every tab shows where the run stands, that it goes on, and that it is done. */
async function resume(tabs: readonly Page[], done: number, hurry: () => void) {
  for (const tab of tabs) {
    await expect(progressOf(tab).getByText("Paused by you", { exact: true })).toBeVisible();
    expect(await doneIn(tab)).toBe(done);
  }
  await progressOf(tabs[0] as Page)
    .getByRole("button", { name: "Resume" })
    .click();
  for (const tab of tabs) await expect.poll(() => doneIn(tab), { timeout: 30_000 }).toBeGreaterThan(done);
  hurry();
  for (const tab of tabs) {
    await expect(progressOf(tab).getByText(`${PLANNED} of ${PLANNED} trajectories made`)).toBeVisible({
      timeout: 60_000,
    });
    await expect(progressOf(tab).getByText("Done", { exact: true })).toBeVisible();
  }
}

/** What the database holds of the newest run: rows, and distinct places (question, sample). */
async function countTrajectories(): Promise<{ rows: number; places: number }> {
  const client = new pg.Client({ connectionString: studio.databaseUrl });
  await client.connect();
  const { rows } = await client.query(
    `SELECT count(*)::int AS rows, count(DISTINCT (question_id, sample_index))::int AS places FROM trajectory
     WHERE rollout_run_id = (SELECT max(run_id) FROM run_state WHERE kind = 'rollout')`,
  );
  await client.end();
  return rows[0];
}

async function judge(page: Page) {
  await page.getByRole("link", { name: "Judge these" }).click();
  await expect(page.getByText(new RegExp(`^${PLANNED} trajectories, \\d+ steps$`))).toBeVisible();
  await page.getByRole("button", { name: `Judge ${PLANNED} trajectories` }).click();
  await page.waitForURL(/\/judging\/\d+$/);
  await expect(progressOf(page).getByText(`${PLANNED} of ${PLANNED} trajectories judged`)).toBeVisible({
    timeout: 60_000,
  });
}

for (const isStreamed of [false, true])
  test(`20 questions × 5 through every fault, ${isStreamed ? "streamed" : "whole"}`, async ({ page, context }) => {
    test.setTimeout(240_000);
    const name = isStreamed ? "streamed" : "whole";
    // Slow while somebody watches, so that no machine is too slow to watch.
    let delay = 0;
    const server = await startOpenAiServer({
      reply: (request) => new Promise((resolve) => setTimeout(() => resolve(playScript(request)), delay)),
    });
    await importQuestions(page, name);
    await addEndpoint(page, name, server, isStreamed);
    const before = server.stats.count;
    server.setFaults((n) => failsNow(n - before) ?? failsLater(n - before));
    delay = 400;
    await startRollouts(page, name);
    const runPage = page.url();
    const done = await pause(page);
    const tabs = await openTabs(context, page);
    await resume(tabs, done, () => {
      delay = 5;
    });
    expect(await countTrajectories()).toEqual({ rows: PLANNED, places: PLANNED });
    const again = progressOf(page).getByRole("region", { name: "Requests sent again" });
    for (const why of RETRIES) await expect(again.getByText(why)).toBeVisible();
    for (const tab of tabs.slice(1)) await tab.close();

    server.setFaults(null);
    await page.reload();
    await judge(page);
    await page.goto(runPage);
    const table = page.getByRole("region", { name: "Trajectories of this rollout run" });
    await table.getByRole("link").first().click();
    await page.waitForURL(/\/trajectories\/\d+/);
    await expect(page.getByText(/Ann has \d+ apples/).first()).toBeVisible();
    await expect(page.getByText("Now I know it.").first()).toBeVisible();
    await expect(page.getByRole("img", { name: /reasonable/i }).first()).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await server.close();
  });
