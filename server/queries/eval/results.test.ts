import { beforeAll, expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { appRouter } from "@/server/routers/root";
import { createCallerFactory } from "@/server/routers/trpc";
import { useImports } from "@/server/testing/small-pool";

const { own, run, rows, one } = useImports();
const api = () => createCallerFactory(appRouter)({ db: own.db }).eval;

const AT = "2026-01-02T03:04:05Z";
const QUESTIONS = 10;
/** Right answers of ten by the official metric; a later one says that all are right, and people that the first is. */
const RIGHT = { base: 3, sft: 6, lost: 5 } as const;
const metric = (key: string, name: string): StudioRecordInput => ({
  ...{ type: "labelling-run", key, name: key, labellerKind: "metric" },
  settings: { labeller: { kind: "metric", metric: name, threshold: 1 } },
});

const records: StudioRecordInput[] = [
  { type: "swirl-studio", version: 1 },
  { type: "question-set", key: "own", name: "Own", metric: "gsm8k" },
  { type: "question-set", key: "other", name: "Other", metric: "gsm8k" },
  ...["own", "other"].flatMap((set) =>
    Array.from({ length: QUESTIONS }, (_, n) => ({
      ...{ type: "question" as const, set, key: `q${n}`, text: `${set} ${n}?`, answers: ["1"] },
    })),
  ),
  { type: "model", name: "base", kind: "base" },
  { type: "model", name: "sft", kind: "checkpoint", parent: "base" },
  { type: "model", name: "lost", kind: "checkpoint", parent: "base" },
  ...Object.keys(RIGHT).map((key) => ({
    ...{ type: "rollout-run" as const, key, name: `eval of ${key}`, model: key, purpose: "eval" as const },
  })),
  metric("strict", "gsm8k-strict"),
  metric("flexible", "gsm8k-flexible"),
  { type: "labelling-run", key: "people", name: "Spot check", labellerKind: "human" },
  ...Object.entries(RIGHT).flatMap(([key, right]) =>
    (["own", "other"] as const).flatMap((set) =>
      Array.from({ length: QUESTIONS }, (_, n) => ({
        ...{ type: "trajectory" as const, run: key, set, question: `q${n}`, sample: 0, endState: "answered" },
        prompt: [{ role: "user", content: `${set} ${n}?` }],
        steps: [{ action: { role: "assistant", content: `${key} ${n}` }, observation: null }],
        outcomes: [
          ...(set === "own" ? [{ run: "strict", correct: n < right }] : []),
          { run: "flexible", correct: true },
          ...(n === 0 ? [{ run: "people", correct: false }] : []),
        ],
      })),
    ),
  ),
  {
    ...{ type: "training-run", key: "00000000-0000-4000-8000-000000000101", name: "sft", algorithm: "sft" },
    ...{ status: "done", baseModel: "base", engine: { name: "c", address: "http://10.0.0.1:8265", storage: "/s" } },
    data: { pool: { sets: ["own"] }, mode: "outcome" },
    ...{ config: "algorithm: sft", resources: {}, step: 2, createdAt: AT, results: ["sft"] },
    checked: {
      ...{ trajectories: 10, subTrajectories: 20, distinctContexts: 15, tokens: null, uncounted: 0, tooLong: 0 },
      ...{ stepsPerEpoch: 1, epochs: 1, judgeCalls: 0, warnings: [], policy: "on-policy" },
    },
    attempts: [{ attempt: 1, status: "done", createdAt: AT }],
  },
];

/** A later eval of the base, cancelled after three questions. */
const again: StudioRecordInput[] = [
  {
    ...{ type: "rollout-run", key: "again", name: "again", model: "base", purpose: "eval" },
    createdAt: "2030-01-01T00:00:00Z",
  },
  ...[0, 1, 2].map((n) => ({
    ...{ type: "trajectory" as const, run: "again", set: "own", question: `q${n}`, sample: 0, endState: "answered" },
    prompt: [{ role: "user", content: `again ${n}?` }],
    steps: [{ action: { role: "assistant", content: `again ${n}` }, observation: null }],
    outcomes: [{ run: "strict", correct: true }],
  })),
];

beforeAll(async () => {
  expect(await run([...records, ...again])).toMatchObject({ status: "done", rejected: 0 });
  await rows(
    `INSERT INTO run_state (kind, run_id, status, planned)
     SELECT 'rollout', id, 'cancelled', 10 FROM rollout_run WHERE key = 'again'`,
  );
});

const cellsOf = async (name: string) => (await api().results()).rows.find((row) => row.name === name)?.cells ?? [];

test("the official metric of a set comes before later ones and before people; who labelled otherwise is said", async () => {
  const { sets, rows: table } = await api().results();
  expect(table.map(({ name, cells }) => [name, cells[0]?.result.correct])).toEqual([
    ["base", RIGHT.base],
    ["lost", RIGHT.lost],
    ["sft", RIGHT.sft],
  ]);
  const [official, mixed] = table[0]?.cells ?? [];
  expect(official?.result.labellers).toMatchObject([{ words: "GSM8K strict", isOfficial: true, n: QUESTIONS }]);
  expect(mixed?.result.labellers).toMatchObject([
    { words: "GSM8K flexible", isOfficial: false, n: QUESTIONS - 1 },
    { words: "people (Spot check)", isOfficial: false, n: 1 },
  ]);
  expect(sets.map(({ labellers }) => labellers)).toEqual([
    ["GSM8K strict"],
    ["GSM8K flexible and people (Spot check)"],
  ]);
  const idOf = async (key: string) => (await one("SELECT id FROM rollout_run WHERE key = $1", [key])).id;
  const pair = { a: await idOf("base"), b: await idOf("sft"), set: sets[0]?.id ?? 0 };
  expect(await api().compare(pair)).toMatchObject({ wins: 3, losses: 0, ties: 7 });
  expect(table[2]?.cells[0]?.gain).toMatchObject({ questions: QUESTIONS, difference: expect.closeTo(0.3, 12) });
});

test("trained on is what the data of the training runs say, and not recorded where nothing does", async () => {
  expect((await cellsOf("sft")).map((cell) => cell?.wasTrainedOn)).toEqual(["yes", "no"]);
  expect((await cellsOf("lost")).map((cell) => cell?.wasTrainedOn)).toEqual(["not recorded", "not recorded"]);
  expect((await cellsOf("base")).map((cell) => cell?.wasTrainedOn)).toEqual(["no", "no"]);
});

test("a later run that was cancelled after three questions is named beside the finished one", async () => {
  const [cell] = await cellsOf("base");
  expect(cell).toMatchObject({
    result: { runName: "eval of base", correct: RIGHT.base },
    newer: { runName: "again", status: "cancelled", trajectories: 3, planned: 10 },
  });
  const id = (await one("SELECT id FROM rollout_run WHERE key = 'again'")).id;
  const pair = await api().pair({ set: null, a: id, b: null });
  expect([pair.a?.run, pair.b?.runName, pair.gone]).toEqual([id, "eval of base", []]);
  expect(await api().pair({ set: pair.set?.id ?? 0, a: 999_999, b: id })).toMatchObject({ a: null, gone: ["a"] });
});
