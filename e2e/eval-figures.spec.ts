/** Figures of evals: each figure with its table and files, in a studio of its own with trained and evaluated models. */
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { figurePool } from "@/server/testing/figure-pool";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { testPlaces } from "./accessible";

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let db: Db;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio({ pool: "none" });
  db = connect(studio.databaseUrl, { max: 2 });
  const lines = figurePool().map((record) => `${JSON.stringify(record)}\n`);
  const report = await importFile(db, {
    fileName: "figures.jsonl",
    body: (async function* () {
      yield Buffer.from(lines.join(""));
    })(),
    totalBytes: null,
  });
  expect(report).toMatchObject({ status: "done", rejected: 0 });
});
test.afterAll(async () => {
  await db?.close();
  await studio?.close();
});

async function save(page: Page, figure: string, kind: "CSV" | "SVG"): Promise<string> {
  const shown = page.getByRole("figure", { name: figure });
  await expect(shown.locator("svg:not(.lucide)").first()).toBeVisible();
  let file = "";
  // The button may be there before the page listens.
  await expect(async () => {
    const waiting = page.waitForEvent("download", { timeout: 3_000 });
    await shown.getByRole("button", { name: `as ${kind}` }).click();
    file = await (await waiting).path();
  }).toPass({ timeout: 30_000 });
  return readFile(file, "utf8");
}

/** Draws the file as an image, which may load nothing from elsewhere, and counts its colours. */
async function draw(page: Page, svg: string): Promise<{ width: number; height: number; colours: number }> {
  return page.evaluate(async (text) => {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context?.getImageData(0, 0, width, height).data.buffer ?? new ArrayBuffer(0));
    return { width, height, colours: new Set(pixels).size };
  }, svg);
}

