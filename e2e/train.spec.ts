/** The whole way on a real Ray: a lab's model generates, is judged and trained, and its checkpoint answers. */
import { expect, type Page, test } from "@playwright/test";
import { z } from "zod";
import { connect, type Db } from "@/server/db";
import { startLab, type TestLab } from "@/server/testing/lab";
import { testPython } from "@/server/testing/python";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { button, testPlaces } from "./accessible";
import { type HeldJudge, startHeldJudge } from "./held-judge";

const QUESTIONS = 24;
const SAMPLES = 2;
const UPDATES = 24;
/** The most rulings that one update asks for: equal actions are asked about once */
const AN_UPDATE = 24;
/**
 * The recipe asks a judge that is away for a minute and a half before an action stays without a reward, so that an outage
 * of a minute costs nothing but time. Three retries are 3.5 seconds: here the run goes on without rewards within seconds.
 */
const RETRIES = 3;
const CONFIG = {
  ...{ max_steps: UPDATES, warmup_steps: 0, learning_rate: "4.0e-4", save_every: 10, retries: RETRIES },
  ...{ contexts_per_step: 6, samples_per_context: AN_UPDATE / 6, device_batch: AN_UPDATE },
};
/** The longest action that the lab's model was taught, generously */
const ACTION_TOKENS = 48;
/** A job's Python takes its time to start where everything else runs, too */
const PATIENCE = { timeout: 240_000 };

// Skipped, and counted, only where there is no Python; with CI=true looking for it throws instead.
test.skip(testPython === null, "There is no Python with the trainer's packages.");
// What is looked at is what the journey made. Reading a page of charts takes long where everything else runs, too.
test.describe.configure({ mode: "serial", timeout: 240_000 });

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let db: Db;
let lab: TestLab;
let judge: HeldJudge;
const made = { run: "", model: "" };

async function openStudio(): Promise<Db> {
  studio = await openTestStudio();
  db = connect(studio.databaseUrl, { max: 4 });
  return db;
}
test.beforeAll(async () => {
  test.setTimeout(900_000);
  const opening = openStudio();
  const starting = startLab(opening);
  // Both, should one of them fail: what was started is ended afterwards.
  await Promise.allSettled([opening, starting]);
  lab = await starting;
  judge = await startHeldJudge(lab.teacher);
});
test.afterAll(async () => {
  test.setTimeout(120_000);
  await Promise.all([judge?.close(), studio?.close(), db?.close()]);
  await lab?.stop();
});

const progressOf = (page: Page) => page.getByRole("region", { name: "Progress" });

async function questionSet(key: string): Promise<string> {
  const { id } = await db.prisma.questionSet.findUniqueOrThrow({ where: { key }, select: { id: true } });
  return String(id);
}

