/** Every page of the studio on the sample pool, in both themes: usable by everybody, quiet, and all by itself. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

type Place = {
  name: string;
  /** The page's address, or the way to find it */
  at: string | ((page: Page) => Promise<string>);
  /** What is opened there before looking */
  open?: (page: Page) => Promise<unknown>;
  /** The browser itself complains about an answer of 404 */
  isMissing?: boolean;
};

async function linkFrom(page: Page, start: string, selector: string): Promise<string> {
  await page.goto(start);
  const href = await page.locator(`main ${selector}`).first().getAttribute("href");
  expect(href, `${selector} on ${start}`).toBeTruthy();
  return href ?? "";
}
const simulatedSet = (page: Page) =>
  linkFrom(page, "/questions", "tr:has-text('Toy encyclopedia') a[href^='/questions/']");
async function simulatedRows(page: Page): Promise<string[]> {
  const set = /\d+/.exec(await simulatedSet(page))?.[0];
  await page.goto(`/trajectories?set=${set}`);
  const links = page.locator("tr[data-row] a");
  await expect(links.nth(1)).toBeVisible();
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
}
const trajectory = async (page: Page) => (await simulatedRows(page))[0] ?? "";
const press = (key: string) => async (page: Page) => {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 1_000 });
  }).toPass();
};
const button = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

/** An empty table: menus are looked at without hundreds of rows behind them. */
const NONE_MATCH = "/trajectories?q=zzzyxxq";

const PLACES: Place[] = [
  { name: "home", at: "/" },
  { name: "the palette", at: "/", open: press("Control+k") },
  { name: "the keys", at: "/", open: press("?") },
  { name: "the theme menu", at: "/", open: button(/^Theme/) },
  { name: "import", at: "/import" },
  { name: "one import", at: (page) => linkFrom(page, "/import", "a[href^='/import/']") },
  { name: "question sets", at: "/questions" },
  { name: "a question set", at: simulatedSet },
  {
    name: "a question",
    at: async (page) => {
      const set = await simulatedSet(page);
      return linkFrom(page, set, `a[href^='${set}/']`);
    },
  },
  { name: "trajectories", at: "/trajectories" },
  { name: "trajectories, filtered", at: "/trajectories?outcome=correct&min-steps=2&q=river+OR+town" },
  { name: "trajectories, none that match", at: NONE_MATCH },
  {
    name: "the choice of a judging run",
    at: NONE_MATCH,
    open: (page) => page.getByRole("combobox", { name: /^Verdicts of/ }).click(),
  },
  { name: "the choice of columns", at: NONE_MATCH, open: button(/columns/i) },
  { name: "a trajectory", at: trajectory },
  {
    name: "a trajectory with rationales and metadata",
    at: trajectory,
    open: async (page) => {
      for (const name of ["Rationales", "Metadata"]) await page.getByRole("switch", { name }).first().check();
    },
  },
  { name: "the exact context", at: trajectory, open: press("c") },
  { name: "the raw record", at: trajectory, open: press("r") },
  {
    name: "side by side",
    at: async (page) => {
      const ids = (await simulatedRows(page)).slice(0, 3).map((href) => /\d+/.exec(href)?.[0]);
      return `/trajectories/side-by-side?ids=${ids.join(",")}`;
    },
  },
  { name: "judging", at: "/judging" },
  {
    name: "compare",
    at: (page) => linkFrom(page, "/judging", "tr:has-text('Sample careful judge') a[href^='/compare']"),
  },
  { name: "compare, an empty pool", at: "/compare?q=zzzyxxq" },
  { name: "settings", at: "/settings" },
  { name: "the form of an endpoint", at: "/settings", open: button("Add endpoint") },
  { name: "the form of a model", at: "/settings", open: button("Add model") },
  { name: "the removal of the sample pool", at: "/settings", open: button("Remove sample pool") },
  { name: "an address without a page", at: "/nowhere", isMissing: true },
  { name: "a trajectory that is not there", at: "/trajectories/999999999", isMissing: true },
];

/** Nothing is still on its way. */
async function settle(page: Page) {
  await expect(page.locator("h1, [role=dialog]").first()).toBeVisible();
  await expect(page.locator("main .skeleton")).toHaveCount(0);
  await page.waitForLoadState("networkidle");
}

for (const { name, at, open, isMissing = false } of PLACES)
  test(`${name}: no serious axe violation in either theme, no complaint, no request elsewhere`, async ({
    page,
    baseURL,
  }) => {
    const address = typeof at === "string" ? at : await at(page);
    const complaints: string[] = [];
    const elsewhere: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() !== "error" && message.type() !== "warning") return;
      if (!(isMissing && message.text().includes("404"))) complaints.push(message.text());
    });
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (!["data:", "blob:"].includes(url.protocol) && url.origin !== new URL(baseURL ?? "").origin)
        elsewhere.push(request.url());
    });

    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.goto(address);
      await settle(page);
      await open?.(page);
      await settle(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect
        .soft(
          serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
          colorScheme,
        )
        .toEqual([]);
    }
    expect(complaints).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
