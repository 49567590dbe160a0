import { createReadStream, existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EMPTY_POOL, type Pool } from "@/domain/pool";
import { agreementCommand } from "@/server/cli/agreement";
import { connect, type Db } from "@/server/db";
import { importFile } from "@/server/services/import/import-file";
import { resolveRun } from "@/server/services/runs";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { readAgreement } from "./read";

const FOLDER = path.resolve(import.meta.dirname, "../../../../shared/data/agentprocessbench");
const isThere = existsSync(FOLDER);
if (!isThere) console.warn("../shared/data/agentprocessbench is absent: agreement of its judges is not checked");

/** κ and first-error accuracy as its README has them; the rest by scikit-learn 1.9.1 and krippendorff 0.9.0 */
const KNOWN = {
  "deepseek-chat": {
    ...{ kappa: 0.479066, kappaThreeWay: 0.447207, agreement: 0.743869, agreementBinary: 0.83515 },
    ...{ precision: 0.778846, recall: 0.452514, alpha: 0.442842, alphaOrdinal: 0.516424 },
    ...{ firstErrorAccuracy: 0.652, firstErrorSettled: 0.652 },
  },
  "Qwen3-8B": {
    ...{ kappa: 0.069982, kappaThreeWay: 0.127399, agreement: 0.612725, agreementBinary: 0.753804 },
    ...{ precision: 0.466667, recall: 0.079545, alpha: 0.096867, alphaOrdinal: 0.106724 },
    ...{ firstErrorAccuracy: 0.572, firstErrorSettled: 0.572581 },
  },
  "Llama-3.2-3B-Instruct": {
    ...{ kappa: -0.005524, kappaThreeWay: 0.062203, agreement: 0.451389, agreementBinary: 0.751389 },
    ...{ precision: 0, recall: 0, alpha: -0.028305, alphaOrdinal: 0.061384 },
    ...{ firstErrorAccuracy: 0.584, firstErrorSettled: 0.585366 },
  },
} as const;
const MISSING = { "deepseek-chat": 0, "Qwen3-8B": 11, "Llama-3.2-3B-Instruct": 14 } as const;
const FILES = ["deepseek-v3.2", "qwen3-8b", "llama-3.2-3b", "gpt-5.2", "llama-3.3-70b"];
type Judge = keyof typeof KNOWN;
const JUDGES = Object.keys(KNOWN) as Judge[];

