/** Reviews by several people at once, by keyboard, with a reload and a lost connection in the middle. A studio of its own. */
import { expect, type Page, test } from "@playwright/test";
import pg from "pg";
import { formatShare } from "@/domain/format";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";
import { type Place, testPlaces } from "./accessible";

test.describe.configure({ timeout: 90_000 });
let studio: Awaited<ReturnType<typeof openTestStudio>>;
let database: pg.Client;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  studio = await openTestStudio();
  database = new pg.Client({ connectionString: studio.databaseUrl });
  await database.connect();
});
test.afterAll(async () => {
  await database?.end();
  await studio?.close();
});

type Given = -1 | 0 | 1 | null;
const KEYS: [key: string, rating: Given][] = [
  ["1", 1],
  ["3", -1],
  ["2", 0],
  ["4", null],
];

/** Draws a review on the page for it; answers its address. */
async function draw(page: Page, name: string, fill: (page: Page) => Promise<void>): Promise<string> {
  await page.goto(`${studio.url}/reviews/new`);
  await expect(page.getByTestId("review-preview")).toContainText("1,055 steps", { timeout: 30_000 });
  await fill(page);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Draw the sample" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  return page.url();
}

/** Begins reviewing under a name, by keyboard. */
async function begin(page: Page, address: string, person: string) {
  await page.goto(`${address}/review`);
  await expect(page.getByLabel("Your name")).toBeFocused({ timeout: 30_000 });
  await page.keyboard.type(person);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: /^(Reasonable|Right so far)/ })).toBeVisible({ timeout: 30_000 });
}

async function itemOf(page: Page): Promise<number> {
  const item = page.getByTestId("review-item");
  await expect(item).toHaveAttribute("data-item", /\d+/);
  return Number(await item.getAttribute("data-item"));
}

const said = (page: Page) => page.getByText("You said:");
const done = (page: Page) => page.getByTestId("review-done");

/** Rules on the item in front and answers which it was. */
async function rule(page: Page, keyOf: (idx: number) => string): Promise<number> {
  const idx = await itemOf(page);
  await page.keyboard.press(keyOf(idx));
  await expect(said(page)).toBeVisible();
  return idx;
}
async function next(page: Page, idx: number) {
  await page.keyboard.press("n");
  await expect(page.locator(`[data-item="${idx}"]`)).toHaveCount(0);
}

const ratingsOf = async (review: string, person: string) => {
  const { rows } = await database.query(
    `SELECT i.idx, v.rating, v.rationale FROM review_item i JOIN review r ON r.id = i.review_id
     JOIN judging_run j ON j.key = 'review:' || r.key || ':' || $2
     JOIN verdict v ON v.judging_run_id = j.id AND v.trajectory_id = i.trajectory_id AND v.idx = i.step
     WHERE r.id = $1 ORDER BY i.idx`,
    [idOf(review), person],
  );
  return rows as { idx: number; rating: Given; rationale: string | null }[];
};
const count = async (sql: string, values: unknown[]) => Number((await database.query(sql, values)).rows[0].n);

