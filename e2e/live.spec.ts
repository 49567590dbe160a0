/** Live progress: one event stream for all tabs of a browser, whichever of them goes, and none where it cannot be. */
import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type OpenAiServer, startOpenAiServer } from "../server/testing/openai-server/server";

const TABS = 8;
/** Enough to go on for longer than any machine takes for a test; each cancels its run */
const SAMPLES = 1_000;
test.describe.configure({ timeout: 180_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let server: OpenAiServer;
/** Each test a run of its own */
let modelId: number;
let setId: number;

test.beforeAll(async () => {
  [studio, server] = await Promise.all([openTestStudio(), startOpenAiServer({ latencyMs: 150 })]);
  const endpoint = { name: "Live", baseUrl: server.url, servedName: "scripted", maxConcurrency: 4, modelName: "live" };
  await call("endpoint.save", endpoint);
  const models: { id: number; name: string }[] = await ask("endpoint.models.list");
  const sets: { id: number; name: string }[] = await ask("library.questionSets");
  modelId = models.find(({ name }) => name === "live")?.id ?? 0;
  setId = sets.find(({ name }) => name === "Toy arithmetic")?.id ?? 0;
});
test.afterAll(async () => {
  await studio?.close();
  await server?.close();
});

async function ask(procedure: string, input?: unknown) {
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  return (await (await fetch(`${studio.url}/api/trpc/${procedure}${query}`)).json()).result.data;
}
async function call(procedure: string, input: unknown) {
  const headers = { "Content-Type": "application/json" };
  const options = { method: "POST", headers, body: JSON.stringify(input) };
  return (await (await fetch(`${studio.url}/api/trpc/${procedure}`, options)).json()).result.data;
}

async function startRun(name: string): Promise<{ id: number; trajectories: number }> {
  const { settings } = await ask("rollout.defaults", { questionSetId: setId });
  const questions = { questionSetId: setId };
  return call("rollout.start", { name, modelId, questions, settings: { ...settings, samples: SAMPLES } });
}

const barOf = (tab: Page, name: string) => tab.getByRole("progressbar", { name: `${name}, rollout run` });

async function doneIn(tab: Page, name: string): Promise<number> {
  const text = await barOf(tab, name).getAttribute("aria-valuetext");
  return Number(text?.split(" ")[0]?.replaceAll(",", ""));
}
async function expectToGrow(name: string, ...tabs: Page[]) {
  const grow = async (tab: Page) => {
    const before = await doneIn(tab, name);
    await expect.poll(() => doneIn(tab, name), { timeout: 60_000 }).toBeGreaterThan(before);
  };
  await Promise.all(tabs.map(grow));
}
/** The run's status, in the list or on its own page */
const statusIn = (tab: Page, name: string, status: string) =>
  tab
    .getByRole("row", { name })
    .or(tab.getByRole("region", { name: "Progress" }))
    .getByText(status, { exact: true })
    // A row says it once for wide windows and once for narrow ones.
    .filter({ visible: true });

/** Counts the streams that the tabs of a browser hold open. */
function countStreams(context: BrowserContext) {
  const open = new Map<unknown, Page | null>();
  context.on("request", (request) => {
    if (request.url().includes("runs.watch")) open.set(request, request.frame().page());
  });
  const forget = (request: unknown) => void open.delete(request);
  context.on("requestfinished", forget);
  context.on("requestfailed", forget);
  context.on("page", (page) =>
    page.on("close", () => {
      for (const [request, owner] of open) if (owner === page) open.delete(request);
    }),
  );
  return { count: () => open.size, holder: () => [...open.values()][0] ?? null };
}

test("eight tabs share one stream; when its tab is reloaded or closed, another opens it", async ({ context }) => {
  test.setTimeout(300_000);
  const streams = countStreams(context);
  const run = await startRun("shared");
  let tabs = await Promise.all(
    Array.from({ length: TABS }, async (_, index) => {
      const tab = await context.newPage();
      await tab.goto(`${studio.url}/rollouts${index < 2 ? `/${run.id}` : ""}`);
      return tab;
    }),
  );
  await expectToGrow("shared", ...tabs);
  expect(streams.count()).toBe(1);

  await streams.holder()?.reload();
  await expectToGrow("shared", ...tabs);
  await expect.poll(() => streams.count()).toBe(1);

  const leaving = streams.holder();
  tabs = tabs.filter((tab) => tab !== leaving);
  await leaving?.close();
  await expectToGrow("shared", ...tabs);
  await expect.poll(() => streams.count()).toBe(1);

  const first = tabs.find((tab) => tab.url().endsWith(`/${run.id}`));
  if (!first) throw new Error("No tab shows the page of the run.");
  await first.getByRole("button", { name: "Pause" }).click();
  for (const tab of tabs) await expect(statusIn(tab, "shared", "Paused by you")).toBeVisible();
  const done = await doneIn(first, "shared");
  for (const tab of tabs) await expect.poll(() => doneIn(tab, "shared")).toBe(done);

  await first.getByRole("button", { name: "Cancel" }).click();
  const question = first.getByRole("dialog", { name: "Cancel this rollout run?" });
  await expect(question).toContainText(
    `${(run.trajectories - done).toLocaleString("en-US")} trajectories will not be made`,
  );
  await question.getByRole("button", { name: "Cancel the rollout run" }).click();
  for (const tab of tabs) await expect(statusIn(tab, "shared", "Cancelled")).toBeVisible();
  expect(await ask("runs.progress", { kind: "rollout", runId: run.id })).toMatchObject({ status: "cancelled", done });
});

test("a broken stream is said, read around, and opened again", async ({ context, page }) => {
  const run = await startRun("broken");
  const streams = countStreams(context);
  await context.route("**/api/trpc/runs.watch*", (route) => route.abort());
  await page.goto(`${studio.url}/rollouts/${run.id}`);
  await expect(page.getByText("Reconnecting…")).toBeVisible();
  await expectToGrow("broken", page);
  await context.unroute("**/api/trpc/runs.watch*");
  await expect(page.getByText("Reconnecting…")).toBeHidden({ timeout: 60_000 });
  await expect.poll(() => streams.count()).toBe(1);
  await expectToGrow("broken", page);
  await call("runs.act", { kind: "rollout", runId: run.id, action: "cancel" });
  await expect(statusIn(page, "broken", "Cancelled")).toBeVisible();
});

test("where the browser gives no locks, a page reads by itself; home shows what is running", async ({
  context,
  page,
}) => {
  const run = await startRun("plain address");
  const streams = countStreams(context);
  await context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  await page.goto(`${studio.url}/`);
  const running = page.getByRole("region", { name: "Running now" });
  await expect(running.getByRole("progressbar", { name: "plain address, rollout run" })).toBeVisible();
  await running.getByRole("link", { name: "plain address" }).click();
  await page.waitForURL(/\/rollouts\/\d+$/);
  await expectToGrow("plain address", page);
  expect(streams.count()).toBe(0);
  await call("runs.act", { kind: "rollout", runId: run.id, action: "cancel" });
  await expect(statusIn(page, "plain address", "Cancelled")).toBeVisible();
});

test("rows come in by themselves, and wait while somebody reads", async ({ page }) => {
  const run = await startRun("arriving");
  await page.goto(`${studio.url}/rollouts/${run.id}`);
  const table = page.getByRole("region", { name: "Trajectories of this rollout run" });
  const firstLink = async () => table.getByRole("link").first().getAttribute("href");
  await expect(table.getByRole("link").first()).toBeVisible({ timeout: 60_000 });
  const before = await firstLink();
  await expect.poll(firstLink, { timeout: 60_000 }).not.toBe(before);

  await table.hover();
  const held = await firstLink();
  const news = page.getByRole("button", { name: /^\d+ new$/ });
  await expect(news).toBeVisible({ timeout: 60_000 });
  expect(await firstLink()).toBe(held);
  await news.click();
  await expect.poll(firstLink).not.toBe(held);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await call("runs.act", { kind: "rollout", runId: run.id, action: "cancel" });
});
