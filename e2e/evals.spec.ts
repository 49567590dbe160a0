/** Eval matrices: chosen, started once, followed, cancelled and tried again. Nothing carries them out here. */
import { type Page, expect as plainExpect, test } from "@playwright/test";
import { connect, type Db } from "@/server/db";
import { addModel } from "@/server/testing/endpoint";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { button, type Place, testPlaces } from "./accessible";
import { writeMatrix, writeServer } from "./matrix-rows";

/** Where everything else runs, too, an answer takes its time. */
const expect = plainExpect.configure({ timeout: 30_000 });
/** Wilson's interval of 7 out of 10, as Newcombe's method 3 has it: 0.3968 to 0.8922. */
const SEVEN_OF_TEN = /39\.7.*89\.2/;

test.describe.configure({ mode: "serial", timeout: 120_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let db: Db;
const ids = { served: 0, checkpoint: 0, arithmetic: 0, encyclopedia: 0, engine: 0, running: 0, over: 0 };
let questions = 0;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio({ hasWorker: false });
  db = connect(studio.databaseUrl, { max: 4 });
  ids.served = (await addModel(db, { url: "http://127.0.0.1:9/v1", name: "Served model" })).modelId;
  ids.checkpoint = (await db.prisma.model.create({ data: { name: "Checkpoint", path: "/checkpoints/3" } })).id;
  await db.prisma.model.create({ data: { name: "Recorded elsewhere" } });
  const find = async (name: string) => (await db.prisma.questionSet.findFirstOrThrow({ where: { name } })).id;
  ids.arithmetic = await find("Toy arithmetic");
  ids.encyclopedia = await find("Toy encyclopedia");
  questions = await db.prisma.question.count({ where: { questionSetId: ids.arithmetic } });
});
test.afterAll(async () => {
  await db?.close();
  await studio?.close();
});

const summaryOf = (page: Page) => page.getByRole("region", { name: "Summary" });
const startOf = (page: Page) => page.getByRole("button", { name: "Start evals" });
/** Once the form listens, its first answer is there. */
async function openForm(page: Page, query = "") {
  await page.goto(`${studio.url}/evals/new${query}`);
  await page.waitForLoadState("networkidle");
}

test("the address chooses, and the summary counts what the form comes to", async ({ page }) => {
  await openForm(page, `?model=${ids.served}&set=${ids.arithmetic}`);
  await expect(page.getByRole("checkbox", { name: /^Served model.*at Served model/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^Checkpoint/ })).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /^Recorded elsewhere.*cannot be served/ })).toBeDisabled();
  const answered = page.getByRole("region", { name: "How Toy arithmetic is answered" });
  await expect(answered).toContainText("greedy · calculator · 10 steps");
  await expect(summaryOf(page)).toContainText("1 model × 1 question set = 1 cell");
  await expect(summaryOf(page)).toContainText(`${questions} trajectories`);

  await answered.getByLabel("At most").fill("4");
  await expect(summaryOf(page)).toContainText("4 trajectories");
  await answered.getByText("Settings", { exact: true }).click();
  await answered.getByLabel("Samples", { exact: true }).fill("3");
  await page.getByRole("checkbox", { name: /^One step, no tools/ }).click();
  await page.getByRole("checkbox", { name: /^Toy encyclopedia/ }).click();
  await expect(summaryOf(page)).toContainText("1 model × 2 question sets × 2 ways = 4 cells");
  const others = await db.prisma.question.count({ where: { questionSetId: ids.encyclopedia } });
  await expect(summaryOf(page)).toContainText(`${2 * (4 * 3 + others)} trajectories`);
  await expect(answered).toContainText("greedy · calculator · 10 steps · 3 samples");

  await answered.getByLabel("Samples", { exact: true }).fill("none");
  await expect(summaryOf(page)).toContainText('The settings of "Toy arithmetic" need another look.');
});

