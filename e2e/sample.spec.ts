/** A first start: the recorded lab round lives on every page, says where it is from, and goes by one button. */
import { expect, type Page, test } from "@playwright/test";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { testPlaces } from "./accessible";

test.describe.configure({ mode: "serial" });

let studio: Awaited<ReturnType<typeof openTestStudio>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio({ pool: "sample" });
});
test.afterAll(() => studio?.close());

const card = (page: Page) => page.getByRole("region", { name: "Sample pool" });
/** The address behind a link of that name in a list. */
const named = (list: string, name: string) => async (page: Page) => {
  await page.goto(`${studio.url}${list}`);
  return (await page.getByRole("main").getByRole("link", { name, exact: true }).first().getAttribute("href")) ?? "";
};
const SWIRL = "SWiRL on what process keeps";

test("home says what it is, how it was made, and how to make it anew", async ({ page }) => {
  await page.goto(studio.url);
  await expect(card(page)).toContainText(/\d+ trajectories, \d+ judging runs, .* training runs and \d models/);
  await expect(card(page)).toContainText(/a model of [\d,]+ parameters, trained from nothing/);
  await expect(card(page)).toContainText("npm run lab:record");
});

test("a recorded training run shows its figures, its sampled actions and the model that came of it", async ({
  page,
}) => {
  await page.goto(`${studio.url}${await named("/training", SWIRL)(page)}`);
  await expect(page.getByText("Done", { exact: true }).first()).toBeVisible();
  const reward = page.getByRole("figure", { name: "Reward", exact: true });
  await reward.getByText("The same as a table").click();
  expect(await reward.getByRole("row").count()).toBeGreaterThan(10);
  await page.getByRole("list", { name: "Contexts" }).getByRole("button").first().click();
  await expect(page.getByRole("region", { name: /^Sampled actions, the newest/ })).toContainText(/math_exp|answer/);
  await page.getByText("Its last checkpoint is the model").getByRole("link").click();
  await page.waitForURL(/\/models\/\d+$/);
  await expect(page.getByRole("region", { name: "Lineage" })).toContainText("Sample base");
});

testPlaces(
  [
    { name: "home on a first start", at: "/" },
    { name: "recorded training runs", at: "/training" },
    { name: "a recorded training run", at: named("/training", SWIRL) },
    {
      name: "recorded training runs compared",
      at: async (page) => {
        await page.goto(`${studio.url}/training`);
        const links = await page
          .locator("main a[href^='/training/']")
          .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
        const ids = new Set(links.flatMap((href) => /\/training\/(\d+)$/.exec(href)?.[1] ?? []));
        return `/training/compare?${[...ids].map((id) => `run=${id}`).join("&")}`;
      },
    },
    { name: "recorded models", at: "/models" },
    { name: "a recorded checkpoint", at: named("/models", SWIRL) },
    { name: "a recorded rollout run", at: named("/rollouts", "Base model, arithmetic") },
  ],
  () => studio.url,
);

test("it is removed by one button, its numbers named first, and can come back", async ({ page }) => {
  test.slow();
  await page.goto(studio.url);
  await card(page).getByRole("button", { name: "Remove sample pool" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove the sample pool?" });
  await expect(dialog).toContainText(/\d+ trajectories/);
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(card(page)).toBeVisible();
  await card(page).getByRole("button", { name: "Remove sample pool" }).click();
  await dialog.getByRole("button", { name: /^Remove \d+ trajectories$/ }).click();
  await expect(card(page)).toBeHidden();
  await expect(page.getByRole("link", { name: /^Questions 0/ })).toBeVisible();
  await page.goto(`${studio.url}/settings`);
  await page.getByRole("button", { name: "Load sample pool" }).click();
  await expect(page.getByRole("button", { name: "Remove sample pool" })).toBeVisible();
});
