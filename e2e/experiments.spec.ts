/** An experiment on the sample pool, from the comparison to its removal. A studio of its own: its pool is changed. */
import { expect, type Page, test } from "@playwright/test";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type Place, testPlaces } from "./accessible";
import { importTrajectory } from "./one-more-trajectory";

test.describe.configure({ timeout: 90_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio();
});
test.afterAll(() => studio?.close());

/** docs/sample-pool.md: under the careful judge. */
const KEPT = { None: 300, Outcome: 165, Process: 116, "Process and outcome": 100 };

const judgingRow = (page: Page) =>
  page.getByRole("group", { name: "Judging runs" }).getByRole("row", { name: /^Sample careful judge/ });

async function openNew(page: Page, trajectories: string | RegExp = "300") {
  await page.goto(`${studio.url}/judging`);
  await judgingRow(page)
    .getByRole("link", { name: /^Compare the filter modes/ })
    .click();
  await page.getByRole("link", { name: "Make an experiment of it" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("New experiment");
  await firstFigures(page, trajectories);
}

/**
 * The first figures after a page was loaded. They come once the page's scripts have run, which took up to eleven seconds
 * beside other work on two cores; what follows them is waited for as everything else.
 */
const firstFigures = (page: Page, count: string | RegExp) =>
  expect(page.getByTestId("None: trajectories")).toHaveText(count, { timeout: 30_000 });

/** Closes the form of an arm. */
const done = (page: Page) => page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
const slider = (page: Page) => page.getByRole("slider", { name: /^Threshold/ });

async function save(page: Page, name: string): Promise<string> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Save experiment" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  return page.url();
}

test("the four modes have the sample pool's figures, and the sentence says what process gets wrong", async ({
  page,
}) => {
  await openNew(page);
  for (const [arm, count] of Object.entries(KEPT))
    await expect(page.getByTestId(`${arm}: trajectories`)).toHaveText(String(count));
  for (const [outcome, count] of Object.entries({ correct: 100, incorrect: 14, unlabelled: 2 }))
    await expect(page.getByTestId(`Process: ${outcome}`)).toHaveText(String(count));
  await expect(page.getByRole("region", { name: "What process keeps and throws away" })).toContainText(
    /Of what process keeps, 14 of 114 labelled have a wrong answer \(12\.3.%, 7\.\d–19\.\d.%\); it throws away 65 right answers of 165/,
  );
  const stages = page.getByRole("group", { name: "What each stage leaves out" });
  await expect(stages.getByRole("row", { name: /^Filter mode/ })).toContainText("−184");
});

test("replacing a judging run says what comes into the arms that follow it and what goes", async ({ page }) => {
  await openNew(page);
  await page.getByLabel("By", { exact: true }).selectOption({ index: 1 });
  const row = page.getByRole("group", { name: "Arms before and after" }).getByRole("row", { name: /^Process \d/ });
  await expect(row).toContainText("116 → 207");
  const cells = (await row.getByRole("cell").allTextContents()).map((text) => Number(text.replaceAll(",", "")));
  const [both, before, after] = cells.slice(-3);
  expect((both ?? 0) + (before ?? 0)).toBe(116);
  expect((both ?? 0) + (after ?? 0)).toBe(207);
});

test("an arm that cannot be evaluated says why, and the others have their figures", async ({ page }) => {
  await openNew(page);
  await page.getByRole("button", { name: "Edit Process", exact: true }).click();
  await page.getByRole("button", { name: "Take away Sample careful judge" }).click();
  await done(page);
  await expect(page.getByText('The arm "Process" needs a judging run')).toBeVisible();
  await expect(page.getByTestId("Outcome: trajectories")).toHaveText("165");
  await expect(page.getByTestId("Process: trajectories")).toHaveCount(0);
  await page.getByRole("button", { name: "Save experiment" }).click();
  await expect(page.getByText(/^Not saved: /)).toContainText("needs a judging run");
});

test("an evaluation that fails is told and tried again", async ({ page }) => {
  await page.route(/experiment\.evaluate/, (route) => route.abort());
  await page.goto(`${studio.url}/experiments/new`);
  await expect(page.getByRole("heading", { name: "The arms could not be evaluated" })).toBeVisible({ timeout: 30_000 });
  await page.unroute(/experiment\.evaluate/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByTestId("Outcome: trajectories")).toHaveText("165");
});

test("nothing is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${studio.url}/experiments/new`);
  await firstFigures(page, /^30\d$/);
  await expect(page.locator(".recharts-bar-rectangle").first()).toBeVisible();
  const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
  expect(overflow).toBe(0);
});

