/** What other sites, other names for this machine and people without the token try, at every kind of address. */
import { readdirSync } from "node:fs";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { join, relative } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { readDoorSettings } from "./config";
import { createGuard } from "./guard";
import { SESSION_COOKIE, SESSION_SECONDS, secretOf } from "./secret";

const compared = vi.hoisted(() => [] as [number, number][]);
vi.mock("node:crypto", async (original) => {
  const crypto = await original<typeof import("node:crypto")>();
  const timingSafeEqual = (a: Buffer, b: Buffer) => {
    compared.push([a.length, b.length]);
    return crypto.timingSafeEqual(a, b);
  };
  return { ...crypto, timingSafeEqual };
});
beforeEach(() => void compared.splice(0));

const TOKEN = "a token of 24 characters";
const ROOT = join(import.meta.dirname, "../..");

/** Every address that a route handler answers, ids and names filled in: a new one is attacked without being listed. */
const API = readdirSync(join(ROOT, "app/api"), { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|[\\/])route\.tsx?$/.test(file))
  .map((file) => `/${relative(ROOT, join(ROOT, "app/api", file))}`)
  .map((file) =>
    file
      .replaceAll("\\", "/")
      .replace(/^\/app/, "")
      .replace(/\/route\.tsx?$/, ""),
  )
  .map((address) => address.replace("[trpc]", "library.funnel").replace(/\[[^\]]+\]/g, "1"));
const ADDRESSES = [
  ...API,
  "/api/trpc/runs.watch",
  "/",
  "/trajectories?page=2",
  "/_next/static/x.js",
  "/icon.svg",
  "/door",
  "/none",
];

type Answer = { status: number; headers: http.IncomingHttpHeaders; text: string };
type Asked = { method?: string; headers?: http.OutgoingHttpHeaders; body?: string };

/** A server that says "in" to whatever passes the door, asked as neither a browser nor fetch would let itself be. */
async function open(env: Record<string, string> = {}) {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const settings = readDoorSettings(env, port);
  if (typeof settings === "string") throw new Error(settings);
  const guard = createGuard(settings, false);
  let passed = 0;
  server.on("request", async (req, res) => {
    if (!(await guard.admit(req, res))) return;
    passed += 1;
    res.end("in");
  });
  server.on("upgrade", (req, socket) => {
    socket.on("error", () => socket.destroy());
    if (guard.admitUpgrade(req, socket)) {
      passed += 1;
      socket.end("HTTP/1.1 101 In\r\n\r\n");
    }
  });
  const ask = (path: string, { method = "GET", headers = {}, body }: Asked = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const request = http.request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      request.on("upgrade", (response, socket) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: "" });
      });
      request.on("error", reject).end(body);
    });
  /** The bytes as they stand; the status line of the answer */
  const sendRaw = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = net.connect(port, "127.0.0.1", () => socket.end(bytes));
      let text = "";
      socket.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      socket.on("end", () => resolve(text.split("\r\n", 1)[0] ?? "")).on("error", reject);
    });
  return { port, ask, sendRaw, passed: () => passed };
}

const UPGRADE = { Connection: "Upgrade", Upgrade: "websocket" };
const STREAM = { Accept: "text/event-stream" };
const ways: [string, Asked][] = [
  ["GET", {}],
  ["HEAD", { method: "HEAD" }],
  ["POST", { method: "POST", body: "x" }],
  ["a form's POST", { method: "POST", body: "x=y", headers: { "Content-Type": "text/plain" } }],
  ["an event stream", { headers: STREAM }],
  ["an upgrade", { headers: UPGRADE }],
  ["OPTIONS", { method: "OPTIONS", headers: { "Access-Control-Request-Method": "POST" } }],
];

test("the addresses are those of the studio", () => {
  expect(API).toEqual(
    expect.arrayContaining(["/api/import", "/api/export", "/api/export/1", "/api/trpc/library.funnel"]),
  );
  expect(API.length).toBeGreaterThanOrEqual(7);
});

