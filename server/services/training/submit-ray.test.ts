/** A launch on a real Ray: the trainer reads the package as it was made, and says what is wrong with the model. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TrainingEvent } from "@/domain/training/events";
import { openTrainingEngine } from "@/server/adapters/training/open";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { testPython } from "@/server/testing/python";
import { startRay, type TestRay } from "@/server/testing/ray";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { submitAttempt } from "./submit";
import { addChoice, planOf } from "./testing";
import { readTrainerFiles } from "./trainer-files";

describe.skipIf(testPython === null)("a real Ray", { timeout: 240_000 }, () => {
  const { own, run: load, one } = useImports();
  const api = () => createCallerFactory(appRouter)({ db: own.db }).launch;
  let ray: TestRay;
  beforeAll(async () => {
    await load(smallPool("pool", { samples: 3 }));
    ray = await startRay();
  }, 300_000);
  afterAll(() => ray?.stop());

  test.each([
    ["in the job's package", false],
    ["through a shared folder", true],
  ])("data %s", async (_, isShared) => {
    const judge = (await one("SELECT id FROM judging_run")).id;
    const choice = await addChoice(own.db, { judge, path: "/nowhere/model" });
    const settings = {
      ...JSON.parse((await one("SELECT settings FROM training_engine WHERE id = $1", [choice.engineId])).settings),
      address: ray.address,
      storage: ray.storage,
      sharedFolder: isShared ? ray.storage : null,
      python: testPython,
    };
    await own.db.prisma.trainingEngine.update({ where: { id: choice.engineId }, data: { settings } });
    const { config } = await api().defaults({ choice });
    const plan = planOf(choice, config);
    const { id } = await api().start(plan);
    const submit = () =>
      submitAttempt(own.db, id, { open: openTrainingEngine, trainerFiles: readTrainerFiles, isLastTry: false });
    await Promise.all([submit(), submit()]);
    await submit();
    expect(await one("SELECT status, message FROM training_run WHERE id = $1", [id])).toEqual({
      status: "pending",
      message: null,
    });

    const engine = openTrainingEngine(settings);
    const job = `swirl-${plan.key}-1`;
    const events: TrainingEvent[] = [];
    for await (const line of engine.follow(job, AbortSignal.timeout(200_000)))
      if (line.startsWith('{"event":')) events.push(TrainingEvent.parse(JSON.parse(line)));
    expect(events).toMatchObject([
      { event: "failed", kind: "model", message: expect.stringContaining("/nowhere/model") },
    ]);
    const folder = path.join(ray.storage, "runs", plan.key);
    const rows = gunzipSync(await readFile(path.join(folder, "train.jsonl.gz")))
      .toString()
      .trim()
      .split("\n");
    expect(rows).toHaveLength(2);
    expect(await readFile(path.join(folder, "questions.jsonl"), "utf8")).toContain("2 + 2");
  });
});
