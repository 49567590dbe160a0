import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { findPlace, stateOf } from "./postgres/place.mjs";
import { findRunning, stop } from "./postgres/server.mjs";
import { openDatabase } from "./postgres.mjs";
import { identify } from "./processes.mjs";
import { type Checkout, makeCheckout } from "./testing/checkout";

let checkout: Checkout;
const made: Checkout[] = [];

// Creating a database takes most of a second: the tests that leave it well share one.
const ordinary = makeCheckout();

beforeEach(() => {
  checkout = ordinary;
});

afterEach(() => stop(findPlace(checkout.root).data));

afterAll(() => {
  for (const { root, remove } of [ordinary, ...made]) {
    const home = path.dirname(findPlace(root).data);
    if (home !== stateOf(root)) fs.rmSync(home, { recursive: true, force: true });
    remove();
  }
});

function useAnother(isPrivate: boolean) {
  checkout = makeCheckout(isPrivate);
  made.push(checkout);
}

function open() {
  return openDatabase({ root: checkout.root, given: "" });
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const running = () => findRunning(findPlace(checkout.root).data);

test("several users share one server, and the last to leave stops it", async () => {
  const [first, second] = await Promise.all([open(), open()]);
  expect(first.url).toBe(second.url);
  const server = running();
  expect(await checkout.run(`const d = await open(); console.log(d.url); await d.close();`)).toBe(first.url);
  await first.close();
  expect(running()).toEqual(server);
  await second.close();
  expect(running()).toBeNull();
});

test("a user that was killed counts for nothing, and its server is used again", async () => {
  const url = await checkout.run(`const d = await open(); console.log(d.url); process.exit();`);
  const left = running();
  expect(left?.pid).toBeGreaterThan(0);
  const database = await open();
  expect([database.url, running()?.pid]).toEqual([url, left?.pid]);
  await database.close();
  expect(running()).toBeNull();
});

test("data survives a kill -9 of the server, and revive() brings it back at once", async () => {
  const database = await open();
  await query(database.url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)");
  process.kill(running()?.pid ?? 0, "SIGKILL");
  await expect.poll(running).toBeNull();
  expect(await database.revive()).toBe(database.url);
  expect(await query(database.url, "SELECT id FROM kept")).toEqual([{ id: 7 }]);
  expect(await database.revive()).toBeNull();
  await database.close();
});

test("a stale postmaster.pid that names a stranger is not believed", async () => {
  await (await open()).close();
  const { data } = findPlace(checkout.root);
  fs.writeFileSync(path.join(data, "postmaster.pid"), `${process.pid}\n${data}\n1\n5432\n\n127.0.0.1\n\nready\n`);
  const database = await open();
  expect(running()?.pid).not.toBe(process.pid);
  expect(identify(process.pid)).not.toBeNull();
  await database.close();
});

test("another program on the remembered port makes it choose another", async () => {
  const before = await open();
  await before.close();
  const squatter = net.createServer().listen(Number(new URL(before.url).port), "127.0.0.1");
  onTestFinished(() => void squatter.close());
  const after = await open();
  expect(new URL(after.url).port).not.toBe(new URL(before.url).port);
  expect(await query(after.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await after.close();
});

test("an interrupted creation is begun anew", async () => {
  useAnother(false);
  fs.mkdirSync(path.join(stateOf(checkout.root), "new-1"), { recursive: true });
  fs.writeFileSync(path.join(stateOf(checkout.root), "new-1", "PG_VERSION"), "18\n");
  const database = await open();
  expect(fs.existsSync(path.join(stateOf(checkout.root), "new-1"))).toBe(false);
  await database.close();
});

test("the password is for its owner's eyes only", async () => {
  const database = await open();
  expect(fs.statSync(path.join(stateOf(checkout.root), "password")).mode & 0o777).toBe(0o600);
  const wrong = new URL(database.url);
  wrong.password = "wrong";
  await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password/);
  await database.close();
});

test.runIf(process.getuid?.() === 0)("works as root in a folder that only root may enter", async () => {
  useAnother(true);
  const database = await open();
  await query(database.url, "CREATE TABLE kept (id int)");
  await database.close();
  const again = await open();
  expect(await query(again.url, "SELECT count(*) FROM kept")).toEqual([{ count: "0" }]);
  await again.close();
  const { home } = JSON.parse(fs.readFileSync(path.join(stateOf(checkout.root), "location.json"), "utf8"));
  expect(findPlace(checkout.root).data).toBe(path.join(home, "data"));
  expect(home.startsWith(checkout.root)).toBe(false);
});

test("a given server is used; one that cannot be used is a sentence without the password", async () => {
  const host = await open();
  const fresh = new URL(host.url);
  fresh.pathname = "/made_by_us";
  const given = await openDatabase({ root: checkout.root, given: fresh.href });
  expect(await query(given.url, "SELECT current_database()")).toEqual([{ current_database: "made_by_us" }]);
  await given.close();

  const refused = new URL(fresh);
  refused.password = "sesame";
  await expect(openDatabase({ root: checkout.root, given: refused.href })).rejects.toThrow(
    `The database "made_by_us" at 127.0.0.1:${fresh.port} cannot be reached: wrong user or password.`,
  );
  const nobody = openDatabase({ root: checkout.root, given: "postgres://u:sesame@127.0.0.1:1/db" });
  await expect(nobody).rejects.toThrow('The database "db" at 127.0.0.1:1 cannot be reached: nothing listens there.');
  await expect(openDatabase({ root: checkout.root, given: "mysql://x" })).rejects.toThrow(/^DATABASE_URL is not/);
  await host.close();
});
