import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "@/server/db";
import { outputOf } from "@/server/testing/command-output";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { COMMANDS, USAGE } from "./commands";
import { UsageError } from "./exit-status";

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

const names = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];

test.each(names)("%s says what it takes, and refuses what it does not know", async (name) => {
  const { exit, out } = await outputOf(async () => COMMANDS[name](["--help"], db));
  expect(exit).toBe(0);
  expect(out).toContain(`Usage: swirl ${name}`);
  expect(out).toContain("--json");
  expect(USAGE).toContain(`swirl ${name} `);
  const refused = (async () => COMMANDS[name](["--nope"], db))();
  await expect(refused).rejects.toThrow(/Unknown option '--nope'\.\n/);
  await expect(refused).rejects.toBeInstanceOf(UsageError);
});

test("the shell hears 2 and a sentence, never a stack trace", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli.ts", "import", "--nope"], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error, [exit]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  expect([exit, out]).toEqual([2, ""]);
  expect(error).toContain("swirl import: Unknown option '--nope'.");
  expect(error).not.toMatch(/\n\s+at /);
});
