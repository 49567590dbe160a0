import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { DATA_FILE, writeTrainingData } from "./data-files";

const { own, run: load, one } = useImports();

test("data that cannot be written says why, and leaves no export open", async () => {
  await load(smallPool("pool", { samples: 3 }));
  const folder = await mkdtemp(path.join(tmpdir(), "swirl-data-"));
  await mkdir(path.join(folder, `${DATA_FILE}.part`, "in the way"), { recursive: true });
  const { id: judge } = await one("SELECT id FROM judging_run");
  const writing = writeTrainingData(
    own.db,
    { pool: { ...EMPTY_POOL, judge }, mode: "none", trainingSet: null },
    folder,
  );
  await expect(writing).rejects.toMatchObject({ code: "precondition", message: expect.stringContaining("EISDIR") });
  expect(await one("SELECT status FROM export ORDER BY id DESC LIMIT 1")).toEqual({ status: "failed" });
  await rm(folder, { recursive: true });
});
