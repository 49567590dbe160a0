import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

/** Every test stays inside the sample pool's search questions: other tests import more at the same time. */
async function openSet(page: Page, more = "") {
  await page.goto("/questions");
  const sets = page.getByRole("group", { name: "Question sets" }).getByRole("link");
  const href = await sets
    .filter({ hasText: /encyclopedia/i })
    .first()
    .getAttribute("href");
  const id = /\d+/.exec(href ?? "")?.[0];
  expect(id).toBeDefined();
  const address = `/trajectories?set=${id}`;
  await page.goto(`${address}${more}`);
  await expect(rows(page).first()).toBeVisible();
  return address;
}

const rows = (page: Page) => page.locator("tr[data-row]");
const status = (page: Page) => page.locator("main").getByRole("status").first();
/** The table once it shows what the address says and not what it showed before. */
const settled = (page: Page) =>
  expect(page.getByRole("region", { name: "Table of trajectories" })).toHaveAttribute("aria-busy", "false");
async function countShown(page: Page): Promise<number> {
  await expect(status(page)).toHaveText(/^[\d,]+ trajector(y|ies)$/);
  return Number(((await status(page).textContent()) ?? "").replace(/\D/g, ""));
}
async function cells(page: Page, name: string): Promise<string[]> {
  const heads = await page.getByRole("columnheader").allInnerTexts();
  const index = heads.findIndex((head) => head.trim() === name);
  expect(index, `column ${name}`).toBeGreaterThanOrEqual(0);
  return rows(page).evaluateAll(
    (all, at) => all.map((row) => (row as HTMLTableRowElement).cells[at]?.textContent.trim() ?? ""),
    index,
  );
}

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test("the table has no serious axe violation, with filters set, open and rows selected", async ({ page }) => {
      await openSet(page, "&outcome=correct&q=river+OR+town&min-steps=1");
      await rows(page).first().getByRole("checkbox").check();
      await page.getByRole("button", { name: "Outcome correct" }).click();
      await expect(page.getByRole("dialog", { name: "Outcome" })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" "))}`)).toEqual([]);
    });
  });

test("a filter narrows the table to as many rows as it promised, and back undoes it", async ({ page }) => {
  await openSet(page);
  const all = await countShown(page);
  await page.getByRole("button", { name: "Outcome", exact: true }).click();
  const option = page.getByRole("option", { name: /^correct/ });
  await expect(option).toHaveText(/\d/);
  const promised = Number(((await option.textContent()) ?? "").replace(/\D/g, ""));
  expect(promised).toBeGreaterThan(0);
  expect(promised).toBeLessThan(all);
  await option.click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/outcome=correct/);
  await expect.poll(() => countShown(page)).toBe(promised);
  await settled(page);
  await expect.poll(async () => [...new Set(await cells(page, "Outcome"))]).toEqual(["correct"]);
  await page.goBack();
  await expect(page).not.toHaveURL(/outcome=/);
  await expect.poll(() => countShown(page)).toBe(all);
  await page.goForward();
  await expect.poll(() => countShown(page)).toBe(promised);
  await page.getByRole("button", { name: "Remove the filter Outcome" }).click();
  await expect.poll(() => countShown(page)).toBe(all);
});

test("a press on a head sorts, both ways, and scrolling reads on to the last row", async ({ page }) => {
  await openSet(page);
  const total = await countShown(page);
  await page.getByRole("button", { name: "Steps" }).last().click();
  await expect(page).toHaveURL(/sort=-steps/);
  await settled(page);
  const ordered = async (sign: number) => {
    const steps = (await cells(page, "Steps")).map(Number);
    return (
      steps.length > 1 && steps.every((each, index) => index === 0 || sign * each >= sign * (steps[index - 1] ?? 0))
    );
  };
  await expect.poll(() => ordered(-1)).toBe(true);
  await page.getByRole("columnheader", { name: "Steps" }).getByRole("button").click();
  await expect(page).toHaveURL(/sort=steps/);
  await settled(page);
  await expect.poll(() => ordered(1)).toBe(true);
  const table = page.getByRole("region", { name: "Table of trajectories" });
  await expect
    .poll(async () => {
      await table.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      return rows(page).last().getAttribute("data-row");
    })
    .toBe(String(total - 1));
});

test("the keyboard moves, selects and opens, and the trajectory's page keeps the filter", async ({ page }) => {
  await openSet(page, "&sort=-steps");
  await countShown(page);
  await page.keyboard.press("j");
  await expect(rows(page).nth(0).getByRole("link")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expect(rows(page).nth(1).getByRole("checkbox")).toBeChecked();
  await page.keyboard.press("k");
  const href = (await rows(page).nth(0).getByRole("link").getAttribute("href")) ?? "";
  expect(href).toMatch(/^\/trajectories\/\d+\?set=\d+&sort=-steps$/);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(href);
});

test("a range of rows goes side by side, and everything that matches can be selected", async ({ page }) => {
  await openSet(page);
  const total = await countShown(page);
  const box = (index: number) => rows(page).nth(index).getByRole("checkbox");
  await box(1).click();
  await box(3).click({ modifiers: ["Shift"] });
  const bar = page.getByRole("region", { name: "Selection" });
  await expect(bar).toContainText("3 trajectories selected");
  await expect(bar.getByRole("link", { name: "Compare side by side" })).toHaveAttribute("href", /ids=\d+,\d+,\d+$/);
  await bar.getByRole("button", { name: `Select all ${total.toLocaleString("en-US")} that match` }).click();
  await expect(bar).toContainText(`All ${total.toLocaleString("en-US")} that match are selected`);
  const query = new URL(page.url()).search;
  await expect(bar.getByRole("link", { name: "Compare filter modes" })).toHaveAttribute("href", `/compare${query}`);
  await bar.getByRole("button", { name: "Clear selection" }).click();
  await expect(bar).toBeHidden();
});

test("search finds what the model wrote, and says when words mean nothing", async ({ page }) => {
  const address = await openSet(page);
  const all = await countShown(page);
  await page.getByRole("searchbox").fill("river");
  await expect(page).toHaveURL(/q=river/);
  await expect
    .poll(async () => {
      await page.reload();
      return (await rows(page).count()) > 0 && (await countShown(page)) < all;
    })
    .toBe(true);
  await page.goto(`${address}&q=the+of`);
  await expect(page.getByRole("heading", { name: "These words are too common to search for" })).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("a view is saved, opened, renamed, deleted and brought back", async ({ page }) => {
  const name = `View ${Date.now()}`;
  await openSet(page, "&outcome=incorrect&sort=steps");
  const address = new URL(page.url());
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name: "Save this view…" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Save view" }).click();
  await page.goto("/trajectories");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("menuitem", { name }).click();
  await expect(page).toHaveURL(address.pathname + address.search);
  await page.getByRole("button", { name: `View: ${name}` }).click();
  await page.getByRole("menuitem", { name: "Rename or delete…" }).click();
  await page.getByRole("button", { name: `Rename ${name}` }).click();
  await page.getByLabel("New name").fill(`${name} again`);
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("button", { name: `Delete ${name} again` }).click();
  await expect(page.getByRole("button", { name: `Delete ${name} again` })).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: `Delete ${name} again` })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: `View: ${name} again` })).toBeVisible();
});

test("columns are chosen in the address and keep their width in this browser", async ({ page }) => {
  await openSet(page);
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "End state" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Tokens" }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/columns=/);
  await expect(page.getByRole("columnheader", { name: "End state" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Tokens" })).toBeHidden();
  const head = page.getByRole("columnheader", { name: "Outcome" });
  const before = (await head.boundingBox())?.width ?? 0;
  const edge = await page.getByRole("separator", { name: "Width of Outcome" }).boundingBox();
  expect(edge).not.toBeNull();
  if (!edge) return;
  await page.mouse.move(edge.x + edge.width / 2, edge.y + 8);
  await page.mouse.down();
  await page.mouse.move(edge.x + edge.width / 2 + 50, edge.y + 8, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await head.boundingBox())?.width ?? 0)).toBe(Math.round(before + 50));
  await page.reload();
  await expect.poll(async () => Math.round((await head.boundingBox())?.width ?? 0)).toBe(Math.round(before + 50));
});

test("an address that makes no sense shows the rest and says so", async ({ page }) => {
  const address = await openSet(page, "&judge=nobody&sort=nothing");
  await expect(page.getByText("The address holds a filter that was not understood: judge")).toBeVisible();
  await page.goto(`${address}&min-steps=9999`);
  await expect(page.getByRole("heading", { name: "No trajectory matches" })).toBeVisible();
});

test("on a phone the table is a list and the filters are in a sheet", async ({ page }) => {
  const address = await openSet(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(address);
  const items = page.getByRole("list", { name: "Trajectories" }).getByRole("listitem");
  await expect(items.first()).toBeVisible();
  expect(await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth)).toBe(0);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await sheet
    .locator("summary")
    .filter({ hasText: /^Outcome$/ })
    .click();
  await sheet.getByRole("option", { name: /^incorrect/ }).click();
  await expect(page).toHaveURL(/outcome=incorrect/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Outcome incorrect" })).toBeVisible();
});
