/** A whole lab for tests, with a real model, judge and Ray: made once a test file, on that file's database. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { bringUpLab } from "@/scripts/lab/bring-up.mjs";
import type { Db } from "@/server/db";
import { LabPlace } from "@/server/lab/place";
import { type Lab, registerLab } from "@/server/lab/register";
import { freePorts } from "./free-ports";
import { keepBase, takeBase } from "./lab-base";
import { testPython } from "./python";

const root = path.resolve(import.meta.dirname, "../..");

export type TestLab = Lab & { stop: () => Promise<void> };

/**
 * Takes a minute or two the first time: it pre-trains a model. Needs `testPython`, and a migrated database with its
 * queue, which may still be on its way.
 */
export async function startLab(
  db: Db | Promise<Db>,
  { errorRate = 0.03, log = (_: string) => {} } = {},
): Promise<TestLab> {
  if (testPython === null) throw new Error("There is no Python with the trainer's packages here.");
  const [ray = 0, models = 0, teacher = 0, client = 0] = await freePorts(4);
  const storage = mkdtempSync(path.join(os.tmpdir(), "swirl-lab-test-"));
  const remove = () => rmSync(storage, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  try {
    takeBase(storage);
    const { place, stop } = await bringUpLab(
      { root, python: testPython, storage, log },
      { size: "tiny", seed: 1, errorRate, isShuffled: false, ports: { ray, models, teacher, client } },
    );
    try {
      keepBase(storage);
      return { ...(await registerLab(await db, LabPlace.parse(place))), stop: () => stop().then(remove) };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    remove();
    throw error;
  }
}
