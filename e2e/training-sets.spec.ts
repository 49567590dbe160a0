/** Training sets, from an arm that is frozen to two versions compared. A studio of its own: its pool is changed. */
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { paperArms } from "@/domain/experiment";
import { EMPTY_POOL } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { evaluateExperiment } from "@/server/services/experiment/evaluate";
import { saveExperiment } from "@/server/services/experiment/save";
import { startFreezing } from "@/server/services/training-set/start";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { button, type Place, testPlaces } from "./accessible";
import { importTrajectory } from "./one-more-trajectory";

test.describe.configure({ timeout: 90_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let db: Db;
/** A connection that holds on to a training set as a worker does */
let busy: pg.Client | null = null;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio();
  db = connect(studio.databaseUrl, { max: 3 });
});
test.afterAll(async () => {
  await busy?.end();
  await db?.close();
  await studio?.close();
});

/** The figures come once the page's scripts have run, which took up to eleven seconds beside other work on two cores. */
const firstFigures = (page: Page) =>
  expect(page.getByTestId("None: trajectories")).toHaveText(/^30\d$/, { timeout: 30_000 });
const isFrozen = (page: Page) =>
  expect(page.getByRole("heading", { level: 1 })).toContainText("Frozen", { timeout: 30_000 });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** Freezes an arm of the experiment that is open, and waits for its page. */
async function freeze(page: Page, arm: string, name: string, version: RegExp) {
  await page.getByRole("button", { name: `Freeze ${arm}`, exact: true }).click();
  const dialog = page.getByRole("dialog", { name: `Freeze “${arm}”` });
  await dialog.getByLabel("Name of the training set").fill(name);
  await expect(dialog.getByLabel("Name of the training set")).toHaveAccessibleDescription(version);
  await dialog.getByRole("button", { name: "Freeze training set" }).click();
  await page.waitForURL(/\/training-sets\/\d+$/);
}

/** An experiment with the paper's arms under the careful judge, and a set that one of them was frozen as. */
async function frozenSet(name: string, arm = "Process", fingerprint?: string): Promise<number> {
  const { rows } = await db.pool.query(
    `SELECT (SELECT id FROM judging_run WHERE name = 'Sample careful judge') AS judge,
       (SELECT id FROM labelling_run WHERE name = 'Sample exact match') AS labels`,
  );
  const { judge, labels } = rows[0];
  const plan = {
    pool: { ...EMPTY_POOL, scope: judge, judge, labels },
    arms: paperArms(judge, labels),
    matching: false,
  };
  const saved = { ...plan, name: `${name} ${randomUUID().slice(0, 8)}`, id: null, clonedFrom: null };
  const { id: experimentId } = await saveExperiment(db, saved);
  const seen = fingerprint ?? (await evaluateExperiment(db, plan)).fingerprint;
  const { id } = await startFreezing(db, { key: randomUUID(), experimentId, arm, fingerprint: seen, name });
  return id;
}
const reach = (id: number, status: string) =>
  expect
    .poll(async () => (await db.pool.query("SELECT status FROM training_set WHERE id = $1", [id])).rows[0].status, {
      timeout: 30_000,
    })
    .toBe(status);

testPlaces([{ name: "training sets, before there is one", at: "/training-sets" }], () => studio.url);

