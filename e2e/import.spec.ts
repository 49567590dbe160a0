import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { chooseFiles } from "./choose-files";

type File = { name: string; mimeType: string; buffer: Buffer };

const jsonl = (name: string, records: unknown[]): File => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(
    records.map((record) => `${typeof record === "string" ? record : JSON.stringify(record)}\n`).join(""),
  ),
});

const HEADER = { type: "swirl-studio", version: 1 };

/** A pool under its own keys, so that tests do not meet: one question and two trajectories of two steps. */
function makePool(title: string) {
  const key = `${title}-${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
  const declarations = [
    HEADER,
    { type: "question-set", key, name: key },
    { type: "question", set: key, key: "1", text: "What is 2 + 2?", answers: ["4"] },
    { type: "rollout-run", key, name: key, model: `${key} model` },
  ];
  const trajectories = [0, 1].map((sample) => ({
    type: "trajectory",
    run: key,
    set: key,
    question: "1",
    sample,
    endState: "answered",
    finalAnswer: "4",
    prompt: [{ role: "user", content: "What is 2 + 2?" }],
    steps: [
      {
        action: { role: "assistant", content: "<math_exp>2+2</math_exp>" },
        observation: [{ role: "tool", content: "4" }],
      },
      { action: { role: "assistant", content: "<answer>4</answer>" }, observation: null },
    ],
  }));
  const verdicts = [
    HEADER,
    { type: "judging-run", key, name: `${key} judge`, judgeKind: "model" },
    ...[0, 1].map((sample) => ({
      type: "verdicts",
      run: key,
      trajectory: { run: key, set: key, question: "1", sample },
      steps: [
        { step: 0, rating: 1 },
        { step: 1, rating: sample === 0 ? 1 : -1 },
      ],
    })),
  ];
  return { key, pool: [...declarations, ...trajectories], verdicts };
}

async function openImport(page: Page) {
  await page.goto("/import");
  const uploads = page.getByRole("region", { name: "Your files" });
  const choose = (files: File[]) => chooseFiles(page, files);
  const upload = (name: string) => uploads.getByRole("listitem").filter({ hasText: name }).first();
  return { uploads, choose, upload };
}

test("a chosen file is imported and reported; a second time it adds nothing", async ({ page }) => {
  const { pool } = makePool("twice");
  const { choose, upload, uploads } = await openImport(page);
  const file = jsonl("twice.jsonl", pool);
  await choose([file]);
  const first = upload("twice.jsonl");
  await expect(first.getByText("done", { exact: true })).toBeVisible();
  await expect(first.getByRole("row", { name: "trajectories 2 0" })).toBeVisible();
  await expect(first.getByRole("row", { name: "steps 4 0" })).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations.filter(({ impact }) => impact === "serious")).toEqual(
    [],
  );

  await uploads.getByRole("button", { name: "Clear finished" }).click();
  await choose([file]);
  await expect(upload("twice.jsonl").getByRole("row", { name: "trajectories 0 2" })).toBeVisible();
});

test("a file dropped anywhere on the page is imported", async ({ page }) => {
  const { pool } = makePool("dropped");
  const { upload } = await openImport(page);
  const text = jsonl("dropped.jsonl", pool).buffer.toString("utf8");
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "dropped.jsonl"));
    return data;
  }, text);
  // A pointer that drags sends this all the time, so one that came before the page listened is no loss.
  await expect(async () => {
    await page.locator("h1").dispatchEvent("dragover", { dataTransfer: transfer });
    await expect(page.getByText("Drop to import")).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await page.locator("h1").dispatchEvent("drop", { dataTransfer: transfer });
  await expect(upload("dropped.jsonl").getByRole("row", { name: "trajectories 2 0" })).toBeVisible();
});

test("lines that cannot be used are shown with file, line and reason, and can be downloaded", async ({ page }) => {
  const { pool } = makePool("rejects");
  const { choose, upload } = await openImport(page);
  const broken = '{"type": "question", "set": "broken';
  await choose([jsonl("rejects.jsonl", [...pool, broken])]);
  const item = upload("rejects.jsonl");
  await expect(item.getByText("1 line could not be used:")).toBeVisible();
  const reject = item.getByRole("list", { name: "Rejected lines" }).getByRole("listitem");
  await expect(reject).toContainText(`rejects.jsonl, line ${pool.length + 1}`);
  await expect(reject).toContainText(broken);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    item.getByRole("link", { name: "Download rejects" }).click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toContain("broken");
});

test("a file that is no known format is refused with what was expected", async ({ page }) => {
  const { choose, upload } = await openImport(page);
  await choose([{ name: "noise.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 2, 255, 254]) }]);
  const item = upload("noise.bin");
  await expect(item.getByText("refused", { exact: true })).toBeVisible();
  await expect(item).toContainText("GSM8K");
  await expect(page.getByRole("list", { name: "Imports" }).getByText("noise.bin").first()).toBeVisible();
});

test("a judge's file chosen before its trajectories comes in after them", async ({ page }) => {
  const { key, pool, verdicts } = makePool("order");
  const { choose, upload } = await openImport(page);
  await choose([jsonl("verdicts.jsonl", verdicts), jsonl("pool.jsonl", pool)]);
  await expect(upload("pool.jsonl").getByText("done", { exact: true })).toBeVisible();
  await expect(upload("verdicts.jsonl").getByRole("row", { name: "verdicts 4 0" })).toBeVisible();

  await page.goto("/judging");
  const row = page.getByRole("row", { name: new RegExp(`^${key} judge`) });
  await expect(row).toContainText("2 of 2");
  await expect(row).toContainText("50.0");
});

test("a judge's file whose trajectories are not there is refused, naming what is missing", async ({ page }) => {
  const { key, verdicts } = makePool("missing");
  const { choose, upload } = await openImport(page);
  await choose([jsonl("lonely.jsonl", verdicts)]);
  const item = upload("lonely.jsonl");
  await expect(item.getByText("refused", { exact: true })).toBeVisible();
  await expect(item).toContainText(key);
});

test("an import has its own page, found from the list", async ({ page }) => {
  const { pool } = makePool("report");
  const { choose, upload } = await openImport(page);
  const name = `report-${Date.now()}.jsonl`;
  await choose([jsonl(name, pool)]);
  await expect(upload(name).getByText("done", { exact: true })).toBeVisible();
  await page.getByRole("list", { name: "Imports" }).getByRole("link", { name, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  await expect(page.getByRole("row", { name: "trajectories 2 0" })).toBeVisible();
});
