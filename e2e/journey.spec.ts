/** The main job, as a newcomer does it: import, judge files, the four filter modes, a training set on disk. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { FilterMode, type Outcome } from "../domain/filter";
import { TrainingRow } from "../domain/training-row";
import type { ProcessLabel } from "../domain/verdict";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { makeAgentPool } from "./agent-pool";
import { chooseFiles } from "./choose-files";

type Kept = [trajectories: number, subTrajectories: number];
type Figures = {
  judge: string;
  modes: Record<FilterMode, Kept>;
  matrix?: Record<ProcessLabel, Record<Outcome, number>>;
};

const REAL = path.resolve(import.meta.dirname, "../../shared/data");
const isRealThere = existsSync(REAL);

let studio: Awaited<ReturnType<typeof openTestStudio>>;
let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "swirl-journey-"));
  studio = await openTestStudio();
});
test.afterAll(async () => {
  await studio?.close();
  await rm(folder, { recursive: true, force: true });
});

async function importThroughPage(page: Page, files: string[], url = studio.url) {
  await page.goto(`${url}/import`);
  await chooseFiles(page, files);
  const list = page.getByRole("region", { name: "Your files" });
  for (const file of files) {
    const item = list.getByRole("listitem").filter({ hasText: path.basename(file) });
    await expect(item.getByText("done", { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(item.getByText("rejected")).toHaveCount(0);
  }
}

async function openComparison(page: Page, judge: string) {
  await page.goto(`${studio.url}/compare`);
  await page.getByRole("combobox", { name: "Judging run" }).click();
  await page.getByRole("option", { name: judge }).first().click();
  await expect(page.getByRole("combobox", { name: "Judging run" })).toContainText(judge);
  await expect(page.getByTestId("mode-none-trajectories")).toBeVisible();
}

async function checkComparison(page: Page, { judge, modes, matrix }: Figures) {
  await openComparison(page, judge);
  for (const [mode, [trajectories, subTrajectories]] of Object.entries(modes)) {
    await expect(page.getByTestId(`mode-${mode}-trajectories`)).toHaveText(trajectories.toLocaleString("en-US"));
    await expect(page.getByTestId(`mode-${mode}-sub-trajectories`)).toHaveText(subTrajectories.toLocaleString("en-US"));
  }
  for (const [process, row] of Object.entries(matrix ?? {}))
    for (const [outcome, count] of Object.entries(row))
      await expect(page.getByTestId(`matrix-${process}-${outcome}`)).toHaveText(String(count));
}

/** Exports a mode from the page; every line is parsed, and the page's own count and sha256 are those of the file. */
async function exportThroughPage(page: Page, mode: FilterMode, expected: Kept) {
  const download = page.waitForEvent("download");
  await page.getByTestId(`export-${mode}`).click();
  await page.getByRole("menuitem", { name: "JSONL", exact: true }).click();
  const content = await readFile(await (await download).path());
  const lines = content.toString("utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(expected[1]);
  const rows = lines.map((line) => TrainingRow.parse(JSON.parse(line)));
  expect(new Set(rows.map((row) => row.trajectory)).size).toBe(expected[0]);
  // Found by its digest: until the list is read again, its first row is an earlier export.
  const sha256 = createHash("sha256").update(content).digest("hex");
  const listed = page.locator("[data-testid^=export-row-]").filter({ hasText: sha256 });
  await expect(listed.locator("[data-testid$=-rows]")).toHaveText(expected[1].toLocaleString("en-US"));
  return rows;
}

async function walkJourney(page: Page, figures: Figures) {
  await checkComparison(page, figures);
  for (const mode of FilterMode.options) await exportThroughPage(page, mode, figures.modes[mode]);
}

test("a judged pool made by the project", async ({ page }) => {
  const pool = makeAgentPool();
  const files = { "judge.jsonl": pool.judge, "trajectories.jsonl": pool.trajectories };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  // The judge file comes first on purpose: the page tries it again once its trajectories are there.
  await importThroughPage(
    page,
    ["judge.jsonl", "trajectories.jsonl"].map((name) => path.join(folder, name)),
  );
  await walkJourney(page, { judge: pool.judgeName, modes: pool.modes, matrix: pool.matrix });

  await page.getByTestId("matrix-unreasonable-incorrect").click();
  await expect(page).toHaveURL(/\/trajectories\?/);
  await expect(page.getByText(`${pool.matrix.unreasonable.incorrect} trajectories`)).toBeVisible();
});

test("AgentProcessBench: the known figures of real judges", async ({ page }) => {
  test.skip(!isRealThere, "the real files are not here; the pool made by the project covers their shapes");
  test.setTimeout(180_000);
  const bench = path.join(REAL, "agentprocessbench");
  const judges = ["deepseek-v3.2", "qwen3-8b", "llama-3.2-3b", "gpt-5.2", "llama-3.3-70b"];
  const files = ["hotpotqa.jsonl", ...judges.map((judge) => `judges/${judge}.jsonl`)];
  await importThroughPage(
    page,
    files.map((file) => path.join(bench, file)),
  );
  const none: Kept = [250, 734];
  const outcome: Kept = [163, 410];
  await walkJourney(page, {
    judge: "deepseek-chat",
    modes: { none, outcome, process: [187, 513], "process-and-outcome": [138, 355] },
    matrix: {
      reasonable: { correct: 138, incorrect: 49, unlabelled: 0 },
      unreasonable: { correct: 25, incorrect: 38, unlabelled: 0 },
      unjudged: { correct: 0, incorrect: 0, unlabelled: 0 },
    },
  });
  await checkComparison(page, {
    judge: "Qwen3-8B",
    modes: { none, outcome, process: [218, 646], "process-and-outcome": [147, 376] },
  });
  await checkComparison(page, {
    judge: "Llama-3.2-3B-Instruct",
    modes: { none, outcome, process: [244, 712], "process-and-outcome": [160, 401] },
  });

  await importThroughPage(
    page,
    files.map((file) => path.join(bench, file)),
  );
  await checkComparison(page, {
    judge: "deepseek-chat",
    modes: { none, outcome, process: [187, 513], "process-and-outcome": [138, 355] },
  });
});

/** GSM8K's two shapes: questions with worked answers, and two models' calculator solutions to each. */
function makeGsm8k(count: number) {
  const numbers = Array.from({ length: count }, (_, index) => index + 2);
  const ask = (n: number) => `A box holds ${n} pens. How many pens do ${n} boxes hold?`;
  const work = (n: number) => `Each holds ${n}, so ${n} * ${n} = <<${n}*${n}=${n * n}>>${n * n} pens.`;
  const solution = (n: number, isCorrect: boolean) => ({
    is_correct: isCorrect,
    solution: `${isCorrect ? work(n) : `${n} + ${n} = <<${n}+${n}=${2 * n}>>${2 * n} pens.`}\nA: ${isCorrect ? n * n : 2 * n}`,
  });
  const jsonl = (records: unknown[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");
  return {
    questions: jsonl(numbers.map((n) => ({ question: ask(n), answer: `${work(n)}\n#### ${n * n}` }))),
    solutions: jsonl(
      numbers.map((n) => ({
        question: ask(n),
        ground_truth: `${work(n)}\nA: ${n * n}`,
        small_model: solution(n, n % 2 === 0),
        large_model: solution(n, true),
      })),
    ),
  };
}

async function checkGsm8k(page: Page, url: string, questions: string, trajectories: string) {
  await page.goto(`${url}/questions`);
  const row = page.getByRole("row").filter({ hasText: "GSM8K test" });
  await expect(row.getByText(questions, { exact: true }).first()).toBeVisible();
  await expect(row.getByText(trajectories, { exact: true }).first()).toBeVisible();
}

test("GSM8K shapes made by the project", async ({ page }) => {
  const made = makeGsm8k(7);
  const files = { "made-test.jsonl": made.questions, "made-solutions.jsonl": made.solutions };
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  // A studio of its own: the real files fill the same question set.
  const own = await openTestStudio();
  try {
    await importThroughPage(
      page,
      Object.keys(files).map((name) => path.join(folder, name)),
      own.url,
    );
    await checkGsm8k(page, own.url, "7", "14");
  } finally {
    await own.close();
  }
});

test("GSM8K: questions and four models' solutions", async ({ page }) => {
  test.skip(!isRealThere, "the real files are not here; the ones made by the project cover their shapes");
  test.setTimeout(180_000);
  const files = ["test.jsonl", "example_model_solutions.jsonl"].map((file) => path.join(REAL, "gsm8k", file));
  await importThroughPage(page, files);
  await checkGsm8k(page, studio.url, "1,319", "5,276");
});