describe.skipIf(!isThere)("people and real judges", () => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await createTestDatabase();
    db = connect(database.url);
    for (const name of ["hotpotqa", ...FILES.map((file) => `judges/${file}`)]) {
      const body = createReadStream(path.join(FOLDER, `${name}.jsonl`));
      const report = await importFile(db, { fileName: `${name}.jsonl`, body, totalBytes: null });
      expect(report, report.message ?? "").toMatchObject({ status: "done", rejected: 0 });
    }
  }, 120_000);
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  const idOf = async (name: string) => (await resolveRun(db.pool, "judging run", name)).id;

  test.each(JUDGES)("%s agrees with people as is known", async (judge) => {
    const [a, b] = [await idOf("human"), await idOf(judge)];
    const found = await readAgreement(db, { pool: EMPTY_POOL, a, b, others: [] });
    expect(found.judged).toEqual({ both: 250, onlyA: 0, onlyB: 0, neither: 0 });
    expect(found.questions).toBe(50);
    expect(found.steps).toMatchObject({ all: 734, missingA: 0, missingB: MISSING[judge], missingBoth: 0 });
    for (const [name, value] of Object.entries(KNOWN[judge])) {
      const figure = found.figures[name as keyof typeof found.figures];
      expect(figure.value, name).toBeCloseTo(value, 5);
      expect(figure.interval?.low, name).toBeLessThanOrEqual(value);
      expect(figure.interval?.high, name).toBeGreaterThanOrEqual(value);
    }
    expect(found.calibration).toBeNull();
    expect(found.among).toBeNull();
  });

  test("slices of a kind cover every step, and small ones are marked", async () => {
    const [a, b] = [await idOf("human"), await idOf("deepseek-chat")];
    const { slices, labellingRun } = await readAgreement(db, { pool: EMPTY_POOL, a, b, others: [] });
    expect(labellingRun?.name).toBe("final_label");
    for (const by of ["position", "set", "model", "outcome"] as const) {
      const own = slices.filter((slice) => slice.by === by);
      expect(
        own.reduce((sum, { steps }) => sum + steps.all, 0),
        by,
      ).toBe(734);
    }
    expect(slices.filter(({ by }) => by === "outcome").map(({ name }) => name)).toEqual(["correct", "incorrect"]);
    expect(slices.find(({ by, name }) => by === "tool" && name === "search")?.isSmall).toBe(false);
    for (const { steps, isSmall } of slices) if (steps.ruled < 30) expect(isSmall).toBe(true);
  });

  test("α among people and five judges is that of krippendorff 0.9.0", async () => {
    const [a, b, ...others] = await Promise.all(
      ["human", ...JUDGES, "gpt-5.2", "Llama-3.3-70B-Instruct"].map((name) => idOf(name)),
    );
    const { among } = await readAgreement(db, { pool: EMPTY_POOL, a: a ?? 0, b: b ?? 0, others });
    expect(among?.judges).toHaveLength(6);
    expect(among?.alpha.value).toBeCloseTo(0.202609, 6);
    expect(among?.alphaOrdinal.value).toBeCloseTo(0.232993, 6);
  });

  test("a pool's own conditions hold, also those on verdicts", async () => {
    const [a, b] = [await idOf("human"), await idOf("Qwen3-8B")];
    const read = async (pool: Partial<Pool>) =>
      readAgreement(db, { pool: { ...EMPTY_POOL, ...pool }, a, b, others: [] });
    const [few, many] = [await read({ maxSteps: 2 }), await read({ minSteps: 3 })];
    expect(few.steps.all + many.steps.all).toBe(734);
    const kept = await read({ judge: b, process: ["reasonable"] });
    expect(kept.judged.both).toBe(218);
    expect(kept.figures.precision.value).toBeNull();
    const none = await read({ maxSteps: 0 });
    expect(none.judged.both).toBe(0);
    expect(none.figures.kappa.value).toBeNull();
  });

  test("a run and itself, and one that is not there", async () => {
    const a = await idOf("human");
    await expect(readAgreement(db, { pool: EMPTY_POOL, a, b: a, others: [] })).rejects.toThrow("another one");
    await expect(readAgreement(db, { pool: EMPTY_POOL, a, b: 99_999, others: [] })).rejects.toThrow("no judging run");
  });

  describe("swirl agreement", () => {
    const printed = async (...args: string[]) => {
      const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
      try {
        await agreementCommand(args, db);
        return written.mock.calls.map(([text]) => text).join("");
      } finally {
        written.mockRestore();
      }
    };

    test.each(JUDGES)("%s as JSON", async (judge) => {
      const found = JSON.parse(await printed("--a", "human", "--b", judge, "--json"));
      expect(found).toMatchObject({ steps: 734 - MISSING[judge], missing: { a: 0, b: MISSING[judge], both: 0 } });
      expect(found.kappa.value).toBeCloseTo(KNOWN[judge].kappa, 5);
      expect(found.firstErrorAccuracy.value).toBeCloseTo(KNOWN[judge].firstErrorAccuracy, 5);
      expect(found.agreement.interval.low).toBeLessThan(found.agreement.interval.high);
    });

    test("as a table", async () => {
      const text = await printed("--a", "human", "--b", "Qwen3-8B", "--with", "gpt-5.2");
      expect(text).toContain("Both judged 250 trajectories of 50 questions");
      expect(text).toMatch(/Cohen's kappa \(neutral is reasonable\) +0\.070 +-?0\.\d+ to 0\.\d+ +723 steps/);
      expect(text).toMatch(/first-error accuracy +57\.2.%/);
      expect(text).toContain("Among human, Qwen3-8B, gpt-5.2");
    });

    test("without two names it says what it takes", async () => {
      await expect(printed("--a", "human")).rejects.toThrow("name two judging runs");
    });
  });
});
