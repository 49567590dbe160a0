import { expect, test } from "@playwright/test";

const PAGES = [
  ["/", "Home"],
  ["/import", "Import"],
  ["/questions", "Questions"],
  ["/rollouts", "Rollouts"],
  ["/rollouts/new", "New rollout run"],
  ["/judging", "Judging"],
  ["/settings", "Settings"],
] as const;

test("each page has one heading of the first rank, its name", async ({ page }) => {
  for (const [path, title] of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText([title]);
  }
});

test("the funnel's stages link to the trajectories they count", async ({ page }) => {
  await page.goto("/");
  const chain = page.getByRole("region", { name: "From questions to training data" });
  const stage = chain.getByRole("link", { name: /^Reasonable throughout/ });
  await expect(stage).toHaveAttribute("href", "/trajectories?process=reasonable");
  await expect(stage).toContainText(/\d/);
});

test("no page is wider than a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [path] of PAGES) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(overflow, path).toBe(0);
  }
  await page.getByRole("button", { name: "Open the menu" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Judging" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Judging");
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("the palette reaches pages and named things by keyboard alone", async ({ page }) => {
  const name = "Toy encyclopedia";
  await page.goto("/questions");
  await expect(page.getByRole("group", { name: "Question sets" }).getByRole("link", { name })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await palette.getByRole("combobox").fill(name);
  await expect(palette.getByRole("option", { name }).first()).toBeVisible();
  await palette.getByRole("combobox").press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
});

test("Enter before the palette's search has answered goes to what the words find", async ({ page }) => {
  await page.goto("/questions");
  await expect(page.getByRole("group", { name: "Question sets" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await expect(palette.getByRole("option", { name: "Toy encyclopedia" }).first()).toBeVisible();
  await page.route(/library\.palette/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await route.continue();
  });
  await palette.getByRole("combobox").fill("Toy encyclopedia");
  await palette.getByRole("combobox").press("Enter");
  await expect(palette).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Toy encyclopedia");
  await expect(palette).toBeHidden();
});

test("the palette reaches the agreement of judges", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go to" });
  await palette.getByRole("combobox").fill("kappa");
  await palette.getByRole("option", { name: /^Agreement of judges/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Agreement of judges");
});

test("keys are listed, work, and leave typing alone", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByRole("button", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("Open Judging");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await expect(page).toHaveURL(/\/questions$/);
  await page.getByRole("group", { name: "Question sets" }).getByRole("link").first().click();
  await page.getByRole("searchbox").pressSequentially("g i");
  await expect(page).toHaveURL(/q=g(\+|%20)i/);
});

test("a chosen theme is there from the first byte of the next page", async ({ page, request, context }) => {
  await page.goto("/settings");
  await page.getByRole("radio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const cookie = (await context.cookies()).find(({ name }) => name === "theme");
  expect(cookie?.value).toBe("dark");
  const html = await (await request.get("/", { headers: { cookie: "theme=dark" } })).text();
  expect(html).toMatch(/<html[^>]*data-theme="dark"/);
});

test("a question shows its answers and its samples", async ({ page }) => {
  await page.goto("/questions");
  await page.getByRole("group", { name: "Question sets" }).getByRole("link", { name: "Toy encyclopedia" }).click();
  await page.getByRole("group", { name: "Questions" }).getByRole("link").first().click();
  await expect(page.getByText(/^Accepted answers?$/)).toBeVisible();
  const samples = page.getByRole("group", { name: "Trajectories of this question" });
  await expect(samples.getByRole("link").first()).toHaveAttribute("href", /^\/trajectories\/\d+$/);
  await expect(samples.getByRole("img", { name: /^\d+ steps?: / }).first()).toBeVisible();
});

test("a judging run names its scope, its gaps and the way to both views", async ({ page }) => {
  await page.goto("/judging");
  const row = page.getByRole("group", { name: "Judging runs" }).getByRole("row", { name: /^Sample careful judge/ });
  await expect(row).toContainText("sample");
  await expect(row.getByRole("link", { name: "Sample careful judge", exact: true })).toHaveAttribute(
    "href",
    /^\/judging\/\d+$/,
  );
  await expect(row.locator("a[href^='/trajectories']").first()).toHaveAttribute(
    "href",
    /^\/trajectories\?judge=(\d+)&scope=\1$/,
  );
  await expect(row.getByRole("link", { name: /^Compare the filter modes/ })).toHaveAttribute("href", /judge=\d+/);
});

test("an address without anything behind it says so", async ({ page }) => {
  for (const path of ["/no-such-page", "/questions/999999", "/questions/x", "/import/999999"]) {
    await page.goto(path);
    await expect(page.getByText("There is nothing at this address")).toBeVisible();
  }
});