test("an arm is frozen, exported byte for byte, found at its trajectories, frozen again and compared", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${studio.url}/experiments/new`);
  await firstFigures(page);

  // Unsaved it waits, and says for what.
  const waits = page.getByRole("button", { name: "Freeze Process", exact: true });
  await expect(waits).toHaveAttribute("aria-disabled", "true");
  await waits.focus();
  await expect(page.getByRole("tooltip")).toContainText("Save the experiment first");
  await page.getByLabel("Name", { exact: true }).fill("Pilot");
  await page.getByRole("button", { name: "Save experiment" }).click();
  await expect(heading(page)).toHaveText("Pilot");
  const experiment = page.url();
  await firstFigures(page);
  const kept = Number(await page.getByTestId("Process: trajectories").textContent());

  await page.getByRole("button", { name: "Freeze Process", exact: true }).click();
  await expect(page.getByLabel("Name of the training set")).toHaveValue("Pilot · Process");
  await page.keyboard.press("Escape");
  await freeze(page, "Process", "Reasonable", /A new training set, version 1/);
  await isFrozen(page);
  await expect(heading(page)).toContainText("Reasonable v1");
  await expect(page.getByTestId("trajectories")).toHaveText(String(kept));
  const first = page.url();
  const digest = (await page.getByTestId("sha256").textContent()) ?? "";
  expect(digest).toMatch(/^[0-9a-f]{64}$/);

  // The list has it, with its figures.
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Training sets" }).click();
  const row = page.getByRole("row", { name: /^Reasonable v1/ });
  await expect(row).toContainText(String(kept));
  await expect(row).toContainText("Pilot");
  await row.getByRole("link", { name: "Reasonable v1" }).click();

  // An export of it in its own form is the very bytes that were hashed.
  await page.getByRole("button", { name: "Export…" }).click();
  const formats = page.getByRole("dialog", { name: "Export Reasonable v1" });
  await formats.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: "Sub-trajectories" }).click();
  await expect(formats.getByTestId("export-preview")).toHaveText(/^\d+ sub-trajectories$/);
  const arrival = page.waitForEvent("download");
  await formats.getByRole("button", { name: "Export", exact: true }).click();
  const file = await readFile(await (await arrival).path());
  expect(createHash("sha256").update(file).digest("hex")).toBe(digest);
  const exports = page.getByRole("group", { name: "Recent exports" });
  await expect(exports).toContainText("complete in");
  await expect(exports.getByTestId(/-sha256$/)).toHaveText(digest);

  // Its card names it, as plain text.
  await page.getByText("Dataset card").click();
  await expect(page.getByRole("region", { name: "Dataset card" })).toContainText("# Reasonable v1");

  // Its trajectories are a pool, and each says where it is.
  await page.getByRole("link", { name: "Open its trajectories" }).click();
  await expect(page.getByRole("button", { name: "Remove the filter In training set" })).toBeVisible();
  await expect(page.getByText("Reasonable v1")).toBeVisible();
  await page.locator("tr[data-row] a").first().click();
  const held = page.getByRole("link", { name: "Reasonable v1" });
  await expect(held).toBeVisible();
  await page.getByRole("switch", { name: "Metadata" }).first().check();
  await expect(page.getByText(/ · in Reasonable v1$/).first()).toBeVisible();

  // The palette finds it by name.
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("reasonable v");
  await page.getByRole("option", { name: "Reasonable v1" }).click();
  await expect(page).toHaveURL(first);

  // Again under the same name it is the next version, and nothing differs.
  await page.goto(experiment);
  await firstFigures(page);
  await freeze(page, "Process", "reasonable", /Version 2 of “reasonable”/);
  await isFrozen(page);
  await expect(page.getByTestId("sha256")).toHaveText(digest);
  await page.getByRole("link", { name: "Compare with v1" }).click();
  const counts = page.getByRole("group", { name: "What they share" });
  await expect(counts.getByRole("row", { name: /^In both \d/ })).toContainText(String(kept));
  await expect(counts.getByRole("row", { name: /^Only in A/ })).toHaveText(/A00$/);
  await expect(page.getByText("The same filter, judges and pool.")).toBeVisible();
});

test("versions that were asked for differently say in what, and which trajectories only one holds", async ({
  page,
}) => {
  await reach(await frozenSet("Twice"), "frozen");
  await reach(await frozenSet("Twice", "Outcome"), "frozen");
  await page.goto(`${studio.url}/training-sets/compare`);
  await expect(page.getByRole("combobox", { name: "Training set A: Twice v1" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Training set B: Twice v2" })).toBeVisible();
  await expect(page.getByRole("row", { name: "Filter mode Process Outcome" })).toBeVisible();
  const only = page.getByRole("list", { name: "Only in B" });
  const more = page.getByRole("region", { name: "Only in B" }).getByRole("button", { name: "Show more" });
  await expect(only.getByRole("listitem")).toHaveCount(25);
  await more.click();
  await expect(only.getByRole("listitem")).toHaveCount(50);
  await only.getByRole("link").first().click();
  await expect(heading(page)).toHaveText(/^Trajectory \d+$/);
});

test("a training set is removed by typing its name", async ({ page }) => {
  const id = await frozenSet("Not needed");
  await reach(id, "frozen");
  await page.goto(`${studio.url}/training-sets/${id}`);
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Remove “Not needed v1”?" });
  const remove = question.getByRole("button", { name: "Remove training set" });
  await expect(question).toContainText("of 116 trajectories");
  await question.getByLabel(/^Type its name/).fill("Not needed");
  await expect(remove).toBeDisabled();
  await question.getByLabel(/^Type its name/).fill("Not needed v1");
  await remove.click();
  await expect(page).toHaveURL(`${studio.url}/training-sets`);
  await expect(heading(page)).toHaveText("Training sets");
  await expect(page.getByRole("row", { name: /^Not needed v1/ })).toHaveCount(0);
});

test("a launch on a set has it in place of a pool and a filter mode, until a pool is chosen", async ({ page }) => {
  const id = await frozenSet("To train on");
  await reach(id, "frozen");
  await page.goto(`${studio.url}/training-sets/${id}`);
  await page.getByRole("link", { name: "Train on this" }).click();
  const data = page.getByRole("region", { name: "Data" });
  await expect(data.getByRole("link", { name: "To train on v1" })).toBeVisible();
  await expect(data).toContainText("116 trajectories");
  await expect(data.getByLabel("Filter mode", { exact: true })).toHaveCount(0);
  await data.getByRole("button", { name: "Choose a pool instead" }).click();
  await expect(data.getByLabel("Filter mode", { exact: true })).toHaveValue("process");
  await data.getByRole("combobox", { name: /^Training set: none/ }).click();
  await page.getByRole("option", { name: /^To train on v1/ }).click();
  await expect(data).toContainText("116 trajectories");
});

test("data that changed since they were looked at are not frozen, and the page says what to do", async ({ page }) => {
  await frozenSet("Before");
  await page.goto(`${studio.url}/experiments`);
  await page.getByRole("link", { name: /^Before/ }).click();
  await firstFigures(page);
  await importTrajectory(studio.url);
  await freeze(page, "Process", "Too late", /A new training set/);
  const alert = page.getByRole("main").getByRole("alert");
  await expect(alert).toContainText("It could not be frozen", { timeout: 30_000 });
  await expect(alert).toContainText("The data have changed");
  await alert.getByRole("link", { name: "Open the experiment" }).click();
  await expect(heading(page)).toHaveText(/^Before/);
});

test("what is not there is said, not shown", async ({ page }) => {
  const id = await frozenSet("Alone");
  await reach(id, "frozen");
  await page.goto(`${studio.url}/training-sets/compare?first=999&second=${id}`);
  await expect(page.getByText("There is no training set 999: choose another.")).toBeVisible();
  await page.goto(`${studio.url}/training/new?training-set=999`);
  await expect(page.getByText(/is left out: training-set/)).toBeVisible();
  await page.goto(`${studio.url}/training-sets/999`);
  await expect(heading(page)).toHaveText("Not found");
});

test("nothing is wider than a phone", async ({ page }) => {
  const id = await frozenSet("On a phone");
  await reach(id, "frozen");
  await page.setViewportSize({ width: 390, height: 844 });
  const pages = ["", `/${id}`, `/compare?second=${id}`].map((path) => `/training-sets${path}`);
  for (const path of [...pages, `/training/new?training-set=${id}`]) {
    await page.goto(studio.url + path);
    await expect(heading(page)).toBeVisible();
    const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(overflow, path).toBe(0);
  }
});

/** The address of one that was frozen, once for all places that ask. */
let seen: Promise<number> | null = null;
const setAddress = async (path: (id: number) => string) => {
  seen ??= frozenSet("Looked at").then(async (id) => {
    await reach(id, "frozen");
    return id;
  });
  return path(await seen);
};
const aSet = () => setAddress((id) => `/training-sets/${id}`);

const PLACES: Place[] = [
  {
    name: "the list of training sets",
    at: async () => {
      await reach(await frozenSet("Failed", "Outcome", "other data"), "failed");
      return setAddress(() => "/training-sets");
    },
  },
  {
    name: "a training set, its card unfolded",
    at: aSet,
    open: async (page) => {
      await page.getByText("Dataset card").click();
      await expect(page.getByRole("region", { name: "Dataset card" })).toBeVisible();
    },
  },
  { name: "an export of one", at: aSet, open: button("Export…") },
  { name: "its removal", at: aSet, open: button("Remove") },
  {
    name: "one that could not be frozen",
    at: async () => {
      const id = await frozenSet("Failed", "None", "other data");
      await reach(id, "failed");
      return `/training-sets/${id}`;
    },
  },
  {
    name: "one that is being frozen",
    at: async () => {
      // The worker leaves alone what another one is at.
      busy = new pg.Client(studio.databaseUrl);
      await busy.connect();
      const { rows } = await busy.query("SELECT last_value + is_called::int AS next FROM training_set_id_seq");
      await busy.query("SELECT pg_advisory_lock(hashtext('swirl-studio freeze'), $1::int)", [rows[0].next]);
      return `/training-sets/${await frozenSet("Slow")}`;
    },
    open: (page) => expect(page.getByRole("heading", { name: "It is being frozen" })).toBeVisible(),
  },
  {
    name: "two training sets compared",
    at: async () => {
      const other = await frozenSet("Compared", "Outcome");
      await reach(other, "frozen");
      return setAddress((id) => `/training-sets/compare?first=${id}&second=${other}`);
    },
    open: (page) => expect(page.getByRole("listitem").first()).toBeVisible(),
  },
  {
    name: "a trajectory in a training set",
    at: async () => {
      const address = await aSet();
      const { rows } = await db.pool.query(
        "SELECT min(trajectory_id) AS id FROM training_set_member WHERE training_set_id = $1",
        [Number(/\d+$/.exec(address)?.[0])],
      );
      return `/trajectories/${rows[0].id}`;
    },
    open: (page) => expect(page.locator("main a[href^='/training-sets/']").first()).toBeVisible(),
  },
  { name: "trajectories of a training set", at: () => setAddress((id) => `/trajectories?in-training-set=${id}`) },
  { name: "a launch on a training set", at: () => setAddress((id) => `/training/new?training-set=${id}`) },
  {
    name: "an arm to freeze",
    at: async (page) => {
      await page.goto(studio.url + (await aSet()));
      return (await page.locator("main header a[href^='/experiments/']").getAttribute("href")) ?? "";
    },
    open: async (page) => {
      await firstFigures(page);
      await page.getByRole("button", { name: "Freeze Process", exact: true }).click();
      await expect(page.getByText("A new training set, version 1")).toBeVisible();
    },
  },
];
testPlaces(PLACES, () => studio.url);
