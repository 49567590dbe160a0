import { beforeAll, expect, test } from "vitest";
import { addModel } from "@/server/testing/endpoint";
import { smallPool, useImports } from "@/server/testing/small-pool";
import { readActionTokens, readJudgeTokens } from "./tokens";

const { own, run: load, rows } = useImports();
const query = (text: string, values: unknown[] = []) => own.db.pool.query(text, values);
let judge: { kind: "judge"; endpointId: number; templateId: number };

beforeAll(async () => {
  await load(smallPool("p"));
  const { endpointId } = await addModel(own.db, { url: "http://127.0.0.1:9/v1", name: "judge" });
  judge = { kind: "judge", endpointId, templateId: 7 };
  const add = async (templateId: number, tokens: number, requests: number) => {
    const settings = JSON.stringify({ judge: { kind: "model", templateId }, note: "\ud800" });
    const made = await query(
      `INSERT INTO judging_run (key, version, name, judge_kind, settings)
       VALUES (gen_random_uuid()::text, 1, 'made', 'model', $1) RETURNING id`,
      [settings],
    );
    const { id } = made.rows[0];
    await query(
      "INSERT INTO run_state (kind, run_id, status, endpoint_id, planned) VALUES ('judging', $1, 'done', $2, 1)",
      [id, endpointId],
    );
    await query(
      "INSERT INTO run_pulse (kind, run_id, at, prompt_tokens, completion_tokens) VALUES ('judging', $1, now(), $2, 10)",
      [id, tokens - 10],
    );
    await query("INSERT INTO run_counter (kind, run_id, name, count) VALUES ('judging', $1, 'requests', $2)", [
      id,
      requests,
    ]);
  };
  await add(7, 1_000, 10);
  await add(7, 500, 2);
  await add(8, 90_000, 1);
});

test("a call of the judge takes what its calls took with the same template", async () => {
  expect(await readJudgeTokens(own.db.pool, judge)).toEqual({ mean: 1_500 / 12, of: 2 });
  expect(await readJudgeTokens(own.db.pool, { ...judge, templateId: 9 })).toBeNull();
  expect(await readJudgeTokens(own.db.pool, { kind: "rule", rule: "well-formed" })).toBeNull();
});

test("an action takes what those of the trajectories took that were counted", async () => {
  const ids = (await rows("SELECT id FROM trajectory ORDER BY id")).map(({ id }) => id);
  const client = await own.db.pool.connect();
  try {
    expect(await readActionTokens(client, ids)).toBeNull();
    await query("UPDATE step SET completion_tokens = 10 * (idx + 1) WHERE trajectory_id = $1", [ids[0]]);
    expect(await readActionTokens(client, ids)).toEqual({ mean: 15, of: 2 });
  } finally {
    client.release();
  }
});