describe.each(ways)("%s", (_, way) => {
  test("under a foreign name for this machine is refused at every address", async () => {
    const { port, ask, passed } = await open();
    const names = [
      "evil.example",
      `evil.example:${port}`,
      `127.0.0.1.nip.io:${port}`,
      `localhost.evil.example:${port}`,
    ];
    names.push(
      `localhost:${port}.evil.example`,
      `127.0.0.1:${port + 1}`,
      "localhost",
      `user@localhost:${port}`,
      `0.0.0.0:${port}`,
    );
    for (const path of ADDRESSES)
      for (const Host of names)
        expect((await ask(path, { ...way, headers: { ...way.headers, Host } })).status, path).toBe(421);
    expect(passed()).toBe(0);
  });

  test("for another site is refused at every address, and says nothing that lets its page read", async () => {
    const { port, ask, passed } = await open();
    const sites: http.OutgoingHttpHeaders[] = [
      { Origin: "http://evil.example" },
      { Origin: "null" },
      { Origin: `http://127.0.0.1:${port + 1}` },
      { Origin: `https://127.0.0.1:${port}` },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image" },
      { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors" },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe" },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "websocket" },
    ];
    for (const path of ADDRESSES)
      for (const site of sites) {
        const answer = await ask(path, { ...way, headers: { ...way.headers, ...site } });
        expect(answer.status, `${path} ${JSON.stringify(site)}`).toBe(403);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
        if (way.headers !== UPGRADE) expect(answer.headers["cross-origin-resource-policy"]).toBe("same-origin");
      }
    expect(passed()).toBe(0);
  });

  test("without the token opens no address, under whatever name", async () => {
    const { ask, passed } = await open({ STUDIO_TOKEN: TOKEN });
    for (const path of ADDRESSES)
      for (const Host of ["evil.example", "studio.example"]) {
        const { status, text } = await ask(path, { ...way, headers: { ...way.headers, Host } });
        expect([200, 401, 403], path).toContain(status);
        // The form itself is what is shown at its own address.
        if (status === 200) expect(path).toBe("/door");
        expect(text).not.toBe("in");
      }
    expect(passed()).toBe(0);
  });
});

