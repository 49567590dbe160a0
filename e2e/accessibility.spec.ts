/** Every page of the studio on the sample pool, in both themes: usable by everybody, quiet, and all by itself. */
import { expect, type Page } from "@playwright/test";
import { button, type Place, testPlaces } from "./accessible";

async function linkFrom(page: Page, start: string, selector: string): Promise<string> {
  await page.goto(start);
  const href = await page.locator(`main ${selector}`).first().getAttribute("href");
  expect(href, `${selector} on ${start}`).toBeTruthy();
  return href ?? "";
}
const sampleSet = (page: Page) =>
  linkFrom(page, "/questions", "tr:has-text('Toy encyclopedia') a[href^='/questions/']");
async function sampleRows(page: Page): Promise<string[]> {
  const set = /\d+/.exec(await sampleSet(page))?.[0];
  await page.goto(`/trajectories?set=${set}`);
  const links = page.locator("tr[data-row] a");
  await expect(links.nth(1)).toBeVisible();
  return links.evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
}
const trajectory = async (page: Page) => (await sampleRows(page))[0] ?? "";
const press = (key: string) => async (page: Page) => {
  await expect(async () => {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible({ timeout: 1_000 });
  }).toPass();
};
const radio = (name: RegExp) => (page: Page) => page.getByRole("radio", { name }).click();
/** Everything that is folded away. */
const unfold = (page: Page) =>
  page.locator("main details").evaluateAll((all) => {
    for (const each of all) each.setAttribute("open", "");
  });
const sampleRun = (page: Page) => linkFrom(page, "/rollouts", "tr:has-text('Sample rollouts') a[href^='/rollouts/']");
const judgedBy = (name: string) => (page: Page) =>
  linkFrom(page, "/judging", `tr:has-text('${name}') a[href^='/judging/']`);
const numberOf = async (page: Page, find: (page: Page) => Promise<string>) => /\d+/.exec(await find(page))?.[0];

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
  { name: "a question set", at: sampleSet },
  {
    name: "a question",
    at: async (page) => {
      const set = await sampleSet(page);
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
      const ids = (await sampleRows(page)).slice(0, 3).map((href) => /\d+/.exec(href)?.[0]);
      return `/trajectories/side-by-side?ids=${ids.join(",")}`;
    },
  },
  { name: "rollouts", at: "/rollouts" },
  { name: "an imported rollout run", at: sampleRun },
  { name: "a new rollout run, before there is a model", at: "/rollouts/new", open: unfold },
  { name: "judging", at: "/judging" },
  { name: "an imported judging run", at: judgedBy("Sample careful judge") },
  { name: "a judging run by rules to start", at: "/judging/new", open: radio(/^Rules/) },
  { name: "a judge's prompt, edited", at: "/judging/templates", open: button("Edit as a new version") },
  {
    name: "what flipped",
    at: async (page) => {
      const a = await numberOf(page, judgedBy("Sample careful judge"));
      return `/judging/flips?a=${a}&b=${await numberOf(page, judgedBy("Sample lenient judge"))}`;
    },
  },
  { name: "a labelling run to start", at: "/judging/labels/new" },
  { name: "an imported labelling run", at: judgedBy("Sample exact match") },
  {
    name: "a corpus, searched",
    at: (page) => linkFrom(page, "/questions", "a[href^='/questions/corpora/']"),
    open: async (page) => {
      await page.getByRole("searchbox").fill("river");
      await expect(page.getByRole("list", { name: "Passages found" })).toBeVisible();
    },
  },
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

testPlaces(PLACES, (baseURL) => baseURL ?? "");
