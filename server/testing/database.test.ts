import pg from "pg";
import { expect, test } from "vitest";
import { createTestDatabase } from "./database";

test("two test databases share nothing", async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  const first = new pg.Client({ connectionString: one.url });
  const second = new pg.Client({ connectionString: two.url });
  await Promise.all([first.connect(), second.connect()]);
  await first.query("CREATE TABLE only_here (id int)");
  const { rows } = await second.query("SELECT to_regclass('only_here') AS here, to_regclass('trajectory') AS migrated");
  await Promise.all([first.end(), second.end()]);
  await Promise.all([one.drop(), two.drop()]);
  expect(rows).toEqual([{ here: null, migrated: "trajectory" }]);
});
