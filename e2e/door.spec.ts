import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { openTestStudio } from "../scripts/testing/e2e-studio.mjs";

const TOKEN = "a token that nobody guesses";

/** A page somewhere else, served to the browser from another port. */
async function serveForeignPage(html: string) {
  const server = http.createServer((_, response) => response.setHeader("Content-Type", "text/html").end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, close: () => server.close() };
}

/** Asks as a script would, under any host name. */
function statusFor(url: string, headers: http.OutgoingHttpHeaders, method = "GET"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => resolve(response.resume().statusCode));
    request.on("error", reject).end();
  });
}

test("pages come alive under the policy without breaking it", async ({ page }) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  for (const path of ["/", "/trajectories", "/no-such-page"]) {
    const response = await page.goto(path);
    expect(response?.headers()["content-security-policy"]).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    // React marks the elements that it has taken over, which it can do only if its scripts were let in.
    await page.waitForFunction(() =>
      Array.from(document.querySelectorAll("a, button")).some((element) =>
        Object.keys(element).some((key) => key.startsWith("__reactProps")),
      ),
    );
  }
  expect(complaints).toEqual([]);
});

test("a foreign name for this machine is refused everywhere", async ({ baseURL }) => {
  for (const path of ["/", "/api/import", "/api/trpc/x", "/_next/static/x.js", "/icon.svg"]) {
    expect(await statusFor(`${baseURL}${path}`, { Host: "evil.example" })).toBe(421);
  }
  const upgrade = { Host: "evil.example", Connection: "Upgrade", Upgrade: "websocket" };
  expect(await statusFor(`${baseURL}/`, upgrade)).toBe(421);
  expect(await statusFor(`${baseURL}/`, { Origin: "http://evil.example" }, "POST")).toBe(403);
});

test("another site's page can neither read nor start anything", async ({ page, baseURL }) => {
  const foreign = await serveForeignPage(`<title>Elsewhere</title><link rel="icon" href="data:,">
    <form method="post" enctype="text/plain" action="${baseURL}/api/import"><input name="x" value="y"></form>`);
  await page.goto(foreign.url);
  // The page is not even shown the refusals; the browser's own record is.
  const network = await page.context().newCDPSession(page);
  const statuses: number[] = [];
  network.on("Network.responseReceivedExtraInfo", ({ statusCode }) => statuses.push(statusCode));
  await network.send("Network.enable");
  const results = await page.evaluate(async (studio) => {
    const attempt = (path: string, init: RequestInit) =>
      fetch(studio + path, init).then(
        () => "sent",
        () => "failed",
      );
    return [
      await attempt("/api/import", { method: "POST", mode: "no-cors", body: "x" }),
      await attempt("/api/trpc/x", { mode: "cors" }),
      await attempt("/", { mode: "no-cors" }),
    ];
  }, baseURL);
  expect(results).toEqual(["failed", "failed", "failed"]);
  await expect.poll(() => statuses).toEqual([403, 403, 403]);
  const posted = page.waitForResponse((response) => response.request().isNavigationRequest());
  await page.evaluate(() => document.forms[0]?.submit());
  expect((await posted).status()).toBe(403);
  foreign.close();
});

test("a shared studio asks for its token once", async ({ page, request }) => {
  const studio = await openTestStudio({
    env: { STUDIO_TOKEN: TOKEN },
    databaseUrl: process.env.SWIRL_E2E_DATABASE_URL,
  });
  try {
    await page.goto(`${studio.url}/?from=door`);
    await page.getByLabel("Token").fill("not the token at all");
    await page.getByRole("button", { name: "Open the studio" }).click();
    await expect(page.getByRole("alert")).toHaveText("That is not the token of this studio.");
    await page.getByLabel("Token").fill(TOKEN);
    await page.getByRole("button", { name: "Open the studio" }).click();
    await expect(page).toHaveURL(`${studio.url}/?from=door`);
    await expect(page.getByLabel("Token")).toHaveCount(0);

    const foreign = await serveForeignPage(`<a href="${studio.url}/">studio</a>`);
    await page.goto(foreign.url);
    await page.getByRole("link", { name: "studio" }).click();
    await expect(page).toHaveURL(`${studio.url}/`);
    await expect(page.getByLabel("Token")).toHaveCount(0);
    await expect(page.getByText("Opening the studio")).toHaveCount(0);
    foreign.close();

    expect((await request.get(`${studio.url}/icon.svg`, { headers: { "Sec-Fetch-Dest": "image" } })).status()).toBe(
      401,
    );
    const bearer = { Authorization: `Bearer ${TOKEN}` };
    expect((await request.get(`${studio.url}/`, { headers: bearer })).status()).toBe(200);
  } finally {
    await studio.close();
  }
});