test("two people at once, one reloads, one loses the connection: both judging runs hold what was given", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const ITEMS = 8;
  const review = await draw(page, "Two readers", async () => {
    await page.getByLabel("Size").fill(String(ITEMS));
    await page.getByLabel("People an item").fill("2");
    await expect(page.getByTestId("review-preview")).toContainText(`${ITEMS} of 1,055 steps`);
  });
  await expect(page.getByRole("group", { name: "Strata" })).toContainText("unreasonable");

  const [annas, bens] = [await browser.newContext(), await browser.newContext()];
  const [anna, ben] = [await annas.newPage(), await bens.newPage()];
  const annaKey = (idx: number) => KEYS[idx % 4]?.[0] ?? "1";
  const benKey = (idx: number) => (idx === 1 ? "1" : annaKey(idx));
  const annaGiven = new Map<number, Given>();
  const benGiven = new Map<number, Given>();
  const ratingOf = (key: string): Given => KEYS.find(([each]) => each === key)?.[1] ?? null;

  const annasWork = async () => {
    await begin(anna, review, "Anna");
    // What the judge did not see is not there.
    await expect(anna.getByText("How it ended")).toHaveCount(0);
    for (let turn = 0; turn < ITEMS; turn += 1) {
      if (turn === 0) {
        await anna.keyboard.press("m");
        await anna.keyboard.type("the first of them");
        await anna.keyboard.press("Enter");
      }
      if (turn === 1) {
        await next(anna, await itemOf(anna));
        await expect(anna.getByText("1 skipped for now")).toBeVisible();
      }
      const idx = await rule(anna, annaKey);
      annaGiven.set(idx, ratingOf(annaKey(idx)));
      if (turn === 0) await expect(anna.getByRole("region", { name: /^Judges on step/ })).toContainText("judge");
      if (turn === 3) {
        await anna.reload();
        await expect(done(anna)).toContainText(`4 of ${ITEMS}`, { timeout: 30_000 });
        await expect(anna.getByRole("button", { name: /^Reasonable/ })).toBeVisible();
        // Undoing reaches back over the reload.
        await anna.keyboard.press("u");
        await expect(anna.getByText("What you said before stands until you have ruled again.")).toBeVisible();
        await expect(done(anna)).toContainText(`4 of ${ITEMS}`);
        expect(await itemOf(anna)).toBe(idx);
        await rule(anna, annaKey);
      }
      await next(anna, idx);
    }
    await expect(anna.getByRole("heading", { name: "Nothing is left for you" })).toBeVisible({ timeout: 20_000 });
  };

  const bensWork = async () => {
    await begin(ben, review, "Ben");
    for (let turn = 0; turn < ITEMS; turn += 1) {
      if (turn === 2) await bens.setOffline(true);
      const idx = await rule(ben, benKey);
      benGiven.set(idx, ratingOf(benKey(idx)));
      if (turn === 3) {
        await expect(ben.getByText("2 rulings not sent yet, retrying")).toBeVisible();
        await expect(ben.getByText("What was hidden appears here once")).toBeVisible();
        await ben.keyboard.press("u");
        await expect(ben.getByRole("button", { name: /^Reasonable/ })).toBeVisible();
        expect(await itemOf(ben)).toBe(idx);
        await rule(ben, benKey);
      }
      if (turn === 4) {
        await bens.setOffline(false);
        await expect(ben.getByText("not sent yet")).toHaveCount(0, { timeout: 30_000 });
      }
      await next(ben, idx);
    }
    await expect(ben.getByRole("heading", { name: "Nothing is left for you" })).toBeVisible({ timeout: 20_000 });
  };
  await Promise.all([annasWork(), bensWork()]);

  for (const [person, given] of [
    ["Anna", annaGiven],
    ["Ben", benGiven],
  ] as const) {
    expect(given.size).toBe(ITEMS);
    const kept = await ratingsOf(review, person);
    expect(new Map(kept.map(({ idx, rating }) => [idx, rating])), person).toEqual(
      new Map([...given].sort(([a], [b]) => a - b)),
    );
    const verdicts = await count(
      "SELECT count(*) AS n FROM verdict v JOIN judging_run j ON j.id = v.judging_run_id WHERE j.name = $1",
      [`${person}, Two readers`],
    );
    expect(verdicts).toBe(ITEMS);
  }
  expect((await ratingsOf(review, "Anna")).filter(({ rationale }) => rationale !== null)).toHaveLength(1);

  // They differ on one item: it is decided, and what they agree on is taken over.
  await page.reload();
  await expect(page.getByTestId("review-complete")).toContainText(`${ITEMS} of ${ITEMS} items complete`);
  await expect(page.getByTestId("review-differences")).toContainText("1 step, 0 decided", { timeout: 30_000 });
  await page.getByRole("button", { name: "Take over what all agree on" }).click();
  await expect(page.getByText("All agree on 5 steps; 5 of them stand already.")).toBeVisible();
  const difference = page.getByRole("article", { name: /^Item 2, step/ });
  await expect(difference.getByRole("listitem").filter({ hasText: "Anna" })).toContainText("unreasonable");
  await expect(difference.getByRole("listitem").filter({ hasText: "Ben" })).toContainText("reasonable");
  await difference.getByRole("textbox").fill("the passage says otherwise");
  await difference.getByRole("button", { name: "Unreasonable" }).click();
  await page.getByLabel("Your name").fill("Cleo");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByTestId("review-differences")).toContainText("1 step, 1 decided");
  await expect(difference).toContainText("decided by Cleo");
  const final = await ratingsOf(review, "final");
  expect(final).toHaveLength(6);
  expect(final.find(({ idx }) => idx === 1)).toMatchObject({ rating: -1, rationale: "the passage says otherwise" });

  // How far they agree, weighted as the sample was drawn: of steps that both ruled on, neutral counting as reasonable.
  const { rows: weighed } = await database.query(
    `SELECT i.idx, i.step, i.trajectory_id AS trajectory, 1 / i.probability AS weight FROM review_item i WHERE i.review_id = $1`,
    [idOf(review)],
  );
  const isWrong = (given: Given | undefined) => given === -1;
  let [same, all] = [0, 0];
  for (const { idx, weight } of weighed) {
    const [anna, ben] = [annaGiven.get(idx) ?? null, benGiven.get(idx) ?? null];
    if (anna === null || ben === null) continue;
    all += weight;
    if (isWrong(anna) === isWrong(ben)) same += weight;
  }
  const runOf = async (person: string): Promise<number> =>
    (await database.query("SELECT id FROM judging_run WHERE name = $1", [`${person}, Two readers`])).rows[0].id;
  await page.goto(`${studio.url}/judging/agreement?a=${await runOf("Anna")}&b=${await runOf("Ben")}`);
  await expect(page.getByTestId("figure-agreementBinary")).toContainText(formatShare(same / all), { timeout: 30_000 });
  await expect(page.getByTestId("figure-kappa")).toContainText(/\d/);

  // Each one's export holds what they said, step by step.
  for (const [person, given] of [
    ["Anna", annaGiven],
    ["Ben", benGiven],
  ] as const) {
    const run = await runOf(person);
    const answer = await fetch(`${studio.url}/api/export?format=prm800k&mode=none&judge=${run}&scope=${run}`);
    const written = new Map<number, (number | null)[]>();
    for (const line of (await answer.text()).trim().split("\n")) {
      const { trajectory, label } = JSON.parse(line);
      written.set(
        trajectory,
        label.steps.map((step: { completions: { rating: number | null }[] }) => step.completions[0]?.rating ?? null),
      );
    }
    for (const { idx, step, trajectory } of weighed)
      expect(written.get(trajectory)?.[step] ?? null, `${person}, item ${idx + 1}`).toBe(given.get(idx) ?? null);
  }

  await page.goto(`${studio.url}/reviews`);
  await expect(page.getByRole("row", { name: /^Two readers/ })).toContainText("Anna 8 · Ben 8");
  await Promise.all([annas.close(), bens.close()]);
});

