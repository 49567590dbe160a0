/** From a model to all that went into it and back, and two models by everything that went into them. */
import { expect, type Page, test } from "@playwright/test";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type Place, testPlaces } from "./accessible";

test.describe.configure({ timeout: 120_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio({ pool: "sample" });
});
test.afterAll(() => studio?.close());

const SWIRL = "SWiRL on what process keeps";
const SFT = "SFT on what process keeps";
const graph = (page: Page) => page.getByRole("region", { name: "Lineage as a graph" });
const node = (page: Page, name: string) => graph(page).getByRole("link", { name, exact: true });
const heading = (page: Page) => page.getByRole("heading", { level: 1 });

/** The address of the thing of that name in a list. */
async function addressOf(page: Page, list: string, name: string): Promise<string> {
  await page.goto(studio.url + list);
  return (await page.getByRole("main").getByRole("link", { name, exact: true }).first().getAttribute("href")) ?? "";
}
/** The lineage of a model. */
async function lineageOf(page: Page, name: string): Promise<string> {
  return `/lineage/model/${/\d+$/.exec(await addressOf(page, "/models", name))?.[0]}`;
}
async function compared(page: Page): Promise<string> {
  const [a, b] = [await lineageOf(page, SWIRL), await lineageOf(page, SFT)].map((path) => /\d+$/.exec(path)?.[0]);
  return `/models/compare?a=${a}&b=${b}`;
}

test("from a model over its training run and data to the question sets, and on from another node", async ({ page }) => {
  await page.goto(studio.url + (await addressOf(page, "/models", SWIRL)));
  await page.getByRole("link", { name: "Lineage", exact: true }).click();
  await expect(heading(page)).toContainText(`Lineage of ${SWIRL}`);
  for (const name of [
    ...["Arithmetic word problems", "Base model, arithmetic", "Teacher v1", "GSM8K, exact v1", "Process"],
    ...["Sample base", "SWiRL on what process keeps · Arithmetic word problems, held out · Held-out questions"],
  ])
    await expect(node(page, name), name).toBeVisible();
  // The other training run on the same data, and who judged it too, are no part of it.
  await expect(node(page, SFT)).toHaveCount(0);
  await expect(node(page, "Teacher 2 v1")).toHaveCount(0);
  const evals = graph(page).getByRole("listitem").filter({ hasText: "Eval" });
  await expect(evals.first()).toContainText(/\d\s% right, n = \d+/);

  // The same edges as a table.
  await page.getByText("The same as a table").click();
  const table = page.getByRole("group", { name: "Edges of the lineage" });
  await expect(table.getByRole("row", { name: "Judging run Teacher v1 Filter Process" })).toBeVisible();
  await expect(table.getByRole("row", { name: `Training run ${SWIRL} Model ${SWIRL}` })).toBeVisible();

  // On from the base model: both checkpoints came of it.
  await graph(page).getByRole("link", { name: "Lineage of Sample base" }).click();
  await expect(heading(page)).toContainText("Lineage of Sample base");
  await expect(node(page, SFT)).toHaveCount(2);
  await node(page, "Base model, encyclopedia").click();
  await expect(page).toHaveURL(/\/rollouts\/\d+$/);
  await page.getByRole("link", { name: "Lineage", exact: true }).click();
  await expect(heading(page)).toContainText("Lineage of Base model, encyclopedia");
});

test("arrow keys follow the edges", async ({ page }) => {
  await page.goto(studio.url + (await lineageOf(page, SWIRL)));
  const model = graph(page).locator("[aria-current=true]");
  const training = graph(page).locator("[data-node^='training-run:']");
  await expect(async () => {
    await model.focus();
    await page.keyboard.press("ArrowLeft");
    await expect(training).toBeFocused({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press("ArrowRight");
  await expect(model).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(graph(page).locator(":focus")).toHaveText(/Held-out questions$/);
  await page.keyboard.press("ArrowDown");
  await expect(graph(page).locator(":focus")).toHaveText(/Held-out questions$/);
});

test("two models of the same data differ in the algorithm, and are compared on the same questions", async ({
  page,
}) => {
  await page.goto(`${studio.url}/models`);
  await page.getByRole("link", { name: "Compare two" }).click();
  await expect(heading(page)).toHaveText("Compare models");
  await expect(page.getByRole("combobox", { name: "Model A: Sample base" })).toBeVisible();

  await page.goto(studio.url + (await compared(page)));
  await expect(page.getByRole("row", { name: "Algorithm Step-wise RL SFT" })).toBeVisible();
  await expect(page.getByRole("row", { name: "algorithm swirl sft" })).toBeVisible();
  const shared = page.getByRole("region", { name: "What their data share" });
  await expect(shared.getByRole("row", { name: /^Only in A 0 0$/ })).toBeVisible();
  const data = page.getByRole("region", { name: "Data", exact: true });
  await expect(data.getByRole("row", { name: "Filter mode Process" })).toBeHidden();
  await data.getByText(/fields? alike$/).click();
  await expect(data.getByRole("row", { name: "Filter mode Process" })).toBeVisible();
  const results = page.getByRole("group", { name: "Evals of both" });
  const row = results.getByRole("row", { name: /^Arithmetic word problems, held out/ });
  await expect(row).toContainText("100 questions");
  await row.getByRole("link").last().click();
  await expect(page).toHaveURL(/\/evals\/compare\?set=\d+&a=\d+&b=\d+$/);
  await expect(page.getByText(/^On 100 questions of Arithmetic word problems, held out/)).toBeVisible();
});

test("what is not there is said, not shown", async ({ page }) => {
  for (const path of ["/lineage/model/999", "/lineage/nothing/1", "/lineage/model/x"]) {
    await page.goto(studio.url + path);
    await expect(heading(page), path).toHaveText("Not found");
  }
});

test("on a phone the lineage is a list, and nothing is wider than the screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const lineage = await lineageOf(page, SWIRL);
  for (const path of [lineage, await compared(page)]) {
    await page.goto(studio.url + path);
    await expect(heading(page)).toBeVisible();
    const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(overflow, path).toBe(0);
  }
  await page.goto(studio.url + lineage);
  await expect(graph(page)).toBeHidden();
  await expect(page.getByRole("heading", { name: "What went into it" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Arithmetic word problems", exact: true }).first().click();
  await expect(page).toHaveURL(/\/questions\/\d+$/);
});

const unfold = (page: Page) =>
  page.locator("main details").evaluateAll((all) => {
    for (const each of all) each.setAttribute("open", "");
  });
const PLACES: Place[] = [
  { name: "the lineage of a model", at: (page) => lineageOf(page, SWIRL), open: unfold },
  { name: "the lineage of a base model", at: (page) => lineageOf(page, "Sample base") },
  { name: "two models", at: compared, open: unfold },
];
testPlaces(PLACES, () => studio.url);
