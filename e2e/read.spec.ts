import AxeBuilder from "@axe-core/playwright";
import { type APIRequestContext, expect, type Page, test } from "@playwright/test";

/** The test pool's base model's trajectories on the toy encyclopedia, the longest first. */
async function openLongest(page: Page): Promise<string> {
  await page.goto("/questions");
  const sets = page.getByRole("group", { name: "Question sets" }).getByRole("link");
  const href = await sets
    .filter({ hasText: /encyclopedia/i })
    .first()
    .getAttribute("href");
  const query = `set=${/\d+/.exec(href ?? "")?.[0]}`;
  await page.goto(`/trajectories?${query}&min-steps=4`);
  const row = page.locator("tr[data-row] a[href^='/trajectories/']").first();
  await page.goto((await row.getAttribute("href")) ?? "");
  await expect(page.getByRole("heading", { name: /^Trajectory \d+$/ })).toBeVisible();
  // Its place is asked for by the page itself: once it is there, keys are heard.
  await expect(page.getByText(/^no\. 1 in the table$/)).toBeVisible();
  return query;
}

const step = (page: Page, number: number) => page.locator(`#step-${number}`);
const isCurrent = (page: Page, number: number) =>
  expect(step(page, number).getByRole("article")).toHaveAttribute("aria-current", "step");

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1280, 390])
    test(`no serious axe violation, ${colorScheme}, ${width} wide`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await openLongest(page);
      // On a phone the table of trajectories is another list, so the page is narrowed only now.
      await page.setViewportSize({ width, height: 844 });
      await page.keyboard.press("j");
      await page.keyboard.press("v");
      await expect(step(page, 1)).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" "))}`)).toEqual([]);
      // Nothing sticks out sideways.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });

test("question, answers, outcome, steps and every judge's verdict are there without a click", async ({ page }) => {
  await openLongest(page);
  const head = page.getByRole("region", { name: "Question and outcome" });
  await expect(head).toContainText("Accepted");
  await expect(head).toContainText(/correct|incorrect/);
  await expect(head.getByText("sample", { exact: true })).toBeVisible();
  await expect(step(page, 1)).toContainText("search");
  await expect(step(page, 1)).toContainText("Sample careful judge");
  await expect(step(page, 1)).toContainText("Sample lenient judge");
  await expect(step(page, 1).getByRole("group", { name: "Observation" })).toContainText(/passage/);
  await expect(page.getByRole("navigation", { name: "Steps and verdicts" }).getByRole("link")).not.toHaveCount(0);
});

test("keys walk the steps, open the observation, show rationales; the address follows and leads back", async ({
  page,
}) => {
  await openLongest(page);
  await page.keyboard.press("j");
  await isCurrent(page, 1);
  await page.keyboard.press("j");
  await isCurrent(page, 2);
  expect(new URL(page.url()).hash).toBe("#step-2");
  await page.keyboard.press("k");
  await isCurrent(page, 1);
  const fold = step(page, 1).getByRole("button", { name: /^Observation/ });
  await expect(fold).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("o");
  await expect(fold).toHaveAttribute("aria-expanded", "true");
  const verdict = step(page, 1).getByRole("button", { name: /Sample careful judge/ });
  await expect(verdict).toHaveAttribute("aria-expanded", "false");
  await page.keyboard.press("v");
  await expect(verdict).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toContainText("Next trajectory in the filter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  const address = page.url();
  await page.goto("/");
  await page.goto(address);
  await isCurrent(page, 2);
  await expect(step(page, 2)).toBeInViewport();
});

test("next and previous stay inside the filter", async ({ page }) => {
  const query = await openLongest(page);
  const first = page.url();
  await expect(page.getByText(/^no\. 1 in the table$/)).toBeVisible();
  await page.keyboard.press("n");
  await expect(page.getByText(/^no\. 2 in the table$/)).toBeVisible();
  expect(page.url()).not.toBe(first);
  expect(page.url()).toContain(query);
  await page.keyboard.press("p");
  await expect(page.getByText(/^no\. 1 in the table$/)).toBeVisible();
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/trajectories\\?.*${query}`));
});

