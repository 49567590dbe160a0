/** Looks at places of a studio in both themes: usable by everybody, quiet, and all by itself. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

export type Place = {
  name: string;
  /** The page's address, or the way to find it */
  at: string | ((page: Page) => Promise<string>);
  /** What is opened there before looking */
  open?: (page: Page) => Promise<unknown>;
  /** The browser itself complains about an answer of 404 */
  isMissing?: boolean;
};

export const button = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name }).first().click();

/** Nothing is still on its way. */
async function settle(page: Page) {
  await expect(page.locator("h1, [role=dialog]").first()).toBeVisible();
  await expect(page.locator("main .skeleton")).toHaveCount(0);
  await page.waitForLoadState("networkidle");
}

async function violations(axe: AxeBuilder): Promise<string[]> {
  const found = (await axe.analyze()).violations;
  const serious = found.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** One test a place; `url` is where the studio is. */
export function testPlaces(places: readonly Place[], url: (baseURL: string | undefined) => string) {
  for (const { name, at, open, isMissing = false } of places)
    test(`${name}: no serious axe violation in either theme, no complaint, no request elsewhere`, async ({
      page,
      baseURL,
    }) => {
      const studio = url(baseURL);
      const address = new URL(typeof at === "string" ? at : await at(page), studio).href;
      const complaints: string[] = [];
      const elsewhere: string[] = [];
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => {
        if (message.type() !== "error" && message.type() !== "warning") return;
        if (!(isMissing && message.text().includes("404"))) complaints.push(message.text());
      });
      page.on("request", (request) => {
        const asked = new URL(request.url());
        if (!["data:", "blob:"].includes(asked.protocol) && asked.origin !== new URL(studio).origin)
          elsewhere.push(request.url());
      });

      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.goto(address);
      await settle(page);
      await open?.(page);
      await settle(page);
      expect.soft(await violations(new AxeBuilder({ page })), "light").toEqual([]);
      // A theme is nothing but colours, which follow the system at once.
      await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
      expect.soft(await violations(new AxeBuilder({ page })), "dark").toEqual([]);
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    });
}