test("from the comparison to an arm with a threshold, saved, changed by an import, cloned and removed", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await openNew(page);

  // An arm is edited: the figures follow, and a mistake is said at its field.
  await page.getByRole("button", { name: "Edit Process", exact: true }).click();
  const form = page.getByRole("dialog", { name: "Edit “Process”" });
  await form.getByText("Caps").click();
  await form.getByLabel("Of a question").fill("none");
  await expect(form.getByLabel("Of a question")).toHaveAccessibleDescription("A number.");
  await form.getByLabel("Of a question").fill("1");
  await form.getByLabel("Name").fill("One a question");
  await done(page);
  await expect(page.getByTestId("One a question: trajectories")).not.toHaveText("116");
  const capped = Number(await page.getByTestId("One a question: trajectories").textContent());
  expect(capped).toBeLessThanOrEqual(60);
  const stages = page.getByRole("group", { name: "What each stage leaves out" });
  await expect(stages.getByRole("row", { name: /^Cap a question/ })).toContainText(`−${116 - capped}`);

  // A threshold: the keyboard moves it, the figures follow without a request, and it becomes an arm.
  await expect(slider(page)).toHaveValue("70");
  await slider(page).press("End");
  await expect(page.getByTestId("threshold-kept")).toHaveText("116");
  await expect(page.getByTestId("threshold-correct")).toHaveText("100 of 114");
  await slider(page).press("Home");
  const kept = (await page.getByTestId("threshold-kept").textContent()) ?? "";
  expect(Number(kept)).toBeGreaterThan(116);
  await slider(page).press("End");
  await page.getByRole("button", { name: "Add as an arm" }).click();
  const added = "Process ≥ 100 %";
  await expect(page.getByTestId(`${added}: trajectories`)).toHaveText(String(capped));

  const address = await save(page, "First look");
  await expect(page.getByText("unsaved changes")).toHaveCount(0);
  await page.reload();
  await firstFigures(page, "300");
  await expect(page.getByTestId("One a question: trajectories")).toHaveText(String(capped));

  // Where two arms differ, the trajectories are listed.
  await page.getByRole("button", { name: /^65 only in Outcome, not in Process and outcome/ }).click();
  const list = page.getByRole("dialog", { name: "In Outcome, not in Process and outcome" });
  await expect(list).toContainText("65 trajectories");
  await expect(list.getByRole("listitem")).toHaveCount(50);
  await list.getByRole("button", { name: "Show more of 65" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(65);
  await list.getByRole("listitem").first().getByRole("link").click();
  await expect(page).toHaveURL(/\/trajectories\/\d+/);
  await page.goBack();
  await expect(list).toContainText("65 trajectories");
  await page.keyboard.press("Escape");

  // Edits stay in the page until they are saved.
  await page.getByRole("button", { name: `More about ${added}` }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await expect(page.getByText("unsaved changes")).toBeVisible();
  await page.reload();
  await expect(page.getByText("unsaved changes")).toBeVisible();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("unsaved changes")).toHaveCount(0);
  await expect(page.getByTestId(`${added}: trajectories`)).toHaveCount(0);

  await page.getByRole("link", { name: "Clone" }).click();
  await expect(page.getByText(/Begun as/)).toContainText("First look");
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("First look 2");
  await save(page, "Second look");
  await expect(page.getByRole("link", { name: "First look" })).toBeVisible();

  // The palette finds it by name.
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("first lo");
  await page.getByRole("option", { name: "First look" }).click();
  await expect(page).toHaveURL(address);

  await importTrajectory(studio.url);
  await page.reload();
  await firstFigures(page, "301");
  await expect(page.getByRole("note").filter({ hasText: "have changed since" })).toBeVisible();
  await page.getByRole("button", { name: "Save anew" }).click();
  await expect(page.getByRole("note").filter({ hasText: "have changed since" })).toHaveCount(0);

  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("Its 4 arms");
  await page.getByRole("button", { name: "Remove experiment" }).click();
  await expect(page).toHaveURL(`${studio.url}/experiments`);
  await expect(page.getByRole("row", { name: /^Second look/ })).toContainText("One a question");
  await expect(page.getByRole("row", { name: /^First look/ })).toHaveCount(0);
});

const unfold = (page: Page) =>
  page.getByRole("dialog").evaluate((dialog) => {
    for (const each of dialog.querySelectorAll("details")) each.setAttribute("open", "");
  });
test("how much wrong an arm keeps is estimated from a review of its pool, and a quiet line says how to get one", async ({
  page,
}) => {
  // The pool may have grown by what another test imported.
  const ANY = /^30\d$/;
  await openNew(page, ANY);
  await page.getByRole("link", { name: "review a sample", exact: true }).click();
  await expect(page.getByTestId("review-preview")).toContainText(/1,0\d\d steps/, { timeout: 30_000 });
  await page.getByRole("radio", { name: /^Uniform/ }).click();
  await page.getByLabel("Size").fill("12");
  await page.getByLabel("Name", { exact: true }).fill("Noise of the pool");
  await page.getByRole("button", { name: "Draw the sample" }).click();
  await expect(page).toHaveURL(/\/reviews\/\d+$/);
  const review = Number(page.url().split("/").pop());
  const ask = async (procedure: string, input: object) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ review, person: "Ann", ...input });
    const answer = await fetch(`${studio.url}/api/trpc/review.${procedure}`, { method: "POST", headers, body });
    return (await answer.json()).result.data;
  };
  const { items } = await ask("next", { count: 20 });
  expect(items).toHaveLength(12);
  for (const { idx, step } of items)
    await ask("rule", { idx, at: new Date().toISOString(), rulings: [{ step, rating: idx < 3 ? -1 : 1 }] });
  await openNew(page, ANY);
  await expect(page.getByTestId("None: noise of steps")).toHaveText(/^25\.0.%$/, { timeout: 30_000 });
  await expect(page.getByTestId("noise-source")).toContainText("12 of 12 drawn steps have a ruling that stands");
  await page.getByRole("link", { name: "Noise of the pool" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Noise of the pool");
});

