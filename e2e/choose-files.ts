import { expect, type Page } from "@playwright/test";

/** Chooses files as a person does. A click before the page listens opens no chooser, and is made again. */
export async function chooseFiles(page: Page, files: Parameters<ReturnType<Page["locator"]>["setInputFiles"]>[0]) {
  await expect(async () => {
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser", { timeout: 2_000 }),
      page.getByRole("button", { name: "Choose files" }).click(),
    ]);
    await chooser.setFiles(files);
  }).toPass({ timeout: 30_000 });
}
