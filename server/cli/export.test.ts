import { spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ExperimentPlan } from "@/domain/experiment";
import { Filter } from "@/domain/filtering/filter";
import { Pool } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { importPool, judgedStep, KNOWN_POOL, linesOf, parquetRows } from "@/server/services/export/formats/testing";
import { resolveRun } from "@/server/services/runs";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { exportCommand } from "./export";

let database: TestDatabase;
let db: Db;
let folder = "";
beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url);
  folder = await mkdtemp(path.join(tmpdir(), "swirl-export-"));
  await importPool(db, "known", KNOWN_POOL);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await db.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const at = (name: string) => path.join(folder, name);
const options = (format: string, out: string) => {
  const pool = ["--mode", "none", "--judging-run", "known-judge", "--rollout-run", "known-run"];
  return [...pool, "--format", format, "--out", at(out)];
};

test("the file is Parquet where it is asked for, or where its name says so", async () => {
  await exportCommand(options("trl-prompt-only", "a.parquet"), db);
  await exportCommand([...options("trl-prompt-only", "b.data"), "--parquet"], db);
  await exportCommand([...options("trl-prompt-only", "c.jsonl"), "--jsonl"], db);
  const [a, b, c] = await Promise.all(["a.parquet", "b.data", "c.jsonl"].map((name) => readFile(at(name))));
  expect(a?.equals(b ?? Buffer.alloc(0))).toBe(true);
  expect(await parquetRows(a ?? Buffer.alloc(0))).toHaveLength(linesOf(c ?? Buffer.alloc(0)).length);
});

test("what it says is of the export that was written, though the prepared one was given up", async () => {
  await db.pool.query(`CREATE FUNCTION give_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM export WHERE message = 'given up') THEN
      NEW.status = 'failed'; NEW.message = 'given up';
    END IF;
    RETURN NEW; END $$`);
  await db.pool.query("CREATE TRIGGER give_up BEFORE INSERT ON export FOR EACH ROW EXECUTE FUNCTION give_up()");
  const said: string[] = [];
  const output = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  try {
    await exportCommand([...options("trl-prompt-only", "again.jsonl"), "--json"], db);
  } finally {
    output.mockRestore();
    await db.pool.query("DROP FUNCTION give_up CASCADE");
  }
  const content = await readFile(at("again.jsonl"));
  expect(JSON.parse(said.join(""))).toMatchObject({
    rows: linesOf(content).length,
    bytes: content.length,
    sha256: createHash("sha256").update(content).digest("hex"),
  });
});

test("a training set goes into a folder with its card; what says the same twice is refused", async () => {
  const judge = await resolveRun(db.pool, "judging run", "known-judge");
  const run = await resolveRun(db.pool, "rollout run", "known-run");
  const api = createCallerFactory(appRouter)({ db });
  const pool = Pool.parse({ runs: [run.id] });
  const filter = Filter.parse({ mode: "none", process: { judges: [judge.id] } });
  const plan = ExperimentPlan.parse({ name: "For the command", pool, arms: [{ name: "All", filter }] });
  const { id: experimentId } = await api.experiment.save(plan);
  const { fingerprint } = await api.experiment.evaluate(plan);
  const asked = { key: randomUUID(), experimentId, arm: "All", fingerprint, name: "Command" };
  const { id } = await api.trainingSet.freeze(asked);
  await freezeWaiting(db, "0.1.0", new AbortController().signal);
  const out = `${at("set")}/`;
  await exportCommand(["--training-set", String(id), "--format", "trl-prompt-only", "--out", out, "--parquet"], db);
  expect((await readdir(out)).sort()).toEqual(["README.md", "train.parquet"]);
  expect(await readFile(path.join(out, "README.md"), "utf8")).toContain('path: "train.parquet"');
  await mkdir(path.join(at("taken"), "README.md"), { recursive: true });
  const taken = ["--training-set", String(id), "--format", "trl-prompt-only", "--out", at("taken")];
  await expect(exportCommand(taken, db)).rejects.toThrow(/README.md is a directory/);
  expect(await readdir(at("taken"))).toEqual(["README.md"]);
  await exportCommand(["--training-set", String(id), "--format", "sub-trajectories", "--out", at("set.jsonl")], db);
  const sum = createHash("sha256")
    .update(await readFile(at("set.jsonl")))
    .digest("hex");
  expect((await api.trainingSet.get({ id })).sha256).toBe(sum);

  await writeFile(at("filter.json"), JSON.stringify(filter));
  await exportCommand(["--filter", at("filter.json"), "--rollout-run", "known-run", "--out", at("filtered.jsonl")], db);
  expect(await readFile(at("filtered.jsonl"), "utf8")).toBe(await readFile(at("set.jsonl"), "utf8"));
  await writeFile(at("wrong.json"), JSON.stringify({ ...filter, caps: { most: 3 } }));
  const refused = (args: string[]) => exportCommand([...args, "--out", at("refused.jsonl")], db);
  await expect(refused(["--filter", at("wrong.json")])).rejects.toThrow(/a filter has no caps.most/);
  await expect(refused(["--filter", at("set.jsonl")])).rejects.toThrow(/is not JSON/);
  await expect(refused(["--training-set", "x"])).rejects.toThrow(/give the id/);
  await expect(refused(["--training-set", String(id), "--mode", "none"])).rejects.toThrow(/leave out --mode/);
  await expect(refused(["--training-set", "999999"])).rejects.toThrow(/no training set 999999/);
  expect(await readdir(folder)).not.toContain("refused.jsonl");
});