/** The SVG stands alone: it says what it is, refers to nothing outside of itself, and is drawn. */
async function checkSvg(page: Page, figure: string, ...words: string[]) {
  const svg = await save(page, figure, "SVG");
  expect(svg).toContain(`<title>${figure}`);
  for (const word of words) expect(svg).toContain(word);
  expect(svg).not.toMatch(/var\(--|light-dark|href=|class=|style=|url\((?!(&quot;|")?#)/);
  const drawn = await draw(page, svg);
  expect(drawn.width).toBeGreaterThan(250);
  expect(drawn.height).toBeGreaterThan(100);
  expect(drawn.colours).toBeGreaterThan(5);
}

test("filter modes: bars, table, files, what is missing, and a number that opens its trajectories", async ({
  page,
}) => {
  await page.goto(`${studio.url}/evals`);
  await page.getByRole("link", { name: "Figures" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Accuracy by filter mode");
  const title = "Accuracy by filter mode: Pool of the training run process, seed 1";
  const figure = page.getByRole("figure", { name: title });
  // Three models on two sets, each with its whiskers.
  await expect(figure.locator(".recharts-bar-rectangle path")).toHaveCount(6);
  await expect(figure.locator(".recharts-errorBar")).toHaveCount(6);
  const row = figure.getByRole("row", { name: /^process, seed 1, Step-wise RL.*Figure arithmetic/ });
  await expect(row.getByRole("cell").nth(4)).toHaveText("65.0 %");
  await expect(row.getByRole("cell").last()).toHaveText("2");
  await expect(page.getByRole("region", { name: "Not in the figure" })).toContainText("outcome: not evaluated");
  const csv = (await save(page, title, "CSV")).split("\r\n");
  expect(csv[0]).toBe("Model,Filter mode,Algorithm,Question set,Accuracy,Low,High,Answers,Questions,Seeds");
  expect(csv).toHaveLength(8);
  expect(csv.find((line) => line.startsWith('"process') && line.includes("arithmetic"))).toMatch(
    /,0\.65,0\.\d+,0\.\d+,40,20,2$/,
  );
  await checkSvg(page, title, "process, seed 1, Step-wise RL", "figure base, base", "accuracy, % of labelled");
  await row.getByRole("cell").nth(4).getByRole("link").click();
  await expect(page).toHaveURL(/\/trajectories\?run=\d+&run=\d+&set=\d+$/);
  await expect(page.getByText(/^40 trajectories/).first()).toBeVisible();
});

test("scaling: a curve of each question set, by the size that is chosen", async ({ page }) => {
  await page.goto(`${studio.url}/evals/figures/scaling`);
  const title = "Accuracy on Figure arithmetic by training trajectories";
  const figure = page.getByRole("figure", { name: title });
  await expect(figure.locator(".recharts-line-dots circle")).toHaveCount(2);
  await expect(figure.getByRole("row", { name: /^None, Step-wise RL/ })).toContainText("300");
  await checkSvg(page, title, "training trajectories", "figure base");
  expect(await save(page, title, "CSV")).toContain("Process, Step-wise RL");
  await page.getByLabel("Size").selectOption("contexts");
  await expect(page).toHaveURL(/size=contexts/);
  await expect(page.getByRole("figure", { name: "Accuracy on Figure arithmetic by distinct contexts" })).toBeVisible();
});

test("transfer: accuracy and gain in every cell, intervals in the table", async ({ page }) => {
  await page.goto(`${studio.url}/evals/figures/transfer`);
  const title = "Accuracy by what was trained on, and gain over the base";
  const figure = page.getByRole("figure", { name: title });
  await expect(figure.getByRole("img", { name: "Trained on, evaluated on" })).toContainText("+25.0");
  const row = figure.getByRole("row", { name: /^process, seed 1.*Figure search other/ });
  await expect(row).toContainText("+10.0");
  await expect(figure.getByRole("row", { name: /^process, seed 1.*Figure arithmetic trained on/ })).toContainText(
    "+62.5 %",
  );
  await checkSvg(page, title, "trained on Figure arithmetic", "65.0");
  const [header, ...lines] = (await save(page, title, "CSV")).split("\r\n");
  expect(header).toBe(
    'Model,Trained by,Training runs,Trained on,Evaluated on,Distribution,Accuracy,Low,High,Answers,Seeds,"Gain, points","Gain low, points","Gain high, points","Relative gain, %"',
  );
  // The file's figures are in the units of its header.
  expect(lines.find((line) => line.startsWith('"process') && line.includes("arithmetic,trained on"))).toMatch(
    /,0\.65,0\.\d+,0\.\d+,40,2,25,-?[\d.]+,[\d.]+,62\.5$/,
  );
});

test("process: gains by both judges and the gap between them; what is not judged is named", async ({ page }) => {
  await page.goto(`${studio.url}/evals/figures/process`);
  const title = "Gain in the mean share of reasonable steps";
  const figure = page.getByRole("figure", { name: title });
  const row = figure.getByRole("row", {
    name: /^process, seed 1.*Figure arithmetic trained on teacher with Reasonable step v1/,
  });
  await expect(row).toContainText("+50.0");
  await expect(row.getByRole("link", { name: "50.0 %" }).first()).toHaveAttribute("href", /run=\d+&set=\d+&judge=\d+/);
  await checkSvg(page, title, "by the judge that trained", "by the second judge", "95 % intervals");
  expect(await save(page, title, "CSV")).toContain("Gap, points");
  const unjudged = page.getByRole("region", { name: "Not judged" });
  await expect(unjudged).toContainText("eval of base: not judged by another judge");
  await expect(unjudged.getByRole("link", { name: "Judge it" }).first()).toHaveAttribute(
    "href",
    /\/judging\/new\?run=\d+/,
  );
});

test("student and judge, on-policy and off-policy", async ({ page }) => {
  await page.goto(`${studio.url}/evals/figures/sources`);
  const student = page.getByRole("figure", { name: "Student and judge's model" });
  await expect(student.getByRole("row", { name: /Figure arithmetic judge's model teacher/ }).first()).toContainText(
    "90.0 %",
  );
  await expect(
    student.getByRole("row", { name: /Figure arithmetic before training figure base/ }).first(),
  ).toBeVisible();
  await checkSvg(page, "Student and judge's model", "before training");
  const policy = page.getByRole("figure", { name: "On-policy and off-policy data" });
  await expect(policy.getByRole("row", { name: /^none.*off-policy figure base/ }).first()).toContainText("+10.0");
  expect(await save(page, "On-policy and off-policy data", "CSV")).toContain("off-policy");
});

test("fits a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ["", "/scaling", "/transfer", "/process", "/sources"]) {
    await page.goto(`${studio.url}/evals/figures${name}`);
    await expect(page.getByRole("figure").first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(390);
  }
});

test.describe("for everybody", () => {
  testPlaces(
    [
      { name: "filter modes", at: "/evals/figures" },
      { name: "scaling", at: "/evals/figures/scaling" },
      { name: "transfer", at: "/evals/figures/transfer" },
      { name: "process", at: "/evals/figures/process" },
      { name: "sources", at: "/evals/figures/sources" },
    ],
    () => studio.url,
  );
});
