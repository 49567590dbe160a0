import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { TrainingRow } from "@/domain/training-row";

const MODES = ["none", "outcome", "process", "process-and-outcome"] as const;
const PROCESS = ["reasonable", "unreasonable", "unjudged"] as const;
const OUTCOME = ["correct", "incorrect", "unlabelled"] as const;

/** The comparison of a sample judge's own pool: other tests import more at the same time. */
async function openComparison(page: Page, judge = "Sample careful judge") {
  await page.goto("/judging");
  const row = page.getByRole("group", { name: "Judging runs" }).getByRole("row", { name: new RegExp(`^${judge}`) });
  await row.getByRole("link", { name: /^Compare the filter modes/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Compare filter modes");
  await expect(page.getByTestId("mode-none-trajectories")).toBeVisible();
}

async function figure(page: Page, testId: string): Promise<number> {
  const text = (await page.getByTestId(testId).textContent()) ?? "";
  expect(text).toMatch(/^\d{1,3}(,\d{3})*$/);
  return Number(text.replaceAll(",", ""));
}

async function exportMode(page: Page, mode: (typeof MODES)[number], item: string) {
  await page.getByTestId(`export-${mode}`).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item, exact: true }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test("the modes are nested and the matrix holds the whole pool", async ({ page }) => {
  await openComparison(page);
  const kept = Object.fromEntries(
    await Promise.all(MODES.map(async (mode) => [mode, await figure(page, `mode-${mode}-trajectories`)] as const)),
  );
  const cells = await Promise.all(
    PROCESS.flatMap((process) => OUTCOME.map((outcome) => figure(page, `matrix-${process}-${outcome}`))),
  );
  expect(cells.reduce((a, b) => a + b)).toBe(kept.none);
  expect(await figure(page, "matrix-reasonable-correct")).toBe(kept["process-and-outcome"]);
  expect(kept.process).toBeGreaterThan(kept["process-and-outcome"] ?? 0);
  await expect(
    page.getByText(/a step with no verdict and no unreasonable one, and (is|are) kept by neither process mode/),
  ).toBeVisible();
  await expect(page.getByRole("note")).toContainText("sample pool");
});

test("a cell of the matrix opens exactly its trajectories", async ({ page }) => {
  await openComparison(page);
  const count = await figure(page, "matrix-unreasonable-correct");
  await page.getByTestId("matrix-unreasonable-correct").click();
  await expect(page).toHaveURL(/\/trajectories\?.*process=unreasonable&outcome=correct/);
  await expect(page.getByText(new RegExp(`^${count} trajectories$`)).first()).toBeVisible();
});

test("another judging run is another comparison, at its own address", async ({ page }) => {
  await openComparison(page);
  const before = await figure(page, "mode-process-trajectories");
  await page.getByRole("combobox", { name: /^Judging run: / }).click();
  await page.getByRole("option", { name: /^Sample lenient judge/ }).click();
  await expect(page.getByRole("combobox", { name: "Judging run: Sample lenient judge" })).toBeVisible();
  await expect(page.getByTestId("mode-process-trajectories")).not.toHaveText(String(before));
  const after = (await page.getByTestId("mode-process-trajectories").textContent()) ?? "";
  await page.reload();
  await expect(page.getByTestId("mode-process-trajectories")).toHaveText(after);
});

test("an export has the rows and the digest that the page says", async ({ page }) => {
  await openComparison(page);
  const expected = await figure(page, "mode-process-sub-trajectories");
  const { name, content } = await exportMode(page, "process", "JSONL");
  expect(name).toMatch(/^swirl-process-sample-careful-judge-\d+\.jsonl$/);
  const rows = content
    .toString("utf8")
    .split("\n")
    .slice(0, -1)
    .map((line) => TrainingRow.parse(JSON.parse(line)));
  expect(rows).toHaveLength(expected);
  expect(new Set(rows.map((row) => `${row.trajectory} ${row.step}`)).size).toBe(expected);
  expect(rows.every((row) => row.rating === 1 || row.rating === 0)).toBe(true);

  const row = page.getByRole("row", { name: new RegExp(`^${name}`) });
  await expect(row).toContainText("complete");
  await expect(row).toContainText(createHash("sha256").update(content).digest("hex"));
  await expect(row).toContainText(expected.toLocaleString("en-US"));

  const compressed = await exportMode(page, "process", "JSONL, compressed (.gz)");
  expect(compressed.name).toMatch(/\.jsonl\.gz$/);
  expect(gunzipSync(compressed.content).equals(content)).toBe(true);
});

test("any format can be chosen, with its columns and the rows to expect", async ({ page }) => {
  await openComparison(page);
  const contexts = await figure(page, "mode-process-contexts");
  await page.getByTestId("export-process").click();
  await page.getByRole("menuitem", { name: "Choose a format…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Export/ });
  await expect(dialog.getByTestId("export-preview")).toHaveText(`${contexts.toLocaleString("en-US")} contexts`);
  await expect(dialog.getByRole("row", { name: /^question_text/ })).toBeVisible();

  await dialog.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: "TRL preference" }).click();
  await expect(dialog.getByText("The mode process keeps no unreasonable step")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Export", exact: true })).toBeDisabled();

  await dialog.getByRole("combobox", { name: "Format" }).click();
  await page.getByRole("option", { name: "verl" }).click();
  await dialog.getByRole("radio", { name: /^Parquet/ }).click();
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^verl-process-sample-careful-judge-\d+\.parquet$/);
  const content = await readFile(await download.path());
  expect(content.subarray(0, 4).toString()).toBe("PAR1");
  const row = page.getByRole("row", { name: new RegExp(`^${download.suggestedFilename()}`) });
  await expect(row).toContainText("complete");
  await expect(row).toContainText(createHash("sha256").update(content).digest("hex"));
  await expect(row).toContainText(contexts.toLocaleString("en-US"));
});

test("scripts get the same file, and sentences where a request is wrong", async ({ page, request }) => {
  await openComparison(page);
  const expected = await figure(page, "mode-outcome-sub-trajectories");
  const answer = await request.get("/api/export?mode=outcome&judging-run=Sample%20careful%20judge");
  expect(answer.headers()["content-disposition"]).toContain("attachment");
  expect(answer.headers()["x-swirl-export-id"]).toMatch(/^\d+$/);
  expect((await answer.text()).trimEnd().split("\n")).toHaveLength(expected);

  for (const [query, status, sentence] of [
    ["mode=outcome", 400, "Name a judging run"],
    ["judging-run=Sample%20careful%20judge", 400, "Name a filter mode"],
    ["mode=outcome&judging-run=nobody", 404, "Sample careful judge"],
    ["mode=outcome&judging-run=Sample%20careful%20judge&misspelt=1", 400, "misspelt"],
  ] as const) {
    const refused = await request.get(`/api/export?${query}`);
    expect(refused.status(), query).toBe(status);
    expect((await refused.json()).error, query).toContain(sentence);
  }
});

test("each chart is also a table, a CSV and an SVG", async ({ page }) => {
  await openComparison(page);
  const kept = await figure(page, "mode-process-trajectories");
  const chart = page.getByRole("figure", { name: "How much each mode keeps" });
  await chart.getByText("The same as a table").click();
  await expect(chart.getByRole("row", { name: /^Trajectories/ })).toContainText(String(kept));
  for (const kind of ["CSV", "SVG"] as const) {
    const downloading = page.waitForEvent("download");
    await chart.getByRole("button", { name: new RegExp(`${kind}$`) }).click();
    const content = await readFile(await (await downloading).path(), "utf8");
    if (kind === "CSV") expect(content).toContain(`,${kept},`);
    else expect(content).toMatch(/<svg[^>]*xmlns=[\s\S]*<path/);
    expect(content).not.toContain("var(--");
  }
});

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });
    test("no serious axe violation, and nothing wider than a phone", async ({ page }) => {
      await openComparison(page);
      await expect(page.locator(".recharts-bar-rectangle").first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(
        serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
      ).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
      expect(overflow).toBe(0);
    });
  });
