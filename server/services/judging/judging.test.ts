/** A person's rulings, templates, and what a run would do, on a real database. */
import { beforeAll, expect, test } from "vitest";
import { DEFAULT_TEMPLATE } from "@/domain/judging/default-template";
import { PersonRuling } from "@/domain/judging/person";
import { JudgingPlan } from "@/domain/judging/settings";
import { EMPTY_POOL } from "@/domain/pool";
import { poolOf } from "@/server/engine/judging/testing";
import { listNoVerdicts } from "@/server/queries/judging/no-verdicts";
import { readRatingsByPosition } from "@/server/queries/judging/summary";
import { useImports } from "@/server/testing/small-pool";
import { previewJudging } from "./preview";
import { readJudgingRun } from "./read";
import { retractRuling, ruleStep } from "./rule-by-person";
import { startJudging } from "./start";
import { listTemplates, saveTemplate } from "./templates";
import { writeJudgments } from "./write-judgments";

const { own, run, rows, one } = useImports();
let trajectoryId = 0;
beforeAll(async () => {
  await run(poolOf([3, 0, 5]));
  trajectoryId = (await one("SELECT min(id) AS id FROM trajectory")).id;
});

const rule = (person: string, step: number, rating: -1 | 0 | 1, rationale?: string) =>
  ruleStep(own.db, PersonRuling.parse({ person, trajectoryId, step, rating, rationale }));
const retract = (person: string, step: number) => retractRuling(own.db, { person, trajectoryId, step });
const judgmentOf = (runId: number | null) =>
  one("SELECT reasonable::text, unreasonable::text, process FROM judgment WHERE judging_run_id = $1", [runId]);

test("a person's rulings add up like any judge's, and can be changed and taken back", async () => {
  const revision = async () => (await one("SELECT value FROM fact WHERE key = 'revision'")).value;
  const before = await revision();
  const { runId } = await rule(" Anna ", 0, 1, "  looks fine  ");
  expect(await revision()).toBe(before + 1);
  expect(await judgmentOf(runId)).toEqual({ reasonable: "100", unreasonable: "000", process: 0 });
  expect(await one("SELECT key, name, judge_kind FROM judging_run WHERE id = $1", [runId])).toEqual({
    key: "human:Anna",
    name: "Anna",
    judge_kind: "human",
  });
  expect(await one("SELECT rationale FROM verdict WHERE judging_run_id = $1", [runId])).toEqual({
    rationale: "looks fine",
  });

  await rule("Anna", 1, 1);
  await rule("Anna", 2, 0);
  expect((await judgmentOf(runId)).process).toBe(1);
  await rule("Anna", 1, -1);
  expect(await judgmentOf(runId)).toEqual({ reasonable: "100", unreasonable: "010", process: -1 });

  await retract("Anna", 1);
  expect((await judgmentOf(runId)).process).toBe(0);
  await retract("Anna", 0);
  await retract("Anna", 2);
  expect(await judgmentOf(runId)).toBeUndefined();
  expect(await rows("SELECT 1 FROM verdict WHERE judging_run_id = $1", [runId])).toEqual([]);
});

test("people who rule at once are two judges, and none of a person's rulings is lost", async () => {
  const given = await Promise.all([
    rule("Ben", 0, 1),
    rule("Ben", 1, -1),
    rule("Ben", 2, 1),
    rule("Cleo", 0, -1),
    rule("Cleo", 1, 1),
  ]);
  expect(new Set(given.map(({ runId }) => runId)).size).toBe(2);
  expect(await judgmentOf(given[0].runId)).toMatchObject({ reasonable: "101", unreasonable: "010" });
  expect(await judgmentOf(given[3].runId)).toMatchObject({ reasonable: "010", unreasonable: "100" });
});

test("there is no ruling on a step that is not there", async () => {
  await expect(rule("Anna", 3, 1)).rejects.toMatchObject({ code: "not-found" });
  expect(await retract("Nobody", 0)).toEqual({ runId: null });
});

test("saving a template makes the next version of its name, unless nothing changed", async () => {
  const [first] = await listTemplates(own.db);
  expect(first).toMatchObject({ ...DEFAULT_TEMPLATE, version: 1, runs: 0 });
  const changed = { ...DEFAULT_TEMPLATE, userText: "Judge {action} after {context}" };
  const second = await saveTemplate(own.db, changed);
  expect(second.version).toBe(2);
  expect((await saveTemplate(own.db, changed)).id).toBe(second.id);
  expect((await saveTemplate(own.db, { ...changed, name: "Mine" })).version).toBe(1);
  const found = await listTemplates(own.db);
  expect(found.map(({ name, version }) => `${name} ${version}`)).toEqual([
    "Mine 1",
    "Reasonable step 2",
    "Reasonable step 1",
  ]);
});

test("a preview counts the pool and shows the prompt of a real step", async () => {
  const preview = await previewJudging(own.db, { pool: EMPTY_POOL, template: DEFAULT_TEMPLATE });
  expect(preview).toMatchObject({ trajectories: 3, steps: 8, example: { trajectoryId, step: 2 } });
  const text = preview.example?.messages.at(-1)?.text.text ?? "";
  expect(text).toContain("[tool: calculator]\nresult 0.1\n\n# The action to judge\naction 0.2");
  expect(text).not.toContain("result 0.2");
});

test("a run keeps its plan, its template and its endpoint, and says where there is no verdict", async () => {
  const [template] = await listTemplates(own.db);
  const endpoint = await own.db.prisma.endpoint.create({
    data: {
      ...{ name: "E", baseUrl: "http://127.0.0.1:9/v1", servedName: "judge", keyVariable: "JUDGE_KEY" },
      ...{ maxConcurrency: 1, timeoutMs: 1_000, patienceMs: 1_000 },
    },
  });
  const plan = JudgingPlan.parse({
    name: "Run",
    pool: EMPTY_POOL,
    judge: { kind: "model", endpointId: endpoint.id, templateId: template?.id },
  });
  const { id, trajectories } = await startJudging(own.db, plan);
  expect(trajectories).toBe(3);
  const kept = await readJudgingRun(own.db, id);
  expect(kept.settings).toMatchObject({
    judge: plan.judge,
    template: { name: template?.name },
    endpoint: { name: "E" },
  });
  expect(JSON.stringify(kept)).not.toContain("JUDGE_KEY");
  expect(kept.sets).toHaveLength(1);

  const client = await own.db.pool.connect();
  const verdicts = [
    { step: 0, rating: 1 as const },
    { step: 1, rating: null, raw: "hm" },
  ];
  await writeJudgments(client, id, [{ trajectoryId, numSteps: 3, verdicts }]);
  client.release();
  const first = await listNoVerdicts(own.db.pool, { id, cursor: null, limit: 1 });
  expect(first.steps).toMatchObject([{ step: 1, raw: { text: "hm" } }]);
  expect(await listNoVerdicts(own.db.pool, { id, cursor: first.next, limit: 1 })).toMatchObject({
    steps: [{ step: 2, raw: null }],
    next: null,
  });
  expect(await readRatingsByPosition(own.db.pool, id)).toEqual([
    { step: 0, reasonable: 1, neutral: 0, unreasonable: 0, none: 0 },
    { step: 1, reasonable: 0, neutral: 0, unreasonable: 0, none: 1 },
    { step: 2, reasonable: 0, neutral: 0, unreasonable: 0, none: 1 },
  ]);
  await expect(
    startJudging(own.db, { ...plan, judge: { ...plan.judge, templateId: 999 } as never }),
  ).rejects.toMatchObject({
    code: "not-found",
  });
});