test("what is hidden stays hidden after a reload", async ({ page }) => {
  await openLongest(page);
  const observation = step(page, 1).getByRole("group", { name: "Observation" });
  await expect(observation).toBeVisible();
  await page.getByRole("switch", { name: "Observations" }).click();
  await expect(observation).toBeHidden();
  await page.reload();
  await expect(page.getByRole("switch", { name: "Observations" })).not.toBeChecked();
  await expect(observation).toBeHidden();
});

test("the exact context and the raw record are one click away", async ({ page, request }) => {
  await openLongest(page);
  await step(page, 1).getByRole("button", { name: "Exact context of step 1" }).click();
  const dialog = page.getByRole("dialog", { name: "Exact context of step 1" });
  await expect(dialog).toContainText("system");
  const href = await dialog.getByRole("link", { name: "Download" }).getAttribute("href");
  const messages = await (await request.get(href ?? "")).json();
  expect(messages.map((message: { role: string }) => message.role)).toEqual(["system", "user"]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Raw record" }).click();
  const raw = page.getByRole("dialog", { name: /^Raw record/ });
  await expect(raw).toContainText('"type":"trajectory"');
  const record = await (
    await request.get((await raw.getByRole("link", { name: "Download" }).getAttribute("href")) ?? "")
  ).json();
  expect(record.steps.length).toBeGreaterThanOrEqual(4);
});

test("samples of the question open side by side", async ({ page }) => {
  await openLongest(page);
  const samples = page.getByRole("complementary", { name: "Samples of this question" });
  const ticks = samples.getByRole("checkbox");
  await ticks.nth(0).check();
  await ticks.nth(1).check();
  await samples.getByRole("link", { name: "Open 2 side by side" }).click();
  await expect(page.getByRole("heading", { name: "2 trajectories side by side" })).toBeVisible();
  await expect(page.getByRole("region", { name: /^Trajectory \d+$/ })).toHaveCount(2);
  await expect(page.getByRole("article", { name: "Step 1" })).toHaveCount(2);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" "))}`)).toEqual([]);
});

test("a trajectory that is not there says so and leads back", async ({ page }) => {
  for (const path of ["/trajectories/2000000000", "/trajectories/99999999999999", "/trajectories/x"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Trajectory not found" })).toBeVisible();
  }
  await page.getByRole("link", { name: "Open the table of trajectories" }).click();
  await expect(page).toHaveURL(/\/trajectories$/);
});

const call = (id: string, query: string) => ({ id, type: "function", function: { name: "search", arguments: query } });
const tool = (content: string) => [{ role: "tool", name: "search", tool_call_id: "a", content }];
const say = (content: string, ...tool_calls: object[]) =>
  tool_calls.length > 0 ? { role: "assistant", content, tool_calls } : { role: "assistant", content };

/** Imports trajectories made for the occasion and answers with their numbers. */
async function importTrajectories(request: APIRequestContext, page: Page, trajectories: object[]): Promise<string[]> {
  const key = `reading-${Date.now()}-${Math.random().toString(36).slice(2)}`;
  const records = [
    { type: "swirl-studio", version: 1 },
    { type: "question-set", key, name: key },
    { type: "question", set: key, key: "q", text: `How does ${key} read?`, answers: ["well"] },
    { type: "rollout-run", key, name: key },
    ...trajectories.map((more, sample) => ({
      type: "trajectory",
      run: key,
      set: key,
      question: "q",
      sample,
      endState: "no-answer",
      prompt: [{ role: "user", content: "Read." }],
      steps: [],
      ...more,
    })),
  ];
  const body = records.map((record) => JSON.stringify(record)).join("\n");
  const response = await request.post(`/api/import?name=${key}.jsonl`, { data: Buffer.from(body), timeout: 60_000 });
  expect(await response.json()).toMatchObject({ status: "done", rejected: 0 });
  await page.goto("/questions");
  const set = page.getByRole("group", { name: "Question sets" }).getByRole("link").filter({ hasText: key });
  const id = /\d+/.exec((await set.getAttribute("href")) ?? "")?.[0];
  await page.goto(`/trajectories?set=${id}&sort=steps`);
  await expect(page.locator("tr[data-row]")).toHaveCount(trajectories.length);
  const ids = await page
    .locator("tr[data-row] a[href^='/trajectories/']")
    .evaluateAll((links) =>
      links.map((link) => /\/trajectories\/(\d+)/.exec(link.getAttribute("href") ?? "")?.[1] ?? ""),
    );
  return [...new Set(ids)].sort((a, b) => Number(a) - Number(b));
}

test("odd trajectories read truthfully", async ({ page, request }) => {
  const [odd, empty] = await importTrajectories(request, page, [
    {
      steps: [
        {
          action: say("<b>Two</b> at once \u0000 \ud83d", call("a", '{"q":1}'), call("b", "{}")),
          observation: tool("[[]]"),
        },
        { action: say(""), observation: tool("") },
        { action: say("Once more", call("a", "")), observation: tool("the end\u0000") },
      ],
    },
    {},
  ]);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`/trajectories/${odd}`);
  await expect(page.getByRole("region", { name: "Question and outcome" })).toContainText("unlabelled");
  await expect(page.getByRole("region", { name: "Question and outcome" })).toContainText("ended without an answer");
  await expect(step(page, 1)).toContainText("<b>Two</b> at once \u2400 \ufffd");
  await expect(step(page, 1).getByText("search", { exact: true })).toHaveCount(2);
  await expect(step(page, 1)).toContainText("no verdict");
  await expect(step(page, 2)).toContainText("the model wrote no words");
  await expect(step(page, 3)).toContainText("the end\u2400");
  await page.goto(`/trajectories/${empty}`);
  await expect(page.getByText("This trajectory has no steps")).toBeVisible();
  expect(errors).toEqual([]);
});

test("300 steps with long observations open, scroll and load on demand", async ({ page, request }) => {
  test.slow();
  const hits = (index: number, count: number) =>
    JSON.stringify({
      result: [
        Array.from({ length: count }, (_, hit) => ({
          document: { id: String(hit), contents: `Title ${index}.${hit}\n${`passage ${hit} `.repeat(60)}` },
          score: 0.5,
        })),
      ],
    });
  const steps = Array.from({ length: 300 }, (_, index) => ({
    action: say(`Thought ${index + 1}`, call("a", `{"query":"${index}"}`)),
    observation: tool(hits(index, index % 25 === 0 ? 1_500 : 20)),
  }));
  const [id] = await importTrajectories(request, page, [{ steps }]);
  const answered = page.waitForResponse((response) => response.url().includes(`/trajectories/${id}`));
  await page.goto(`/trajectories/${id}#step-226`);
  expect((await (await answered).body()).length).toBeLessThan(2_000_000);
  await expect(step(page, 226)).toContainText("Thought 226");
  await expect(step(page, 226)).toBeInViewport();
  await isCurrent(page, 226);
  // Only what is in sight is in the document.
  expect(await page.locator("[id^=step-]:is(li)").count()).toBeLessThan(40);
  await page.keyboard.press("o");
  const whole = step(page, 226).getByRole("region", { name: "The whole observation" });
  await expect(whole).toContainText("Title 225.0");
  await whole.getByRole("button", { name: "Show more" }).click();
  await expect(whole.getByText("120,000 of 1,103,400 characters")).toBeVisible();
  await page.getByRole("link", { name: /^Step 300/ }).click();
  await expect(step(page, 300)).toContainText("Thought 300");
  await expect(step(page, 300)).toBeInViewport();
});
