/** Models and training runs of a file: what is added, what is there already, what is put aside and why. */
import { expect, test } from "vitest";
import type { StudioRecordInput } from "@/domain/studio-record";
import { HEADER, smallPool, useImports } from "@/server/testing/small-pool";

const { own, run, rows, one } = useImports();

const model = (name: string, part: Partial<Extract<StudioRecordInput, { type: "model" }>> = {}) => ({
  type: "model" as const,
  name,
  ...part,
});
const AT = "2026-01-02T03:04:05Z";
const key = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const CHECKED = {
  ...{ trajectories: 1, subTrajectories: 2, distinctContexts: 2, tokens: null, uncounted: 0, tooLong: 0 },
  ...{ stepsPerEpoch: 1, epochs: 1, judgeCalls: 0, policy: "unknown", warnings: [] },
};
const training = (n: number, part: Record<string, unknown> = {}) => ({
  ...{ type: "training-run", key: key(n), name: `training ${n}`, algorithm: "swirl", status: "done" },
  engine: { name: "cluster", address: "http://10.0.0.1:8265", storage: "/shared" },
  ...{ baseModel: "m", data: { pool: {}, mode: "process" }, config: "", resources: {}, checked: CHECKED, step: 2 },
  ...{ createdAt: AT, attempts: [{ attempt: 1, status: "done", createdAt: AT }] },
  ...part,
});
const context = (n: number, part: Record<string, unknown> = {}) => ({
  ...{ type: "training-context", run: key(n), context: "c", trajectory: null, step: 0, watched: true, prompt: [] },
  samples: [{ step: 1, actions: [] }],
  ...part,
});
const reasons = async () =>
  (
    await rows("SELECT reason FROM import_reject WHERE import_id = (SELECT max(id) FROM import) ORDER BY line, idx")
  ).map(({ reason }) => reason);
const hash = (digit: string) => digit.repeat(64);

test("a model that is there gets what is not known of it, and nothing twice", async () => {
  await run(smallPool("p", { version: 1 }));
  const file = [
    HEADER,
    model("base", { kind: "base", weightsHash: hash("a") }),
    model("m", { kind: "checkpoint", parent: "base", weightsHash: hash("b"), createdAt: AT }),
  ];
  expect((await run(file)).counts.models).toEqual({ added: 1, present: 1 });
  expect((await run(file)).counts.models).toEqual({ added: 0, present: 2 });
  expect(
    await one(
      "SELECT m.kind, m.weights_hash, p.name FROM model m JOIN model p ON p.id = m.parent_id WHERE m.name = 'm'",
    ),
  ).toEqual({ kind: "checkpoint", weights_hash: hash("b"), name: "base" });
});

test("other weights under a name are put aside, with all that would get the wrong model", async () => {
  const other = smallPool("w", { version: 1 });
  const report = await run([HEADER, model("m", { weightsHash: hash("c") }), ...other.slice(1)]);
  expect(report).toMatchObject({ status: "done", rejected: 4, counts: { rolloutRuns: { added: 0 } } });
  expect((await reasons()).slice(0, 2)).toEqual([
    `the model "m" is already there with other weights (sha256 ${hash("b").slice(0, 12)}…, in the file ${hash("c").slice(0, 12)}…): rename one of them`,
    'its model "m" is another one in the studio, and was put aside',
  ]);
});

test("a parent that is missing, another, or came of the model itself is a reason", async () => {
  await run([
    HEADER,
    model("x", { parent: "nobody" }),
    model("base", { parent: "m" }),
    model("third"),
    model("m", { parent: "third" }),
    model("m", { kind: "base" }),
    model("y", { parent: "m" }),
  ]);
  expect(await reasons()).toEqual([
    'the model "nobody", from which "x" was trained, is not in the file or the studio',
    'the model "base" cannot be trained from "m", which came of it in the studio',
    'the model "m" is already there as trained from "base", not from "third"',
    'the model "m" is already there as a checkpoint, not a base',
    'the model "m", from which "y" was trained, was put aside',
  ]);
});

test("a training run is added once, and stays as it is", async () => {
  const file = [
    HEADER,
    model("result", { kind: "checkpoint", parent: "m" }),
    training(1, { results: ["result"], metrics: [{ step: 1, values: { reward: null }, at: AT }] }),
    training(2, { clonedFrom: key(1), data: { pool: { judge: { run: "p-judge", version: 1 } }, mode: "none" } }),
    context(1),
    // Long ones come in parts.
    context(1, { samples: [{ step: 101, actions: [] }] }),
  ];
  const first = await run(file);
  expect(first).toMatchObject({ rejected: 0, counts: { trainingRuns: { added: 2, present: 0 } } });
  const again = await run([
    ...file.slice(0, 2),
    training(1, { name: "renamed" }),
    file[3],
    context(1, { samples: [{ step: 7, actions: [] }] }),
  ]);
  expect(again).toMatchObject({ rejected: 0, counts: { trainingRuns: { added: 0, present: 2 } } });
  expect(await rows("SELECT name, imported, engine_id FROM training_run ORDER BY id")).toEqual([
    { name: "training 1", imported: true, engine_id: null },
    { name: "training 2", imported: true, engine_id: null },
  ]);
  expect((await rows("SELECT step FROM training_sample ORDER BY step")).map(({ step }) => step)).toEqual([1, 101]);
  expect(await one("SELECT training_run_id IS NOT NULL AS made FROM model WHERE name = 'result'")).toEqual({
    made: true,
  });
  await expect(own.db.pool.query("UPDATE training_run SET status = 'launching'")).rejects.toThrow("imported_check");
});

test("what a training run refers to and is not here is named", async () => {
  const nowhere = { run: "nowhere", version: 3 };
  const pool = { sets: ["no-set"], judge: nowhere, question: { set: "p-set", question: "9" } };
  await run([
    HEADER,
    training(3, { baseModel: "nobody", clonedFrom: key(9), results: ["none"], data: { pool, mode: "process" } }),
    training(4, { results: ["result"] }),
    training(5, { status: "running" }),
    training(6, { metrics: [1, 1].map((step) => ({ step, values: {}, at: AT })) }),
    context(3),
    context(9),
    training(7),
    context(7, { trajectory: { run: "p-run", set: "p-set", question: "1", sample: 77 } }),
    context(7, { question: { set: "p-set", question: "9" } }),
    context(7, { trajectory: { run: "p-run", set: "p-set", question: "1", sample: 0 } }),
  ]);
  expect(await reasons()).toEqual([
    `not in the file or the studio: the model "nobody"; the training run ${key(9)}, from which it was cloned; the model "none"; the question set "no-set"; the judging run "nowhere", version 3; question "9" of "p-set"`,
    'the model "result" came out of another training run in the studio, "training 1"',
    expect.stringContaining("status: Invalid option"),
    "metrics: two have the same step",
    `the training run ${key(3)} is not in the file or the studio`,
    `the training run ${key(9)} is not in the file or the studio`,
    'its trajectory is not in the studio: question "1" sample 77 of rollout run "p-run"',
    'its question is not in the studio: "9" of "p-set"',
  ]);
  expect(await one("SELECT count(*)::int AS n FROM training_context WHERE trajectory_id IS NOT NULL")).toEqual({
    n: 1,
  });
});

test("a file of training runs alone is one that can be used", async () => {
  expect(await run([HEADER, training(8)])).toMatchObject({ status: "done", counts: { trainingRuns: { added: 1 } } });
  expect(await run([HEADER, context(8)])).toMatchObject({ status: "done", rejected: 0 });
});