test("a model without an endpoint needs an engine; with one a server is started", async ({ page }) => {
  const query = `?model=${ids.served}&model=${ids.checkpoint}&set=${ids.arithmetic}`;
  await openForm(page, query);
  await expect(summaryOf(page)).toContainText('No endpoint serves "Checkpoint": choose a training engine');
  await expect(startOf(page)).toBeDisabled();
  await expect(page.getByRole("link", { name: "Add a training engine" })).toBeVisible();

  const settings = { kind: "ray", address: "http://127.0.0.1:9", storage: "/shared/swirl", resources: { gpus: 0 } };
  ids.engine = (await db.prisma.trainingEngine.create({ data: { name: "Lab", settings } })).id;
  await openForm(page, query);
  await expect(page.getByRole("checkbox", { name: /^Checkpoint.*a server is started on Lab/ })).toBeChecked();
  await expect(page.getByLabel("Training engine")).toHaveValue(String(ids.engine));
  await expect(summaryOf(page)).toContainText("1 server is started for it.");
  await expect(startOf(page)).toBeEnabled();
  await page.getByLabel("CPUs").fill("none");
  await expect(summaryOf(page)).toContainText("The resources of the servers need another look.");
});

test("a double click starts one; it is cancelled, and tried again", async ({ page }) => {
  await openForm(page, `?model=${ids.served}&set=${ids.arithmetic}&set=${ids.encyclopedia}`);
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Served model on 2 question sets");
  await page.getByLabel("Name", { exact: true }).fill("Clicked twice");
  await expect(summaryOf(page)).toContainText("= 2 cells");
  await startOf(page).dblclick();
  await page.waitForURL(/\/evals\/matrix\/\d+$/);
  expect(await db.prisma.evalMatrix.count({ where: { name: "Clicked twice" } })).toBe(1);

  const cells = page.getByRole("group", { name: "Cells of the eval matrix" });
  await expect(cells.getByText("Waiting", { exact: true })).toHaveCount(2);
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Cancel this eval matrix?" });
  await expect(dialog).toContainText("2 cells will not be evaluated");
  await dialog.getByRole("button", { name: "Cancel the eval matrix" }).click();
  await expect(cells.getByText("Cancelled", { exact: true })).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Cancel", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Try 2 cells again" }).click();
  await expect(cells.getByText("Waiting", { exact: true })).toHaveCount(2);

  await page.goto(`${studio.url}/evals`);
  const row = page.getByRole("row").filter({ hasText: "Clicked twice" });
  await expect(row).toContainText("1 model × 2 question sets");
  await expect(row).toContainText("0 of 2");
});

test("every state of a cell says what it is, and changes without a reload", async ({ page }) => {
  const shared = { models: [ids.served, ids.checkpoint], sets: [ids.arithmetic, ids.encyclopedia] };
  ids.running = await writeMatrix(db, {
    ...{ ...shared, name: "Under way", status: "running", ways: ["tools", "alone"], engineId: ids.engine },
    cells: [
      { status: "done", made: [10, 10], right: [7, 10] },
      { status: "running", made: [5, 20] },
      { status: "labelling", made: [20, 20], right: [0, 0] },
      { status: "failed", message: "Its server failed.", made: [3, 20] },
      { status: "waiting" },
      { status: "serving", message: "An earlier server is being stopped." },
      { status: "cancelled", message: "Its rollout run was cancelled.", made: [1, 20] },
      { status: "done", message: "This set has no official metric: its answers are not labelled.", made: [20, 20] },
    ],
  });
  const server = { matrix: ids.running, model: ids.checkpoint, engine: ids.engine };
  await writeServer(db, { ...server, status: "failed", message: "Out of memory.", log: "loading\nkilled" });
  await writeServer(db, { ...server, status: "ready" });
  ids.over = await writeMatrix(db, {
    ...{ ...shared, name: "Half of it failed", status: "done" },
    cells: [
      { status: "done", made: [10, 10], right: [10, 10] },
      { status: "failed", message: "Its rollout run was removed." },
      { status: "done", made: [10, 10], right: [0, 10] },
      { status: "failed", message: "Its labelling run was removed.", made: [10, 10] },
    ],
  });

  await page.goto(`${studio.url}/evals/matrix/${ids.running}`);
  const cells = page.getByRole("group", { name: "Cells of the eval matrix" });
  const cell = (model: string, column: number) =>
    cells
      .getByRole("row")
      .filter({ has: page.getByRole("link", { name: model, exact: true }) })
      .getByRole("cell")
      .nth(column);
  await expect(cell("Served model", 1)).toContainText("70.0");
  await expect(cell("Served model", 1)).toContainText(SEVEN_OF_TEN);
  await expect(cell("Served model", 1)).toContainText("n = 10");
  await expect(cell("Served model", 2)).toContainText("5 of 20 trajectories made");
  await expect(cell("Served model", 2).getByRole("progressbar")).toHaveAttribute("aria-valuenow", "25");
  await expect(cell("Served model", 3)).toContainText("Labelling");
  await expect(cell("Served model", 4)).toContainText("Its server failed.");
  await expect(cell("Checkpoint", 1)).toHaveText("Waiting");
  await expect(cell("Checkpoint", 2)).toContainText("An earlier server is being stopped.");
  await expect(cell("Checkpoint", 3)).toContainText("Cancelled");
  await expect(cell("Checkpoint", 4)).toContainText("no official metric");
  await expect(page.getByRole("region", { name: "Progress" })).toContainText(
    "2 of 8 cells done, 1 failed, 1 cancelled",
  );
  const run = await db.prisma.evalCell.findFirstOrThrow({ where: { matrixId: ids.running, idx: 0 } });
  await expect(cell("Served model", 1).getByRole("link", { name: /^Trajectories/ })).toHaveAttribute(
    "href",
    `/trajectories?run=${run.rolloutRunId}`,
  );
  const servers = page.getByRole("region", { name: "Servers" });
  await expect(servers.getByRole("listitem")).toHaveCount(2);
  await expect(servers.getByRole("listitem").first()).toContainText(/Answers.*answered after 40/);
  await servers
    .getByText(/^Log of job/)
    .last()
    .click();
  await expect(servers.getByText(/loading\s+killed/)).toBeVisible();

  await db.pool.query(
    "UPDATE eval_cell SET status = 'failed', message = 'The engine is away.' WHERE matrix_id = $1 AND idx = 4",
    [ids.running],
  );
  await expect(cell("Checkpoint", 1)).toContainText("The engine is away.");
});