test("a link from another site opens a page, and nothing under /api", async () => {
  const { ask } = await open();
  const headers = { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document" };
  expect((await ask("/trajectories", { headers })).text).toBe("in");
  for (const path of [...API, "/api/trpc/runs.watch"]) expect((await ask(path, { headers })).status).toBe(403);
});

test("requests that two readers could read differently are refused", async () => {
  const { port, sendRaw, passed } = await open();
  const host = `Host: 127.0.0.1:${port}\r\n`;
  for (const bytes of [
    `GET http://evil.example/ HTTP/1.1\r\n${host}\r\n`,
    `GET //evil.example/ HTTP/1.1\r\n${host}\r\n`,
    `GET /\\evil.example HTTP/1.1\r\n${host}\r\n`,
    "GET / HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
    `GET / HTTP/1.1\r\nHost: evil.example\r\n${host}\r\n`,
    `POST /api/import HTTP/1.1\r\n${host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `GET / HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`,
  ])
    expect(await sendRaw(bytes), JSON.stringify(bytes)).toMatch(/^HTTP\/1\.1 4\d\d/);
  expect(passed()).toBe(0);
});

describe("the token", () => {
  test("in an address opens nothing, is taken out of it, and is neither said nor logged", async () => {
    const { ask, passed } = await open({ STUDIO_TOKEN: TOKEN });
    const logged: unknown[] = [];
    for (const way of ["log", "info", "warn", "error"] as const)
      vi.spyOn(console, way).mockImplementation((...words) => void logged.push(words));
    const query = `token=${encodeURIComponent(TOKEN)}`;
    const answers = await Promise.all(
      ["/", "/trajectories", "/door"].map((path) => ask(`${path}?page=2&${query}`)).concat(ask(`/api/export?${query}`)),
    );
    vi.restoreAllMocks();
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 400]);
    expect(answers.map(({ headers }) => headers.location)).toEqual([
      "/?page=2",
      "/trajectories?page=2",
      "/",
      undefined,
    ]);
    expect(JSON.stringify(answers)).not.toMatch(/24(%20|\+| )characters/);
    expect(answers.map(({ headers }) => headers["referrer-policy"])).toEqual(Array(4).fill("same-origin"));
    expect([passed(), logged]).toEqual([0, []]);
    const form = await ask("/door", {
      method: "POST",
      body: new URLSearchParams({ token: TOKEN, next: `/?q=1&${query}` }).toString(),
    });
    expect([form.status, form.headers.location]).toEqual([303, "/?q=1"]);
  });

  test("that was changed: neither the old one nor a cookie that stood for it opens the studio", async () => {
    const before = await open({ STUDIO_TOKEN: TOKEN });
    const signedIn = await before.ask("/door", {
      method: "POST",
      body: new URLSearchParams({ token: TOKEN }).toString(),
    });
    const Cookie = signedIn.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
    expect((await before.ask("/", { headers: { Cookie } })).text).toBe("in");

    const { ask, passed } = await open({ STUDIO_TOKEN: `${TOKEN}, another` });
    expect((await ask("/api/export", { headers: { Cookie } })).status).toBe(401);
    expect((await ask("/api/trpc/runs.watch", { headers: { Cookie, ...STREAM } })).status).toBe(401);
    expect((await ask("/api/export", { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(401);
    expect((await ask("/", { headers: { Cookie } })).text).toContain("<form");
    expect(passed()).toBe(0);
  });

  test("is compared in the same time whatever is guessed, and so is a cookie", () => {
    const secret = secretOf(TOKEN);
    const [issued = "", signature = ""] = secret.newSession().split(".");
    for (const guess of ["", "a", TOKEN.slice(0, -1), `${TOKEN}x`, "x".repeat(100_000)])
      expect(secret.isToken(guess)).toBe(false);
    for (const guess of ["", "x", signature.slice(1)]) expect(secret.isSession(`${issued}.${guess}`)).toBe(false);
    expect(secret.isToken(TOKEN)).toBe(true);
    // Digests of one length: where they differ, and how long the guess was, shows in no comparison.
    expect(compared).toEqual(Array(9).fill([32, 32]));
  });

  test("cookies that were made up or altered open nothing", () => {
    const secret = secretOf(TOKEN);
    const now = Date.UTC(2026, 0, 1);
    const [issued = "", signature = ""] = secret.newSession(now).split(".");
    const later = (Number.parseInt(issued, 36) + SESSION_SECONDS).toString(36);
    for (const value of [
      `${later}.${signature}`,
      `${issued}.${signature}x`,
      `-${issued}.${signature}`,
      `NaN.${signature}`,
      `.${issued}.${signature}`,
      TOKEN,
    ])
      expect(secret.isSession(value, now)).toBe(false);
  });

  test("guesses are counted by connection, whatever they claim about where they come from", async () => {
    const { ask } = await open({ STUDIO_TOKEN: TOKEN });
    const guess = (index: number) => ({
      Authorization: `Bearer guess ${index}`,
      "X-Forwarded-For": `10.0.0.${index}`,
      Forwarded: `for=10.0.0.${index}`,
    });
    for (let index = 0; index < 10; index++)
      expect((await ask("/api/export", { headers: guess(index) })).status).toBe(401);
    const late = await ask("/api/export", { headers: guess(11) });
    expect([late.status, late.headers["retry-after"]]).toEqual([429, "60"]);
    // Who is signed in works on.
    const Cookie = `${SESSION_COOKIE}=${secretOf(TOKEN).newSession()}`;
    expect((await ask("/", { headers: { Cookie } })).text).toBe("in");
  });
});
