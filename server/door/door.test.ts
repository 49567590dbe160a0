import http from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { readDoorSettings } from "./config";
import { createGuard } from "./guard";
import { SESSION_SECONDS, secretOf } from "./secret";

const TOKEN = "a token of 24 characters";

/** A server that answers "in" to whatever passes the door. */
async function open(env: Record<string, string>) {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const settings = readDoorSettings(env, port);
  if (typeof settings === "string") throw new Error(settings);
  const guard = createGuard(settings, false);
  const seen: http.IncomingHttpHeaders[] = [];
  server.on("request", async (req, res) => {
    if (!(await guard.admit(req, res))) return;
    seen.push(req.headers);
    res.end("in");
  });
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", ...init });
  const signIn = (token: string, next = "/trajectories?page=2") =>
    send("/door", { method: "POST", body: new URLSearchParams({ token, next }) });
  return { send, signIn, seen };
}

test("every page gets a policy with its own nonce, also on the request, where Next looks for it", async () => {
  const { send, seen } = await open({});
  const answers = [await send("/"), await send("/", { headers: { "x-nonce": "chosen-by-the-client" } })];
  expect(await answers[0]?.text()).toBe("in");
  const nonces = seen.map((headers) => headers["x-nonce"]);
  expect(new Set([...nonces, "chosen-by-the-client"]).size).toBe(3);
  expect(answers.map((answer) => answer.headers.get("content-security-policy"))).toEqual(
    seen.map((headers) => headers["content-security-policy"]),
  );
});

test("the form takes the token, and its cookie opens the door", async () => {
  const { send, signIn } = await open({ STUDIO_TOKEN: TOKEN });
  const first = await send("/trajectories?page=2&q=%22%3E%3Cscript");
  expect(first.status).toBe(401);
  const html = await first.text();
  expect(html).toContain('<form method="post" action="/door">');
  expect(html).toContain('value="/trajectories?page=2&amp;q=%22%3E%3Cscript"');

  const accepted = await signIn(TOKEN);
  expect([accepted.status, accepted.headers.get("location")]).toEqual([303, "/trajectories?page=2"]);
  const cookie = accepted.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
  expect(cookie).not.toContain(TOKEN);
  const headers = { Cookie: `other=1; ${cookie.split(";")[0]}` };
  expect(await (await send("/", { headers })).text()).toBe("in");
  expect((await signIn(TOKEN, "//evil.example")).headers.get("location")).toBe("/");
});

test("scripts send a bearer token", async () => {
  const { send } = await open({ STUDIO_TOKEN: TOKEN });
  const post = (token: string) =>
    send("/api/import", { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: "x" });
  expect((await post(TOKEN)).status).toBe(200);
  const refused = await post("wrong");
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
});

test("guessing is slowed down", async () => {
  const { send, signIn } = await open({ STUDIO_TOKEN: TOKEN });
  for (let guess = 0; guess < 10; guess++) expect((await signIn(`guess ${guess}`)).status).toBe(403);
  expect((await signIn(TOKEN)).status).toBe(429);
  expect((await send("/api/x", { headers: { Authorization: `Bearer ${TOKEN}` } })).status).toBe(429);
});

test("an endless form is cut off", async () => {
  const { send } = await open({ STUDIO_TOKEN: TOKEN });
  const answer = await send("/door", { method: "POST", body: "x".repeat(100_000) }).catch(() => null);
  expect(answer?.status ?? 413).toBe(413);
});

test("a session ends after its time and is bound to the token", () => {
  const secret = secretOf(TOKEN);
  const now = Date.UTC(2026, 0, 1);
  const session = secret.newSession(now);
  expect(secret.isSession(session, now + (SESSION_SECONDS - 60) * 1000)).toBe(true);
  expect(secret.isSession(session, now + (SESSION_SECONDS + 60) * 1000)).toBe(false);
  expect(secretOf(`${TOKEN}!`).isSession(session, now)).toBe(false);
  const [, signature] = session.split(".");
  for (const forged of ["", ".", `.${signature}`, `zzzzzz.${signature}`, session.slice(0, -1)]) {
    expect(secret.isSession(forged, now)).toBe(false);
  }
});

test.each([
  [{ HOST: "0.0.0.0" }, /set STUDIO_TOKEN/],
  [{ HOST: "192.168.1.4", STUDIO_TOKEN: " " }, /set STUDIO_TOKEN/],
  [{ STUDIO_TOKEN: "short" }, /too short/],
  [{ STUDIO_HOSTS: "localhost:8080,studio.example" }, /STUDIO_HOSTS=studio.example/],
])("the door is not left open by %o", (env, sentence) => {
  expect(readDoorSettings(env, 3000)).toMatch(sentence);
});

test.each([{}, { HOST: "::1" }, { HOST: "0.0.0.0", STUDIO_TOKEN: TOKEN }, { STUDIO_HOSTS: "localhost:8080" }])(
  "the studio starts with %o",
  (env) => expect(readDoorSettings(env, 3000)).toMatchObject({ config: { port: 3000 } }),
);