/** The lab's engine answers, one at a wrong address says what is wrong; the judge is added. */
async function setUp(page: Page) {
  await page.goto(`${studio.url}/settings`);
  const engines = page.getByRole("region", { name: "Training engines" });
  const engine = page.getByRole("dialog", { name: "Add a training engine" });
  await expect(async () => {
    await engines.getByRole("button", { name: "Add training engine" }).click();
    await expect(engine).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await engine.getByLabel("Name", { exact: true }).fill("Elsewhere");
  await engine.getByLabel("Address of Ray's dashboard").fill("http://127.0.0.1:9");
  await engine.getByLabel("Storage on the cluster").fill("/shared/swirl");
  await engine.getByRole("button", { name: "Test" }).click();
  await expect(engine.getByText(/^Nothing listens at http:\/\/127\.0\.0\.1:9\. Check the address/)).toBeVisible();
  await engine.getByRole("button", { name: "Cancel" }).click();
  await engines.getByRole("button", { name: "Test Lab Ray" }).click();
  await expect(engines.getByText(/^Ray [\d.]+ answered in .*: 1 node, .* CPUs free, no GPUs$/)).toBeVisible({
    timeout: 60_000,
  });

  await page.getByRole("button", { name: "Add endpoint" }).click();
  const endpoint = page.getByRole("dialog", { name: "Add an endpoint" });
  await endpoint.getByLabel("Name", { exact: true }).fill("Judge");
  await endpoint.getByLabel("Address").fill(judge.url);
  await endpoint.getByLabel("Model name in requests").fill("teacher");
  await endpoint.getByLabel("Requests at once").fill("32");
  await endpoint.getByRole("button", { name: "Add endpoint" }).click();
  await expect(page.getByRole("group", { name: "Endpoints" }).getByTitle("Judge", { exact: true })).toBeVisible();
}

async function rollOut(page: Page, chosen: { set: string; model: string; questions: number; samples: number }) {
  const trajectories = chosen.questions * chosen.samples;
  await page.goto(`${studio.url}/rollouts/new`);
  await expect(async () => {
    await page.getByLabel("Question set").selectOption(await questionSet(chosen.set));
    await page.getByLabel("Model", { exact: true }).selectOption(chosen.model);
    await page.getByLabel("At most").fill(String(chosen.questions));
    await page.getByLabel("Samples", { exact: true }).fill(String(chosen.samples));
    await expect(page.getByRole("region", { name: "Summary" })).toContainText(`= ${trajectories} trajectories`, {
      timeout: 5_000,
    });
  }).toPass({ timeout: 60_000 });
  await page.getByText("Sampling", { exact: true }).click();
  await page.getByLabel("Tokens an action").fill(String(ACTION_TOKENS));
  await page.getByRole("button", { name: "Start rollout run" }).click();
  await page.waitForURL(/\/rollouts\/\d+$/);
  const made = progressOf(page).getByText(`${trajectories} of ${trajectories} trajectories made`);
  await expect(made).toBeVisible({ timeout: 120_000 });
  await expect(progressOf(page).getByText("Done", { exact: true })).toBeVisible();
}

async function judgeThem(page: Page) {
  const trajectories = QUESTIONS * SAMPLES;
  await page.getByRole("link", { name: "Judge these" }).click();
  await page.waitForURL(/\/judging\/new/);
  await page.getByLabel("Endpoint", { exact: true }).selectOption({ label: "Judge (teacher)" });
  await page.getByRole("button", { name: `Judge ${trajectories} trajectories` }).click();
  await page.waitForURL(/\/judging\/\d+$/);
  await expect(progressOf(page).getByText(`${trajectories} of ${trajectories} trajectories judged`)).toBeVisible({
    timeout: 120_000,
  });
}

const edited = (text: string, fields: Record<string, string | number>) =>
  Object.entries(fields).reduce(
    (result, [name, value]) => result.replace(new RegExp(`^( *${name}: ).*$`, "m"), `$1${value}`),
    text,
  );

/** From what a filter mode keeps to a run of a few updates, by way of a fault in the config. */
async function launch(page: Page) {
  await page.getByRole("link", { name: "Compare filter modes" }).click();
  await page.getByRole("link", { name: "Train on Process", exact: true }).click();
  await page.waitForURL(/\/training\/new/);
  const config = page.getByRole("textbox", { name: "Config" });
  const check = page.getByRole("region", { name: "Check" });
  await page.getByLabel("Base model").selectOption(String(lab.modelId));
  await page.getByLabel("Training engine").selectOption(String(lab.engineId));
  await expect(config).toHaveValue(new RegExp(`path: .*/${lab.base}\\b`), { timeout: 60_000 });
  await expect(page.getByLabel("Judge's endpoint").locator("option:checked")).toHaveText("Judge (teacher)");
  await expect(check.getByText("on-policy", { exact: true })).toBeVisible({ timeout: 60_000 });

  const recipe = await config.inputValue();
  const submit = page.getByRole("button", { name: "Launch training run" });
  await config.fill(edited(recipe, { ...CONFIG, max_steps: "a dozen" }));
  const fault = page.getByRole("region", { name: "Config" }).getByRole("listitem");
  await expect(fault).toHaveText(/^Line \d+\s*optimiser\.max_steps\s*This must be a (whole )?number/);
  await expect(submit).toBeDisabled();
  await config.fill(edited(recipe, CONFIG));
  await expect(fault).toHaveCount(0);
  judge.allow(AN_UPDATE);
  await submit.click();
  await page.waitForURL(/\/training\/\d+$/);
  made.run = new URL(page.url()).pathname;
}

async function updatesOf(page: Page): Promise<number> {
  const text = await progressOf(page)
    .getByText(/^\d+ of \d+ updates done$/)
    .textContent();
  return Number(text?.split(" ")[0]);
}

const rewardRows = (page: Page) => page.getByRole("figure", { name: "Reward", exact: true }).locator("tbody tr");

/** Figures come while one looks. The judge holds every further ruling until the stop is over: no machine outruns it. */
async function watchAndStop(page: Page) {
  await expect(progressOf(page).getByText("Running", { exact: true })).toBeVisible(PATIENCE);
  const reward = page.getByRole("figure", { name: "Reward", exact: true });
  await expect(reward).toBeVisible(PATIENCE);
  await reward.getByText("The same as a table").click();
  const before = await rewardRows(page).count();
  judge.allow(AN_UPDATE);
  await expect.poll(() => rewardRows(page).count(), PATIENCE).toBeGreaterThan(before);
  await expect(page.getByRole("list", { name: "Contexts" }).getByRole("button").first()).toBeVisible({
    timeout: 30_000,
  });
  await progressOf(page).getByRole("button", { name: "Stop" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stop the training run" }).click();
  await expect(progressOf(page).getByText("Stopped", { exact: true })).toBeVisible(PATIENCE);
  expect(await updatesOf(page)).toBeLessThan(UPDATES);
}

/** From the checkpoint of the stop, on the page as it is. */
async function resume(page: Page) {
  const done = await updatesOf(page);
  judge.allow(AN_UPDATE);
  await progressOf(page)
    .getByRole("button", { name: `Resume from update ${done}` })
    .click();
  await expect(progressOf(page).getByText("attempt 2", { exact: true })).toBeVisible();
  await expect.poll(() => updatesOf(page), PATIENCE).toBeGreaterThan(done);
}

/** Nobody listens at the judge's port until an update went by with actions that got no ruling. */
async function outage(page: Page) {
  await judge.goAway();
  await expect
    .poll(async () => (await updatesMade()).filter(({ unscored }) => unscored > 0).length, PATIENCE)
    .toBeGreaterThan(0);
  judge.allow(Number.POSITIVE_INFINITY);
  await judge.comeBack();
  await progressOf(page).getByText("1 warning of the trainer").click();
  await expect(
    progressOf(page).getByText(/^The judge at .* has not answered 4 times in a row: Connection refused\./),
  ).toBeVisible();
}

/** All updates are there, with rewards again at the end; one warning stands for the outage. */
async function finish(page: Page) {
  await expect(progressOf(page).getByText("Done", { exact: true })).toBeVisible(PATIENCE);
  expect(await updatesOf(page)).toBe(UPDATES);
  // The page that watched shows the last figures, and so does one that is loaded now.
  await expect(rewardRows(page)).toHaveCount(UPDATES);
  await expectFigures(page);
  await page.reload();
  await expectFigures(page);

  const updates = await updatesMade();
  expect(updates.map(({ step }) => step)).toEqual(Array.from({ length: UPDATES }, (_, index) => index + 1));
  expect(updates.at(-1)).toMatchObject({ unscored: 0, reward: expect.any(Number) });
  // A ruling is worth 1 or 0, so that their means agree: an action without one that counted as 0 would part them.
  for (const { reward, reasonable } of updates)
    if (reward === null) expect(reasonable).toBeNull();
    else expect(reward).toBeCloseTo(reasonable ?? -1, 5);
  const { rows: unrewarded } = await db.pool.query(
    `SELECT DISTINCT step FROM training_sample, json_array_elements(actions) action
     WHERE run_id = $1 AND action ->> 'reward' IS NULL`,
    [runId()],
  );
  const withUnscored = updates.flatMap(({ step, unscored }) => (unscored > 0 ? [step] : []));
  expect(unrewarded.length).toBeGreaterThan(0);
  expect(withUnscored).toEqual(expect.arrayContaining(unrewarded.map(({ step }) => step)));
  const { rows: warnings } = await db.pool.query(
    "SELECT 1 FROM training_event WHERE run_id = $1 AND event ->> 'event' = 'warning'",
    [runId()],
  );
  expect(warnings).toHaveLength(1);
}

const runId = () => Number(made.run.split("/").at(-1));
const Share = z.number().nullable();
const Updates = z.array(z.object({ step: z.int(), reward: Share, reasonable: Share, unscored: z.number() }));
async function updatesMade() {
  const { rows } = await db.pool.query(
    `SELECT step, ("values" ->> 'reward')::float AS reward, ("values" ->> 'reasonable_share')::float AS reasonable,
       ("values" ->> 'unscored_share')::float AS unscored
     FROM training_metric WHERE run_id = $1 ORDER BY step`,
    [runId()],
  );
  return Updates.parse(rows);
}

async function expectFigures(page: Page) {
  const figures = page.getByRole("region", { name: "Figures by update" });
  for (const name of ["Reward", "Share reasonable", "KL from the base model"])
    await expect(figures.getByRole("figure", { name, exact: true }).locator("path.recharts-line-curve")).toBeVisible();
}

/** The checkpoint has other weights than its base, and is asked like any model. */
async function ask(page: Page) {
  await progressOf(page).getByText("Its last checkpoint is the model").getByRole("link").click();
  await page.waitForURL(/\/models\/\d+$/);
  made.model = new URL(page.url()).pathname;
  const lineage = page.getByRole("region", { name: "Lineage" });
  await expect(lineage.getByRole("link", { name: "Lab base" }).first()).toBeVisible();
  const id = Number(made.model.split("/").at(-1));
  const { weightsHash } = await db.prisma.model.findUniqueOrThrow({ where: { id } });
  expect(weightsHash).toMatch(/^[0-9a-f]{64}$/);
  expect(weightsHash).not.toBe(lab.weightsHash);
  await rollOut(page, { set: "lab-arithmetic-held-out", model: String(id), questions: 2, samples: 1 });
  await page.getByRole("region", { name: "Trajectories of this rollout run" }).getByRole("link").first().click();
  await page.waitForURL(/\/trajectories\/\d+/);
  await expect(page.getByRole("article", { name: "Step 1" })).toBeVisible();
  const written = await db.prisma.trajectory.findMany({ where: { modelId: id }, select: { completionTokens: true } });
  expect(written).toEqual([{ completionTokens: expect.any(Number) }, { completionTokens: expect.any(Number) }]);
}

test("generate, judge, train, stop, resume, an outage of the judge; the checkpoint is a model that answers", async ({
  page,
}) => {
  test.setTimeout(900_000);
  await test.step("settings", () => setUp(page));
  const chosen = { set: "lab-arithmetic-train", model: String(lab.modelId), questions: QUESTIONS, samples: SAMPLES };
  await test.step("generate", () => rollOut(page, chosen));
  await test.step("judge", () => judgeThem(page));
  await test.step("launch", () => launch(page));
  await test.step("watch and stop", () => watchAndStop(page));
  await test.step("resume", () => resume(page));
  await test.step("the judge is away", () => outage(page));
  await test.step("finish", () => finish(page));
  await test.step("ask the checkpoint", () => ask(page));
});

testPlaces(
  [
    { name: "training engines", at: "/settings#engines", open: button("Test Lab Ray") },
    { name: "training runs", at: "/training" },
    { name: "a new training run", at: "/training/new" },
    { name: "a training run", at: async () => made.run },
    { name: "training runs compared", at: async () => `/training/compare?run=${made.run.split("/").at(-1)}` },
    { name: "models", at: "/models" },
    { name: "a checkpoint", at: async () => made.model },
  ],
  () => studio.url,
);