const PLACES: Place[] = [
  { name: "the list of experiments", at: "/experiments" },
  { name: "a new experiment", at: "/experiments/new" },
  { name: "a new experiment, an empty pool", at: "/experiments/new?q=zzzyxxq" },
  {
    name: "the form of an arm with a mistake",
    at: "/experiments/new",
    open: async (page) => {
      await page.getByRole("button", { name: "Edit Process", exact: true }).click();
      await unfold(page);
      await page.getByLabel("Seed").fill("x");
      await expect(page.getByLabel("Seed")).toHaveAttribute("aria-invalid", "true");
    },
  },
  {
    name: "where two arms differ",
    at: "/experiments/new?difference=arm-3~arm-2",
    open: (page) => expect(page.getByRole("listitem").first()).toBeVisible(),
  },
  {
    name: "a judging run replaced",
    at: "/experiments/new",
    open: async (page) => {
      await page.getByLabel("By", { exact: true }).selectOption({ index: 1 });
      await expect(page.getByRole("group", { name: "Arms before and after" })).toBeVisible();
    },
  },
  {
    name: "a saved experiment",
    at: async (page) => {
      await page.goto(`${studio.url}/experiments/new`);
      await save(page, `Saved at ${Date.now()}`);
      return page.url();
    },
  },
];
testPlaces(PLACES, () => studio.url);