test("what was called studio first is swirl", async () => {
  await exportCommand(options("studio", "studio.jsonl"), db);
  await exportCommand(options("swirl", "swirl.jsonl"), db);
  expect(await readFile(at("studio.jsonl"), "utf8")).toBe(await readFile(at("swirl.jsonl"), "utf8"));
});

test.each([
  [[...options("sub-trajectories", "x.parquet")], "export trl-prompt-completion"],
  [[...options("verl", "x.parquet"), "--gzip"], "leave out gzip"],
  [[...options("verl", "x.parquet"), "--jsonl", "--parquet"], "choose one"],
  [[...options("parquet", "x.parquet")], "it is one of sub-trajectories, trl-prompt-only"],
  [[...options("trl-preference", "x.parquet"), "--mode", "process"], "keeps no unreasonable step"],
])("%j is refused in a sentence, and nothing is written", async (args, sentence) => {
  await expect(exportCommand(args, db)).rejects.toThrow(sentence);
  expect((await readdir(folder)).filter((name) => name.includes("x.parquet"))).toEqual([]);
});

test.each(["jsonl", "parquet"])("killed half-way it leaves no %s file; a second attempt is whole", async (kind) => {
  await importPool(
    db,
    `large-${kind}`,
    Array.from({ length: 60 }, () => judgedStep("word ".repeat(200_000))),
  );
  const out = `large.${kind}`;
  const args = options("trl-prompt-completion", out).map((arg) => arg.replace(/^known/, `large-${kind}`));
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli.ts", "export", ...args], {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: "ignore",
  });
  const ended = once(child, "close");
  await vi.waitUntil(async () => (await readdir(folder)).some((name) => name.startsWith(`.${out}`)), {
    timeout: 50_000,
    interval: 2,
  });
  child.kill("SIGKILL");
  expect((await ended)[1]).toBe("SIGKILL");
  expect(await readdir(folder)).not.toContain(out);

  const sums: string[] = [];
  for (const _ of ["second", "third"]) {
    await exportCommand(args, db);
    sums.push(
      createHash("sha256")
        .update(await readFile(at(out)))
        .digest("hex"),
    );
  }
  expect(sums[1]).toBe(sums[0]);
  const { rows } = await db.pool.query("SELECT status, rows, sha256 FROM export ORDER BY id DESC LIMIT 2");
  expect(rows.map(({ status, sha256 }) => `${status} ${sha256}`)).toEqual(sums.map((sum) => `done ${sum}`));
  expect(rows[0].rows).toBe(60);
});
