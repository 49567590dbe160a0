/** Training all arms of an experiment: the form and its plan of jobs. Nothing is trained here. */
import { expect, type Page, test } from "@playwright/test";
import { ExperimentPlan, paperArms } from "@/domain/experiment";
import { EMPTY_POOL } from "@/domain/pool";
import { TrainingEngineSettings } from "@/domain/training/engine";
import { connect, type Db } from "@/server/db";
import { saveExperiment } from "@/server/services/experiment/save";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type Place, testPlaces } from "./accessible";

test.describe.configure({ timeout: 90_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let db: Db;
let experimentId: number;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio();
  db = connect(studio.databaseUrl, { max: 3 });
  const { rows } = await db.pool.query(
    `SELECT (SELECT id FROM judging_run WHERE name = 'Sample careful judge') AS judge,
       (SELECT id FROM labelling_run WHERE name = 'Sample exact match') AS labels`,
  );
  const [{ judge, labels }] = rows;
  const plan = {
    name: "Ablation",
    pool: { ...EMPTY_POOL, scope: judge, judge, labels },
    arms: paperArms(judge, labels),
  };
  ({ id: experimentId } = await saveExperiment(db, { ...ExperimentPlan.parse(plan), id: null, clonedFrom: null }));
  await db.prisma.model.create({ data: { name: "tiny", path: "/models/tiny" } });
  const settings = TrainingEngineSettings.parse({ name: "Cluster", address: "http://127.0.0.1:1", storage: "/runs" });
  await db.prisma.trainingEngine.create({ data: { name: settings.name, settings } });
});
test.afterAll(async () => {
  await db?.close();
  await studio?.close();
});

const jobs = (page: Page) => page.getByRole("region", { name: "Plan of jobs" });
const figure = (page: Page, name: string) =>
  jobs(page)
    .locator("dl > div")
    .filter({ has: page.getByText(name, { exact: true }) });

async function open(page: Page) {
  await page.goto(`${studio.url}/experiments/${experimentId}/train`);
  await expect(figure(page, "Training runs")).toContainText("4", { timeout: 30_000 });
}

test("the plan of jobs follows the form, and says what it does not know", async ({ page }) => {
  await page.goto(`${studio.url}/experiments/${experimentId}`);
  await page.getByRole("link", { name: "Train and evaluate all arms" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Train and evaluate all arms");
  await expect(figure(page, "Training runs")).toContainText("4", { timeout: 30_000 });
  await expect(jobs(page).getByRole("list", { name: "Arms to train" }).getByRole("listitem")).toHaveCount(4);
  await expect(figure(page, "To freeze")).toContainText("4");
  await expect(figure(page, "Time to train")).toContainText("not known");

  await page.getByLabel("Seeds").fill("3");
  await page.getByLabel("Updates").fill("10");
  await page.getByRole("checkbox", { name: "Outcome", exact: true }).uncheck();
  await expect(figure(page, "Training runs")).toContainText("9");
  await expect(figure(page, "Updates")).toContainText("90");

  const set = page.getByLabel("Add a question set");
  await set.selectOption({ index: 1 });
  await page.getByRole("textbox", { name: /^Questions of/ }).fill("5");
  // Nine models and their base.
  await expect(figure(page, "Evals")).toContainText("50 trajectories");
  await page.getByRole("checkbox", { name: "The base model too" }).uncheck();
  await expect(figure(page, "Evals")).toContainText("45 trajectories");

  await page.getByLabel("Seeds").fill("11");
  await expect(jobs(page)).toContainText("Choose one to ten seeds.");
  await expect(page.getByRole("button", { name: "Train and evaluate", exact: true })).toBeDisabled();
});

test("nothing is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByLabel("Add a question set").selectOption({ index: 1 });
  await expect(jobs(page).getByRole("list", { name: "Evals" })).toBeVisible();
  const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
  expect(overflow).toBe(0);
});

const PLACES: Place[] = [
  {
    name: "the training of all arms, with an eval",
    at: async () => `/experiments/${experimentId}/train`,
    open: async (page) => {
      await expect(figure(page, "Training runs")).toContainText("4", { timeout: 30_000 });
      await page.getByLabel("Add a question set").selectOption({ index: 1 });
      await expect(jobs(page).getByRole("list", { name: "Evals" })).toBeVisible();
    },
  },
  {
    name: "one that was cancelled",
    at: async () => {
      // Over from its beginning, so that no worker takes it up.
      const { rows } = await db.pool.query(
        `INSERT INTO arm_training (key, name, experiment_id, plan, status, finished_at)
         VALUES (gen_random_uuid(), 'Looked at', $1, $2, 'cancelled', now()) RETURNING id`,
        [experimentId, JSON.stringify(await keptPlan())],
      );
      await db.pool.query("INSERT INTO arm_training_arm (arm_training_id, idx, arm) VALUES ($1, 0, 'Process')", [
        rows[0].id,
      ]);
      await db.pool.query("INSERT INTO arm_training_run (arm_training_id, arm_idx, seed) VALUES ($1, 0, 1)", [
        rows[0].id,
      ]);
      return `/experiments/${experimentId}/train/${rows[0].id}`;
    },
    open: (page) =>
      expect(page.getByText("Nothing was evaluated.").or(page.getByText(/nothing is evaluated/))).toBeVisible(),
  },
];
testPlaces(PLACES, () => studio.url);

async function keptPlan() {
  const { rows } = await db.pool.query(
    "SELECT (SELECT id FROM model WHERE name = 'tiny') AS base, (SELECT id FROM training_engine) AS engine",
  );
  const choice = { experimentId, arms: ["Process"], baseModelId: rows[0].base, engineId: rows[0].engine };
  return {
    name: "Looked at",
    choice: {
      ...choice,
      algorithm: "sft",
      reward: null,
      seeds: 1,
      changes: {},
      sets: [],
      ways: ["tools"],
      withBase: true,
    },
    fingerprint: "looked at",
    evals: { sets: [], serving: null },
  };
}
