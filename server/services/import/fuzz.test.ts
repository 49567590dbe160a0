/** Whatever stands in a file, its import ends in a report that counts all of it, and the database stays whole. */
import { performance } from "node:perf_hooks";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { StudioError } from "@/domain/errors";
import { ImportCounts, type ImportReport } from "@/domain/import";
import { decompress } from "@/server/formats/decompress";
import type { ReadItem } from "@/server/formats/format";
import { detectFormat } from "@/server/formats/index";
import { inChunks } from "@/server/formats/testing";
import { realFiles } from "@/server/testing/fuzz/files";
import { fileName, mutation } from "@/server/testing/fuzz/mutations";
import { FUZZ_SEED, propertyRuns } from "@/server/testing/properties";
import { useImports } from "@/server/testing/small-pool";
import { expectWhole } from "@/server/testing/whole";
import { peek } from "./peek";

const { own, run, one, rows } = useImports();
const LONGEST_MS = 10_000;
let inputs = 0;
afterAll(() => console.log(`${inputs} changed files were imported.`));

const TABLES = [
  "question_set",
  "question",
  "passage",
  "model",
  "rollout_run",
  "trajectory",
  "step",
  "judging_run",
  "judgment",
  "verdict",
  "labelling_run",
  "outcome",
  "training_run",
  "training_context",
  "eval_matrix",
];

const sizes = () => one(`SELECT ${TABLES.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`).join(", ")}`);

/** What the format makes of the file, up to where it refuses the rest. */
async function itemsOf(name: string, bytes: Buffer): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  try {
    const { head, chunks } = await peek(name, decompress(inChunks(bytes, 10_000)));
    const format = detectFormat(head);
    if (format) for await (const item of format.read({ fileName: name, chunks })) items.push(item);
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
  }
  return items;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
const trajectoriesIn = (item: ReadItem) =>
  "reject" in item ? 0 : item.records.filter(({ type }) => type === "trajectory").length;

/** Every trajectory of the file was added, was there, or stands in a place that was put aside. */
async function expectCounted(report: ImportReport, items: ReadItem[]): Promise<void> {
  const rejects = await rows("SELECT line FROM import_reject WHERE import_id = $1", [report.id]);
  expect(rejects.length).toBe(report.rejected);
  expect(report.rejected).toBeGreaterThanOrEqual(items.filter((item) => "reject" in item).length);
  const aside = new Set(rejects.map(({ line }) => line));
  const { added, present } = report.counts.trajectories;
  expect(added + present).toBeLessThanOrEqual(sum(items.map(trajectoriesIn)));
  const used = items.filter(({ line }) => !aside.has(line));
  expect(added + present).toBeGreaterThanOrEqual(sum(used.map(trajectoriesIn)));
}

test.each(realFiles().map((file) => [file.name, file.bytes] as const))("%s, changed", async (name, bytes) => {
  await fc.assert(
    fc.asyncProperty(mutation, fc.oneof(fc.constant(name), fileName), async (mutate, called) => {
      const changed = mutate(bytes);
      const before = await sizes();
      const begun = performance.now();
      const report = await run(changed, called);
      expect(performance.now() - begun).toBeLessThan(LONGEST_MS);
      inputs += 1;
      expect(report.status, report.message ?? "").toMatch(/^(done|refused)$/);
      if (report.status === "refused") {
        expect(report.message).not.toBe("");
        expect(report.counts).toEqual(ImportCounts.parse({}));
        expect(await sizes()).toEqual(before);
      } else await expectCounted(report, await itemsOf(called, changed));
    }),
    { seed: FUZZ_SEED + 1, numRuns: propertyRuns(12) },
  );
  await expectWhole(own.db);
});

test("what was taken of changed files is there when they come again", async () => {
  for (const { name, bytes } of realFiles())
    await fc.assert(
      fc.asyncProperty(mutation, async (mutate) => {
        const changed = mutate(bytes);
        const first = await run(changed, name);
        const second = await run(changed, name);
        inputs += 2;
        expect(second).toMatchObject({ status: first.status, rejected: first.rejected });
        expect(Object.values(second.counts).filter(({ added }) => added > 0)).toEqual([]);
      }),
      { seed: FUZZ_SEED + 2, numRuns: propertyRuns(3) },
    );
});

test("no import is left open", async () => {
  expect(await rows("SELECT id FROM import WHERE status = 'running'")).toEqual([]);
});
