/** The next round of a model, from its plan to its page; and what came of each iteration. Nothing carries it out here. */
import { expect, type Page, test } from "@playwright/test";
import { connect, type Db } from "@/server/db";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type Place, testPlaces } from "./accessible";

test.describe.configure({ mode: "serial", timeout: 120_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let db: Db;
const ids = { model: 0, base: 0 };

test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio({ pool: "sample", hasWorker: false });
  db = connect(studio.databaseUrl, { max: 4 });
  const model = await db.prisma.model.findFirstOrThrow({ where: { name: "SWiRL on what process keeps" } });
  ids.model = model.id;
  ids.base = model.parentId ?? 0;
});
test.afterAll(async () => {
  await db?.close();
  await studio?.close();
});

/** The judge and the model are served again, if only by name: no worker asks them. */
async function serve() {
  const settings = { baseUrl: "http://127.0.0.1:9/v1", maxConcurrency: 1, timeoutMs: 1_000, patienceMs: 1_000 };
  const data = { ...settings, name: "Somewhere", servedName: "final" };
  const { id } = await db.prisma.endpoint.upsert({ where: { name: data.name }, create: data, update: {} });
  await db.prisma.model.update({ where: { id: ids.model }, data: { endpointId: id } });
}

test("what is repeated stands there, and a model that nobody serves cannot begin", async ({ page }) => {
  await page.goto(`${studio.url}/models/${ids.model}/next-round`);
  await expect(page.getByText("Iteration 2: what “SWiRL").or(page.getByText('Iteration 2: what "SWiRL'))).toBeVisible();
  await expect(page.getByRole("note")).toContainText(
    "No endpoint serves SWiRL on what process keeps, and no server can be started for it: it came with the studio",
  );
  await expect(page.getByRole("button", { name: "Generate the next round" })).toBeDisabled();
  const generate = page.getByRole("region", { name: "Generate" });
  await expect(generate).toContainText(
    "Arithmetic word problems · 60 questions by seed 1 · temperature 1 · calculator",
  );
  await expect(generate).toContainText("Encyclopedia questions · 40 questions");
  // Who judged the sample is served nowhere.
  await expect(page.getByRole("region", { name: "Judge" })).toContainText("Nobody: judge the rollout runs afterwards.");
  await expect(page.getByRole("region", { name: "Filter" })).toContainText(
    "Process, as far as its judges can be asked",
  );
  const missing = page.getByRole("list", { name: "What cannot be repeated" });
  await expect(missing).toContainText("its judge's endpoint or template is not here any more");
  // Each of the two sets has a metric of its own.
  await expect(missing).toContainText("No one metric is right");
});

test("it begins once, shows its runs, and can be cancelled", async ({ page }) => {
  await serve();
  await page.goto(`${studio.url}/models/${ids.model}/next-round`);
  await page.waitForLoadState("networkidle");
  await page.getByRole("textbox", { name: "Name" }).fill("Again");
  await page.getByRole("button", { name: "Generate the next round" }).dblclick();
  await page.waitForURL(/\/rounds\/\d+$/);
  expect(await db.prisma.round.count()).toBe(1);
  const generate = page.getByRole("region", { name: "Generate" });
  await expect(generate.getByRole("listitem")).toHaveCount(2);
  await expect(generate).toContainText("0 of 240 · running");
  await expect(generate).toContainText("0 of 120 · running");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("cancelled", { exact: true })).toBeVisible();
  await expect(generate).toContainText("0 of 240 · cancelled");
  await expect(page.getByRole("button", { name: "Cancel" })).toHaveCount(0);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(generate).toContainText("0 of 240 · running");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(generate).toContainText("0 of 240 · cancelled");
});

test("a model that nobody serves gets a server, where its path is known", async ({ page }) => {
  const model = await db.prisma.model.findUniqueOrThrow({ where: { id: ids.model } });
  const own = { endpointId: null, isSample: false, path: "/runs/1/final" };
  await db.prisma.model.update({ where: { id: ids.model }, data: own });
  const settings = { kind: "ray", name: "Lab", address: "http://127.0.0.1:9", storage: "/runs" };
  const engine = await db.prisma.trainingEngine.create({ data: { name: "Lab", settings } });
  try {
    await page.goto(`${studio.url}/models/${ids.model}/next-round`);
    await page.waitForLoadState("networkidle");
    await expect(page.getByRole("group", { name: "Server" })).toContainText(
      "has no endpoint. The studio starts a server",
    );
    await expect(page.getByLabel("Training engine")).toHaveValue(String(engine.id));
    await page.getByLabel("CPUs").fill("none");
    await expect(page.getByRole("button", { name: "Generate the next round" })).toBeDisabled();
    await page.getByLabel("CPUs").fill("2");
    await page.getByRole("textbox", { name: "Name" }).fill("Served");
    await page.getByRole("button", { name: "Generate the next round" }).click();
    await page.waitForURL(/\/rounds\/\d+$/);
    await expect(page.getByRole("region", { name: "Generate" })).toContainText("Not begun.");
    const round = await db.prisma.round.findFirstOrThrow({ orderBy: { id: "desc" }, select: { plan: true } });
    expect(round.plan).toMatchObject({ serving: { engineId: engine.id, resources: { cpus: 2 } } });
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(page.getByText("cancelled", { exact: true })).toBeVisible();
  } finally {
    const { endpointId, isSample, path } = model;
    await db.prisma.model.update({ where: { id: ids.model }, data: { endpointId, isSample, path } });
  }
});

test("by iteration: the models from the base on, with figures that open what they count", async ({ page }) => {
  await page.goto(`${studio.url}/models/${ids.model}/iterations`);
  const table = page.getByRole("group", { name: "Models by iteration" });
  const { rows } = await db.pool.query(
    `SELECT count(*)::int AS n FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id
     WHERE r.model_id = $1 AND r.purpose = 'generate'`,
    [ids.base],
  );
  const base = table.getByRole("row").filter({ hasText: "Sample base" });
  await base.getByRole("link", { name: String(rows[0].n), exact: true }).click();
  await expect(page).toHaveURL(/\/trajectories\?run=\d+&run=\d+/);
  await page.goBack();
  for (const chart of ["Accuracy", "Reasonable steps", "Pool composition"])
    await expect(page.getByRole("figure", { name: chart })).toBeVisible();
  const accuracy = page.getByRole("figure", { name: "Accuracy" });
  await accuracy.getByText("The same as a table").click();
  await expect(accuracy.getByRole("row").filter({ hasText: "2 · Arithmetic word problems, held out" })).toContainText(
    "93.0 %",
  );
});

test("nothing is wider than a phone", async ({ page }) => {
  const [round] = await db.prisma.round.findMany({ select: { id: true } });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [...pathsOf(), `/rounds/${round?.id}`]) {
    await page.goto(studio.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(overflow, path).toBe(0);
  }
});

const pathsOf = () => [`/models/${ids.model}/next-round`, `/models/${ids.model}/iterations`];
const PLACES: Place[] = [
  { name: "the next round", at: async (_: Page) => `/models/${ids.model}/next-round` },
  { name: "iterations", at: async (_: Page) => `/models/${ids.model}/iterations` },
  {
    name: "a round",
    at: async (_: Page) => `/rounds/${(await db.prisma.round.findFirstOrThrow({ select: { id: true } })).id}`,
  },
];
testPlaces(PLACES, () => studio.url);
