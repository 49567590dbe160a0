/** Every format loaded by the readers it is for: `datasets`, TRL, and Parquet with verl's and OpenRLHF's columns. */
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ExperimentPlan } from "@/domain/experiment";
import { Filter } from "@/domain/filtering/filter";
import type { Pool } from "@/domain/pool";
import { connect, type Db } from "@/server/db";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { readCard } from "@/server/services/training-set/card";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { testPython } from "@/server/testing/python";
import { ExportFormatName } from "../request";
import { EXPORT_FORMATS } from "./registry";
import { arbitrarySharing, exportOf, importPool, judgedStep, KNOWN_POOL } from "./testing";

const run = promisify(execFile);
const SCRIPT = path.join(import.meta.dirname, "read_exports.py");

/** Tools whose schemas have no common type. */
const withTools = (fallback: unknown) => ({
  ...judgedStep("With tools"),
  tools: [{ type: "function", function: { name: "search", parameters: { properties: { q: { default: fallback } } } } }],
});

describe.skipIf(testPython === null)("real readers", { timeout: 240_000 }, () => {
  let database: TestDatabase;
  let db: Db;
  let folder = "";
  beforeAll(async () => {
    database = await createTestDatabase();
    db = connect(database.url);
    folder = await mkdtemp(path.join(tmpdir(), "swirl-readers-"));
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  /** As the command does: the data with the card, whose head tells the reader what to load. */
  async function writeTrainingSet(pool: Pool, into: string) {
    const api = createCallerFactory(appRouter)({ db });
    const filter = Filter.parse({ mode: "none", contexts: "once", process: { judges: [pool.judge] } });
    const plan = ExperimentPlan.parse({ name: "Readers", pool, arms: [{ name: "All", filter }] });
    const { id: experimentId } = await api.experiment.save(plan);
    const { fingerprint } = await api.experiment.evaluate(plan);
    const { id } = await api.trainingSet.freeze({
      ...{ key: randomUUID(), experimentId, arm: "All", fingerprint, name: "Readers" },
    });
    await freezeWaiting(db, "0.1.0", new AbortController().signal);
    const { content, state } = await exportOf(db, { format: "trl-prompt-completion", trainingSet: id });
    await mkdir(into);
    await writeFile(path.join(into, "train.jsonl"), content);
    const file = {
      path: "train.jsonl",
      format: "trl-prompt-completion",
      rows: state.rows,
      unit: ["row", "rows"],
    } as const;
    await writeFile(path.join(into, "README.md"), await readCard(db, id, file));
    const { columns } = EXPORT_FORMATS["trl-prompt-completion"];
    return { rows: state.expectedRows, columns: columns.map(({ name }) => name) };
  }

  test("load every format with the columns and rows that were promised", async () => {
    const random = fc.sample(arbitrarySharing, { numRuns: 4, seed: 1 }).flat();
    const pool = await importPool(db, "readers", [...KNOWN_POOL, withTools(1), withTools("one"), ...random]);
    const promised: Record<string, Record<string, { rows: number | null; columns: string[] | null }>> = {};
    for (const format of ExportFormatName.options) {
      const { columns, linesOnly } = EXPORT_FORMATS[format];
      const kinds = linesOnly ? ["jsonl", "jsonl.gz"] : ["jsonl", "jsonl.gz", "parquet"];
      for (const kind of kinds) {
        const file = kind === "parquet" ? ("parquet" as const) : ("jsonl" as const);
        const request = { format, pool, mode: "none", file, gzip: kind === "jsonl.gz" } as const;
        const { content, state } = await exportOf(db, request);
        await mkdir(path.join(folder, `${format}-${kind}`));
        await writeFile(path.join(folder, `${format}-${kind}`, state.fileName), content);
        // A line of the studio's own format is the record itself.
        const names = format === "swirl" && file === "jsonl" ? null : columns.map(({ name }) => name);
        promised[format] = { ...promised[format], [kind]: { rows: state.expectedRows, columns: names } };
      }
    }
    promised.set = { jsonl: await writeTrainingSet(pool, path.join(folder, "set-jsonl")) };
    await writeFile(path.join(folder, "promised.json"), JSON.stringify(promised));
    const offline = {
      HF_HUB_OFFLINE: "1",
      HF_DATASETS_OFFLINE: "1",
      TOKENIZERS_PARALLELISM: "false",
      OMP_NUM_THREADS: "1",
    };
    const { stdout } = await run(testPython ?? "", [SCRIPT, folder], { env: { ...process.env, ...offline } });
    const read: Record<string, number> = JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
    for (const [format, kinds] of Object.entries(promised))
      for (const [kind, { rows }] of Object.entries(kinds)) expect(read[`${format} ${kind}`]).toBe(rows);
  });
});