test("what is there fits a phone, and what is not there says so", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [
    "/evals",
    "/evals/new",
    `/evals/new?model=${ids.checkpoint}&set=${ids.arithmetic}`,
    `/evals/matrix/${ids.running}`,
  ]) {
    await page.goto(studio.url + path);
    await page.waitForLoadState("networkidle");
    const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(overflow, path).toBe(0);
  }
  await page.goto(`${studio.url}/evals/matrix/999999`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("not found", { ignoreCase: true });
});

test("the palette begins evals, and finds a matrix by its name", async ({ page }) => {
  await page.goto(`${studio.url}/evals`);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await palette.getByRole("combobox").fill("half of it");
  await expect(palette.getByRole("option", { name: "Half of it failed", exact: true })).toBeVisible();
  await palette.getByRole("combobox").fill("new evals");
  await palette.getByRole("option", { name: /^New evals/ }).click();
  await page.waitForURL(/\/evals\/new$/);
});

const unfold = (page: Page) =>
  page.locator("main details").evaluateAll((all) => {
    for (const each of all) each.setAttribute("open", "");
  });
const PLACES: Place[] = [
  { name: "evals with runs", at: "/evals" },
  { name: "new evals", at: "/evals/new" },
  {
    name: "new evals with all that can be changed",
    at: async () =>
      `/evals/new?model=${ids.served}&model=${ids.checkpoint}&set=${ids.arithmetic}&set=${ids.encyclopedia}`,
    open: async (page) => {
      await expect(page.getByRole("region", { name: /^How Toy/ })).toHaveCount(2);
      await unfold(page);
    },
  },
  {
    name: "new evals with mistakes",
    at: async () => `/evals/new?set=${ids.arithmetic}`,
    open: async (page) => {
      await page.getByLabel("At most").fill("many");
      await startOf(page).click();
      await expect(summaryOf(page).getByRole("alert")).toBeVisible();
    },
  },
  { name: "an eval matrix under way", at: async () => `/evals/matrix/${ids.running}`, open: unfold },
  { name: "cancelling it", at: async () => `/evals/matrix/${ids.running}`, open: button("Cancel") },
  { name: "an eval matrix with failures", at: async () => `/evals/matrix/${ids.over}` },
];
testPlaces(PLACES, () => studio.url);
