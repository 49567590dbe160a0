import { existsSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { chooseFiles } from "./choose-files";

const FOLDER = path.resolve(import.meta.dirname, "../../shared/data/agentprocessbench");

async function runId(page: Page, name: string): Promise<string> {
  await page.goto("/judging");
  const link = page.getByRole("group", { name: "Judging runs" }).getByRole("link", { name, exact: true }).first();
  return /\d+/.exec((await link.getAttribute("href")) ?? "")?.[0] ?? "";
}

async function openSamples(page: Page, more = "") {
  const a = await runId(page, "Sample careful judge");
  const b = await runId(page, "Sample lenient judge");
  await page.goto(`/judging/agreement?a=${a}&b=${b}${more}`);
  await expect(page.getByRole("heading", { name: "Figures" })).toBeVisible();
}

test("two judges: figures with intervals, slices, and what scores are worth", async ({ page }) => {
  // A page of many figures is looked at twice.
  test.setTimeout(180_000);
  await openSamples(page);
  await expect(page.getByTestId("figure-kappa")).toHaveText(/^0\.\d{4}0\.\d{4} to 0\.\d{4}$/);
  await expect(page.getByRole("group", { name: "Agreement by kind of step" })).toContainText("calculator");
  await expect(page.getByRole("figure", { name: "What scores are worth" })).toBeVisible();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
});

test("a number of the matrix lists its steps, with both rationales, and a step opens its trajectory", async ({
  page,
}) => {
  await openSamples(page);
  const matrix = page.getByRole("group", { name: "Steps by the verdicts of A and B" });
  const cell = matrix
    .getByRole("row", { name: /^unreasonable/ })
    .getByRole("link")
    .first();
  const count = Number(await cell.textContent());
  await cell.click();
  await expect(page).toHaveURL(/steps=unreasonable-reasonable/);
  const steps = page.getByRole("region", { name: /^Steps A: unreasonable, B: reasonable/ });
  await expect(steps.getByRole("listitem")).toHaveCount(Math.min(count, 25));
  await steps
    .getByRole("link", { name: /^Trajectory \d+, step/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/trajectories\/\d+\?judge=\d+#step-\d+/);
});

test("runs without a common trajectory say what to do, and a pool is kept while runs change", async ({ page }) => {
  await openSamples(page, "&max-steps=2");
  await expect(page.getByText("at most 2")).toBeVisible();
  await page.getByRole("button", { name: "Swap A and B" }).click();
  await expect(page).toHaveURL(/max-steps=2/);
  await page.goto(page.url().replace("max-steps=2", "max-steps=0"));
  await expect(page.getByRole("heading", { name: "No trajectory of this pool was judged by both" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Judge what A was made on" })).toBeVisible();
});

test("the pool is chosen among the trajectories and brought back to the same two judges", async ({ page }) => {
  await openSamples(page);
  const [a, b] = ["a", "b"].map((name) => new URL(page.url()).searchParams.get(name));
  await page.getByRole("link", { name: "Change in trajectories" }).click();
  await expect(page.getByRole("note").filter({ hasText: "Sample lenient judge" })).toBeVisible();
  await page.getByRole("searchbox").fill("river");
  await expect(page).toHaveURL(/q=river/);
  const back = page.getByRole("link", { name: "Show their agreement" });
  await expect(back).toHaveAttribute("href", /q=river/);
  await back.click();
  await expect(page).toHaveURL(new RegExp(`q=river&a=${a}&b=${b}$`));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Agreement of judges");
});

test("fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openSamples(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test("people and a real judge: κ and first errors as they are known", async ({ page }) => {
  test.skip(!existsSync(FOLDER), "../shared/data is absent");
  test.setTimeout(180_000);
  const importOne = async (name: string) => {
    await page.goto("/import");
    await chooseFiles(page, [path.join(FOLDER, name)]);
    const item = page.getByRole("region", { name: "Your files" }).getByRole("listitem").first();
    await expect(item.getByText("done", { exact: true })).toBeVisible({ timeout: 30_000 });
  };
  await importOne("hotpotqa.jsonl");
  for (const [file, judge, kappa, first] of [
    ["deepseek-v3.2", "deepseek-chat", "0.4791", "65.2"],
    ["qwen3-8b", "Qwen3-8B", "0.0700", "57.2"],
    ["llama-3.2-3b", "Llama-3.2-3B-Instruct", "−0.0055", "58.4"],
  ] as const) {
    await importOne(`judges/${file}.jsonl`);
    await page.goto(`/judging/agreement?a=${await runId(page, "human")}&b=${await runId(page, judge)}`);
    await expect(page.getByTestId("figure-kappa")).toContainText(new RegExp(`^${kappa.replace(".", "\\.")}`));
    await expect(page.getByTestId("figure-firstErrorAccuracy")).toContainText(new RegExp(`^${first}`));
  }
});
