/** Eval matrices of a file: what is added, what is there already, what is put aside and why. */
import { expect, test } from "vitest";
import { StudioError } from "@/domain/errors";
import { retryEvalMatrix } from "@/server/services/eval/act";
import { openEvalMatrix } from "@/server/services/eval/read";
import { smallPool, useImports } from "@/server/testing/small-pool";

const { own, run, rows, one } = useImports();

const KEY = "00000000-0000-4000-8000-000000000001";
const ASKED = {
  ...{ protocol: "tags", tools: [], search: null, systemPrompt: "Answer.", stepLimit: 3, samples: 1, temperature: 0 },
};
const matrix = (part: Record<string, unknown> = {}) => ({
  ...{ type: "eval-matrix", key: KEY, name: "Held out", status: "done", ways: ["tools"] },
  sets: [{ questions: { questionSet: "p-set" }, ...ASKED }],
  cells: [
    {
      ...{ model: "m", set: "p-set", way: "tools", status: "done", rolloutRun: "p-run" },
      labellingRun: { run: "p-em", version: 1 },
    },
  ],
  ...{ createdAt: "2026-01-02T03:04:05Z", finishedAt: "2026-01-02T03:05:05Z" },
  ...part,
});
const reason = async () =>
  (await one("SELECT reason FROM import_reject WHERE import_id = (SELECT max(id) FROM import)")).reason;

test("a matrix is there as it was carried out, with its figures", async () => {
  const { counts } = await run([...smallPool("p", { version: 1 }), matrix()]);
  expect(counts.evalMatrices).toEqual({ added: 1, present: 0 });
  const { id } = await one("SELECT id FROM eval_matrix");
  const read = await openEvalMatrix(own.db, id);
  expect(read).toMatchObject({ name: "Held out", status: "done", imported: true, isSample: false, servers: [] });
  // Of the two samples of one question the first is right.
  expect(read.cells).toMatchObject([{ modelName: "m", setName: "p", labelled: 2, correct: 1, status: "done" }]);
  expect(read.plan.sets[0]?.settings).toMatchObject(ASKED);
  expect((await run([...smallPool("p", { version: 1 }), matrix()])).counts.evalMatrices).toEqual({
    added: 0,
    present: 1,
  });
});

test("what it names and nobody has is a reason, and nothing of it stays", async () => {
  const cell = { model: "nobody", set: "p-set", way: "tools", status: "done", rolloutRun: "no-run" };
  const key = KEY.replace(/1$/, "2");
  await run([...smallPool("p", { version: 1 }), matrix({ key, cells: [cell] })]);
  expect(await reason()).toBe('not in the file or the studio: the model "nobody"; the rollout run "no-run"');
  await run([...smallPool("p", { version: 1 }), matrix({ key, sets: [{ questions: { questionSet: "p-set" } }] })]);
  expect(await reason()).toMatch(/^its plan cannot be used: /);
  expect(await rows("SELECT 1 FROM eval_matrix WHERE key = $1", [key])).toEqual([]);
});

test("cells that failed elsewhere are not tried again here", async () => {
  const cell = { model: "m", set: "p-set", way: "tools", status: "failed", message: "Its server failed." };
  const key = KEY.replace(/1$/, "3");
  await run([...smallPool("p", { version: 1 }), matrix({ key, cells: [cell] })]);
  const { id } = await one("SELECT id FROM eval_matrix WHERE key = $1", [key]);
  await expect(retryEvalMatrix(own.db, id)).rejects.toThrow(StudioError);
  expect(await one("SELECT status FROM eval_matrix WHERE id = $1", [id])).toEqual({ status: "done" });
});
