import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { ExperimentPlan, paperArms } from "@/domain/experiment";
import { Pool } from "@/domain/pool";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { freezeWaiting } from "@/server/services/training-set/freeze";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { checkDatabase } from "./check";

const { own, run, one } = useImports();

/** What does not hold now, with its first violations. */
async function broken(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for await (const { holds, violations, some } of checkDatabase(own.db, new AbortController().signal)) {
    expect(some.length).toBe(Math.min(violations, 5));
    if (violations > 0) found[holds] = some;
  }
  return found;
}

const idOf = async (table: string, key: string): Promise<number> =>
  (await one(`SELECT id FROM ${table} WHERE key = $1`, [key])).id;

beforeAll(async () => {
  await run([
    { type: "swirl-studio", version: 1 },
    { type: "corpus", key: "c", name: "Passages" },
    { type: "passage", corpus: "c", title: "One", text: "Text" },
  ]);
  await run(smallPool("p", { version: 1 }));
  const [judge, labels] = [await idOf("judging_run", "p-judge"), await idOf("labelling_run", "p-em")];
  const pool = Pool.parse({ runs: [await idOf("rollout_run", "p-run")] });
  const api = createCallerFactory(appRouter)({ db: own.db });
  const plan = ExperimentPlan.parse({ name: "E", pool, arms: paperArms(judge, labels), matching: false });
  const { id: experimentId } = await api.experiment.save(plan);
  const { fingerprint } = await api.experiment.evaluate(plan);
  const arm = plan.arms.find(({ filter }) => filter.mode === "process")?.name ?? "";
  await api.trainingSet.freeze({ key: randomUUID(), experimentId, arm, fingerprint, name: "Kept" });
  expect(await freezeWaiting(own.db, "0.1.0+test", new AbortController().signal)).toBe(1);
});

test("what an import and a freeze leave behind holds", async () => {
  expect(await broken()).toEqual({});
});

/** A server that its round has needed no more for so long. */
const serverOfJudging = (since: string) =>
  `WITH m AS (INSERT INTO model (name) VALUES ('served till ${since} ago') RETURNING id),
     o AS (INSERT INTO round (key, name, model_id, plan, rollout_run_ids, status, changed_at)
       SELECT gen_random_uuid(), 'Round', id, '{}', '{}', 'judging', now() - interval '${since}' FROM m RETURNING id)
   INSERT INTO serving_job (round_id, model_id, engine_settings, resources, path, job_id, status)
   SELECT o.id, m.id, '{}', '{}', '/m', 'job', 'ready' FROM o, m`;

/** Each breaks one thing; all is undone after the look. */
const BREAKS: [sql: string, holds: string[]][] = [
  [
    "DELETE FROM step WHERE idx = 1",
    ["Every trajectory has all its steps", "fingerprint of its text", "byte for byte"],
  ],
  [
    'UPDATE step SET action = \'{"role":"assistant","content":"x"}\' WHERE idx = 1',
    ["fingerprint of its text", "byte for byte"],
  ],
  ["UPDATE step SET context_hash = 1 WHERE idx = 1", ["fingerprint of its text"]],
  [
    "INSERT INTO step (trajectory_id, idx, action, tool_calls, context_hash) VALUES (999, 0, '{}', '{}', 1)",
    ["Every step has its trajectory"],
  ],
  ["UPDATE verdict SET rating = 0 WHERE idx = 0", ["what its verdicts add up to", "fingerprint of its verdicts"]],
  ["UPDATE judgment SET unreasonable = B'01', first_unreasonable = 1, process = -1", ["what its verdicts add up to"]],
  ["UPDATE judgment SET score_sum = score_sum + 1", ["what its verdicts add up to"]],
  ["DELETE FROM judgment WHERE trajectory_id = (SELECT min(trajectory_id) FROM judgment)", ["Every verdict belongs"]],
  ["UPDATE verdict SET rationale = 'other'", ["fingerprint of its verdicts"]],
  ["DELETE FROM judging_run_scope", ["names what it was made on"]],
  [
    "INSERT INTO outcome (labelling_run_id, trajectory_id, correct) VALUES (999, 999, true)",
    ["Every outcome has its trajectory", "Every outcome has its labelling run"],
  ],
  [
    "INSERT INTO run_state (kind, run_id, status, planned) VALUES ('rollout', 999, 'done', 1)",
    ["Every rollout run that was carried out here is there"],
  ],
  [
    `INSERT INTO run_state (kind, run_id, status, planned) SELECT 'rollout', id, 'done', 5 FROM rollout_run;
     INSERT INTO run_chunk (kind, run_id, idx, items, state) SELECT 'rollout', id, 0, '{1}', 'waiting' FROM rollout_run`,
    ["Every rollout run has counted", "A run that is done has nothing left"],
  ],
  ["UPDATE training_set SET trajectories = trajectories + 1", ["Every frozen training set has its members"]],
  ["UPDATE training_set SET sha256 = repeat('0', 64)", ["byte for byte"]],
  [
    "UPDATE training_set_member SET ratings = ratings[2:]",
    ["Every frozen training set has its members", "byte for byte"],
  ],
  ["UPDATE training_set SET status = 'failed'", ["not frozen has no members"]],
  [serverOfJudging("1 hour"), ["belongs to an open eval matrix or round"]],
  // It is about to be stopped.
  [serverOfJudging("9 minutes"), []],
  ["INSERT INTO corpus_search (corpus_id, passages, length) SELECT id, 7, 7 FROM corpus", ["searchable passages"]],
];

test.each(BREAKS)("what %s breaks is seen", async (sql, holds) => {
  const tables = [
    ...["step", "verdict", "judgment", "outcome", "judging_run_scope", "training_set", "training_set_member"],
    ...["run_chunk", "run_state", "corpus_search", "serving_job", "round"],
  ];
  const client = await own.db.pool.connect();
  try {
    // Past the triggers that keep frozen sets as they are.
    await client.query("SET session_replication_role = replica");
    for (const table of tables) await client.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
    await client.query(sql);
    const found = await broken();
    expect(Object.keys(found)).toEqual(holds.map((part) => expect.stringContaining(part)));
    for (const some of Object.values(found)) expect(some[0]).toMatch(/\d/);
  } finally {
    for (const table of tables)
      await client.query(
        `DELETE FROM ${table}; INSERT INTO ${table} SELECT * FROM kept_${table}; DROP TABLE kept_${table}`,
      );
    await client.query("SET session_replication_role = DEFAULT");
    client.release();
  }
});

test("once all is undone, all holds", async () => {
  expect(await broken()).toEqual({});
});
