import { beforeAll, expect, test } from "vitest";
import { recipeFields } from "@/domain/lineage/recipe-fields";
import { EMPTY_POOL } from "@/domain/pool";
import { compareFields, isDifferent } from "@/domain/training/differences";
import { loadSamplePool } from "@/server/services/sample/load";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { compareModels } from "./compare";

const { own, run, one } = useImports();
const SWIRL = "SWiRL on what process keeps";
const SFT = "SFT on what process keeps";
const idOf = async (name: string): Promise<number> => (await one("SELECT id FROM model WHERE name = $1", [name])).id;
const NONE = {
  rollouts: [],
  judges: [],
  labels: null,
  gone: { rollouts: 0, judges: 0, labels: 0 },
  corpora: {},
  sets: {},
};
beforeAll(() => loadSamplePool(own.db));

test("two models of the sample pool: trained on the same, with another algorithm, and evaluated on the same sets", async () => {
  const { a, b, rounds, results } = await compareModels(own.db, { a: await idOf(SWIRL), b: await idOf(SFT) });
  expect([a.base, b.base, a.parent]).toEqual(["Sample base", "Sample base", "Sample base"]);
  expect(a.weightsHash).not.toBe(b.weightsHash);
  expect(rounds).toHaveLength(1);
  const [round] = rounds;
  expect(round).toMatchObject({ same: false, a: { run: { name: SWIRL } }, b: { run: { name: SFT } } });
  const kept = round?.a?.run.checked.trajectories ?? 0;
  expect(kept).toBeGreaterThan(0);
  expect(round?.overlap?.trajectories).toEqual({ a: kept, b: kept, both: kept });
  const recipe = recipeFields(round?.a?.recipe ?? NONE);
  expect(recipe).toEqual(recipeFields(round?.b?.recipe ?? NONE));
  expect(recipe).toMatchObject({ "Rollouts: temperature": "1", "Rollouts: tools": expect.any(String) });
  expect(Object.keys(recipe)).toEqual(
    expect.arrayContaining(["Judge: served name", "Judge: template", "Judge: votes a step", "Labels: metric"]),
  );
  const fields = compareFields([round?.a?.config, round?.b?.config]);
  expect(fields.filter(isDifferent).map(({ path }) => path)).toContain("algorithm");
  expect(fields.find(({ path }) => path === "optimiser.seed")?.values).toEqual(["1", "1"]);
  expect(fields.map(({ path }) => path)).not.toContain("output.folder");
  expect(results.map(({ setName }) => setName).sort()).toEqual([
    "Arithmetic word problems, held out",
    "Encyclopedia questions, held out",
  ]);
  for (const { a: left, b: right, compared } of results) {
    const difference = (right?.accuracy?.share ?? 0) - (left?.accuracy?.share ?? 0);
    expect(compared?.difference?.mean).toBeCloseTo(difference, 12);
    expect(compared).toMatchObject({ questions: left?.accuracy?.n, unpaired: 0 });
  }
});

test("a base model has no round; a checkpoint of a checkpoint shares its first", async () => {
  const first = await idOf(SWIRL);
  const base = await compareModels(own.db, { a: await idOf("Sample base"), b: first });
  expect(base.rounds).toMatchObject([{ a: null, overlap: null, same: false, b: { run: { name: SWIRL } } }]);

  expect(await run(smallPool("next"))).toMatchObject({ status: "done" });
  const { id: runs } = await one("SELECT id FROM rollout_run WHERE key = 'next-run'");
  const data = { pool: { ...EMPTY_POOL, runs: [runs] }, mode: "none" };
  const { id: again } = await one(
    `INSERT INTO training_run (key, name, algorithm, status, engine_settings, base_model_id, data, config, resources,
       checked, revision, created_at)
     SELECT gen_random_uuid(), 'again', algorithm, status, engine_settings, $1, $2, config, resources, checked, revision,
       now() FROM training_run WHERE name = $3 RETURNING id`,
    [first, JSON.stringify(data), SWIRL],
  );
  const model = await own.db.prisma.model.create({
    data: { name: "second round", kind: "checkpoint", parentId: first, trainingRunId: again },
  });
  const { rounds } = await compareModels(own.db, { a: first, b: model.id });
  expect(rounds).toMatchObject([
    { same: true, overlap: null },
    { same: false, a: null, b: { model: { name: "second round" }, run: { name: "again" } } },
  ]);

  const across = await compareModels(own.db, { a: await idOf(SFT), b: model.id });
  expect(across.rounds.map(({ same }) => same)).toEqual([false, false]);
  await own.db.pool.query("UPDATE model SET parent_id = NULL WHERE id = $1", [model.id]);
  const alone = await compareModels(own.db, { a: await idOf(SFT), b: model.id });
  expect(alone.rounds[0]?.overlap).toMatchObject({ trajectories: { b: 2, both: 0 }, questions: { b: 1, both: 0 } });
  await expect(compareModels(own.db, { a: first, b: 99_999 })).rejects.toMatchObject({ code: "not-found" });
});
