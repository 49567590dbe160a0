/** Markup in everything that a file may name or say: on every page that can be reached it is text and nothing else. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { connect } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";

const ATTACK = `"><img src=x onerror=pwned=1><script>pwned=1</script>[a](javascript:pwned=1)`;
/** Values that people and models write. The same text becomes the same, so that names still refer. */
const WRITTEN = new Set(
  "name model parent baseModel text content title rationale finalAnswer answers message raw error results models".split(
    " ",
  ),
);
const START = [
  "/",
  "/import",
  "/questions",
  "/rollouts",
  "/judging",
  "/trajectories",
  "/evals",
  "/models",
  "/training",
];

let studio: Awaited<ReturnType<typeof openTestStudio>>;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio({ pool: "none" });
  const db = connect(studio.databaseUrl, { max: 2 });
  try {
    const file = new URL("../server/services/sample/round.jsonl.gz", import.meta.url);
    const lines = gunzipSync(readFileSync(file)).toString("utf8").trimEnd().split("\n");
    const attacking = lines.map((line) => `${JSON.stringify(attack(JSON.parse(line)))}\n`).join("");
    const report = await importFile(db, {
      fileName: `${ATTACK.replaceAll("/", "")}.jsonl`,
      body: (async function* () {
        yield Buffer.from(attacking);
      })(),
      totalBytes: null,
    });
    expect(report).toMatchObject({ status: "done", rejected: 0 });
  } finally {
    await db.close();
  }
});
test.afterAll(() => studio?.close());

function attack(value: unknown, field = ""): unknown {
  if (typeof value === "string") return WRITTEN.has(field) ? `${value} ${ATTACK}` : value;
  if (Array.isArray(value)) return value.map((item) => attack(item, field));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, attack(inner, key)]));
}

/** What the markup would have become, were it markup. */
const injected = (page: Page) =>
  page.evaluate(() => {
    const found = document.querySelectorAll("img[src='x'], [onerror], a[href^='javascript:']").length;
    const scripts = [...document.scripts].filter(({ text }) => text.startsWith("pwned=1")).length;
    return { found, scripts, ran: "pwned" in window };
  });

test("markup in names, texts and file names is text on every page", async ({ page }) => {
  test.setTimeout(400_000);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  const waiting = [...START];
  const seen = new Set<string>();
  const shown: string[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = path.replace(/[?#].*$/, "").replace(/\d+/g, "N");
    if (seen.has(kind)) continue;
    seen.add(kind);
    const response = await page.goto(studio.url + path);
    expect(response?.status(), path).toBeLessThan(500);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("main .skeleton")).toHaveCount(0);
    await page.locator("main details").evaluateAll((all) => {
      for (const details of all) details.setAttribute("open", "");
    });
    expect(await injected(page), path).toEqual({ found: 0, scripts: 0, ran: false });
    if ((await page.getByText("onerror=pwned").count()) > 0) shown.push(kind);
    const links = await page.locator("a[href^='/']").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
    waiting.push(...links.filter((href) => !href.startsWith("/api/")));
  }
  expect(dialogs).toEqual([]);
  // It was really there.
  expect(shown).toEqual(
    expect.arrayContaining([
      ...["/import", "/questions", "/questions/N", "/rollouts", "/rollouts/N", "/judging", "/trajectories"],
      ...["/trajectories/N", "/evals", "/models", "/models/N", "/training", "/training/N", "/lineage/model/N"],
    ]),
  );
});