test("the first error of whole trajectories, and the export of a reviewer's judging run holds their labels", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const review = await draw(page, "First errors", async () => {
    await page.getByRole("radio", { name: /^First error/ }).click();
    await page.getByRole("radio", { name: /^Uniform/ }).click();
    await page.getByLabel("Size").fill("4");
    await expect(page.getByTestId("review-preview")).toContainText("4 of 300 trajectories");
  });
  await begin(page, review, "Dora");
  const lengths = await database.query(
    "SELECT i.idx, t.id, t.num_steps FROM review_item i JOIN trajectory t ON t.id = i.trajectory_id WHERE i.review_id = $1",
    [idOf(review)],
  );
  const expected = new Map<number, boolean[]>();
  for (let turn = 0; turn < 4; turn += 1) {
    const idx = await itemOf(page);
    const { id, num_steps: steps } = lengths.rows.find((row) => row.idx === idx);
    const isSound = turn % 2 === 0;
    const right = isSound ? steps : Math.min(1, steps - 1);
    for (let step = 0; step < right; step += 1) {
      await expect(
        page.getByRole("heading", { name: `Step ${step + 1}: is this the first wrong step?` }),
      ).toBeVisible();
      if (step === steps - 1) await page.keyboard.press("0");
      else {
        // However long it is held.
        await page.keyboard.down("1");
        await page.keyboard.down("1");
        await page.keyboard.up("1");
      }
    }
    if (!isSound) await page.keyboard.press("3");
    await expect(said(page)).toBeVisible();
    expected.set(id, [...new Array<boolean>(right).fill(true), ...(isSound ? [] : [false])]);
    await next(page, idx);
  }
  await expect(page.getByRole("heading", { name: "Nothing is left for you" })).toBeVisible();
  const { rows } = await database.query("SELECT id FROM judging_run WHERE name = 'Dora, First errors'");
  const answer = await fetch(
    `${studio.url}/api/export?format=trl-stepwise&mode=none&judge=${rows[0].id}&scope=${rows[0].id}`,
  );
  const lines = (await answer.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(4);
  expect(lines.map(({ labels }) => labels).sort()).toEqual([...expected.values()].sort());

  await page.goto(review);
  // The button may be there before the page listens.
  await expect(async () => {
    await page.getByRole("button", { name: "Remove" }).click({ timeout: 2_000 });
    await expect(page.getByRole("dialog")).toContainText("What Dora ruled stays in a judging run", { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("button", { name: "Remove review" }).click();
  await expect(page).toHaveURL(`${studio.url}/reviews`);
  await expect(page.getByRole("row", { name: /^First errors/ })).toHaveCount(0);
});

test("a plan that cannot be drawn says why, and a pool in the address is where it starts from", async ({ page }) => {
  await page.goto(`${studio.url}/judging`);
  await page
    .getByRole("group", { name: "Judging runs" })
    .getByRole("link", { name: /^Sample careful judge/ })
    .click();
  await page.getByRole("link", { name: "Review a sample" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Review of Sample careful judge");
  await expect(page.getByTestId("review-preview")).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("Size").fill("1");
  await expect(page.getByRole("region", { name: "What would be drawn" })).toContainText("cannot hold one of each");
  await page.getByRole("radio", { name: /^Judges disagree/ }).click();
  await page.getByLabel("Size").fill("10");
  await page.getByRole("button", { name: "Draw the sample" }).click();
  await expect(page.getByText("Something above needs another look.")).toBeVisible();
  await page.getByRole("combobox", { name: /^Second judging run/ }).click();
  await page.getByRole("option", { name: /Sample lenient judge/ }).click();
  await expect(page.getByText("it says nothing about the rest")).toBeVisible();
});

const idOf = (address: string) => Number(address.split("/").pop());
let places = 0;
/** A review with everything still to do. */
async function freshReview(page: Page) {
  places += 1;
  return new URL(await draw(page, `Place ${places}`, () => page.getByLabel("Size").fill("6"))).pathname;
}

/** A review in which two people differ on its first item. */
async function splitReview(page: Page) {
  const address = await freshReview(page);
  const review = idOf(address);
  const items = await database.query("SELECT idx, step FROM review_item WHERE review_id = $1 ORDER BY idx LIMIT 1", [
    review,
  ]);
  const { idx, step } = items.rows[0];
  for (const [person, rating] of [
    ["Ada", 1],
    ["Bo", -1],
  ] as const) {
    const rulings = [{ step, rating, note: `${person} says so.` }];
    const body = JSON.stringify({ review, idx, person, at: new Date().toISOString(), rulings });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${studio.url}/api/trpc/review.rule`, { method: "POST", headers, body });
    expect(answer.ok).toBe(true);
  }
  return address;
}

test("nothing is wider than a phone", async ({ page }) => {
  const address = await splitReview(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ["/reviews", "/reviews/new", address, `${address}/review?person=Eve`]) {
    await page.goto(`${studio.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    const overflow = await page.locator("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(overflow, path).toBe(0);
  }
});

test("a page that is left frees its items at once, a reload keeps them, and going back reserves them again", async ({
  page,
}) => {
  const address = await freshReview(page);
  const reserved = () =>
    count("SELECT count(*) AS n FROM review_claim WHERE review_id = $1 AND person = 'Hal' AND claimed_until > now()", [
      idOf(address),
    ]);
  const toRule = page.getByRole("button", { name: /^Reasonable/ });
  await page.goto(`${studio.url}${address}/review?person=Hal`);
  await expect(toRule).toBeVisible({ timeout: 30_000 });
  await expect.poll(reserved).toBe(6);
  await page.reload();
  await expect(toRule).toBeVisible({ timeout: 30_000 });
  await expect.poll(reserved).toBe(6);
  await page.goto(`${studio.url}/settings`);
  await expect.poll(reserved).toBe(0);
  await page.goBack();
  await expect(toRule).toBeVisible({ timeout: 30_000 });
  await expect.poll(reserved).toBe(6);
  await page.getByRole("link", { name: "Judging" }).first().click();
  await expect.poll(reserved).toBe(0);
});

test("Home says how much of a review is done and leads on", async ({ page }) => {
  const address = await splitReview(page);
  await page.goto(studio.url);
  const open = page.getByRole("region", { name: "Reviews to go on with" });
  const name = `Place ${places}`;
  await expect(open.getByRole("listitem").filter({ hasText: name })).toContainText("1 of 6 wanted rulings");
  await open.getByRole("link", { name: `Review ${name}` }).click();
  await expect(page).toHaveURL(`${studio.url}${address}/review`);
});

test("what cannot be fetched is said, and tried again", async ({ page }) => {
  const address = await freshReview(page);
  await page.route(/review\.next/, (route) => route.abort());
  await page.goto(`${studio.url}${address}/review?person=Gil`);
  await expect(page.getByRole("heading", { name: "The next items could not be fetched" })).toBeVisible({
    timeout: 30_000,
  });
  await page.unroute(/review\.next/);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: /^Reasonable/ })).toBeVisible();
});

const PLACES: Place[] = [
  { name: "the list of reviews", at: "/reviews" },
  { name: "a new review", at: "/reviews/new" },
  {
    name: "a review with differences",
    at: splitReview,
    open: (page) => expect(page.getByRole("article", { name: /^Item 1/ })).toBeVisible({ timeout: 30_000 }),
  },
  { name: "who reviews", at: async (page) => `${await freshReview(page)}/review` },
  { name: "an item to rule on", at: async (page) => `${await freshReview(page)}/review?person=Fay` },
  {
    name: "an item that was ruled on",
    at: async (page) => `${await freshReview(page)}/review?person=Fay`,
    open: async (page) => {
      await page.keyboard.press("1");
      await expect(page.getByText("How it ended")).toBeVisible();
    },
  },
];
testPlaces(PLACES, () => studio.url);
