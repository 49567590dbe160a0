/** Agreement on a small pool, against rulings put there one by one. */
import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { EMPTY_POOL } from "@/domain/pool";
import { ProcessLabel, type Rating } from "@/domain/verdict";
import { poolOf } from "@/server/engine/judging/testing";
import { listFlippedSteps } from "@/server/queries/judging/flipped-steps";
import { useImports } from "@/server/testing/small-pool";
import { writeJudgments } from "../judging/write-judgments";
import { readAgreement } from "./read";

const { own, run, rows } = useImports();
const LENGTHS = [2, 3, 1, 4];
type Ruling = { rating: Rating | null; score?: number };
const runs = new Map<string, number>();

async function judge(name: string, rulings: (Ruling[] | null)[], settings: object = {}): Promise<void> {
  const { id } = await own.db.prisma.judgingRun.create({
    data: { key: name, version: 1, name, judgeKind: "model", settings },
  });
  runs.set(name, id);
  const trajectories: { id: number }[] = await rows("SELECT id FROM trajectory ORDER BY id");
  const client = await own.db.pool.connect();
  await writeJudgments(
    client,
    id,
    trajectories.flatMap(({ id: trajectoryId }, index) => {
      const own = rulings[index];
      if (!own) return [];
      const verdicts = own.map((ruling, step) => ({ step, ...ruling }));
      return [{ trajectoryId, numSteps: LENGTHS[index] ?? 0, verdicts }];
    }),
  );
  client.release();
}

const words = (...ratings: (Rating | null)[]) => ratings.map((rating) => ({ rating }));
const scores = (...given: [Rating, number][]) => given.map(([rating, score]) => ({ rating, score }));
const template = (version: number) => ({ template: { name: "Careful", version } });

beforeAll(async () => {
  await run(poolOf(LENGTHS));
  await judge("person", [words(1, -1), words(1, 0, 1), words(-1), null]);
  await judge(
    "scored",
    [scores([1, 90], [-1, 10]), scores([1, 80], [1, 85], [-1, 20]), null, words(1, 1, 1, 1)],
    template(1),
  );
  await judge("second", [words(1, 1), words(1, null, 1), words(-1), null], template(2));
});

const read = (a: string, b: string, others: string[] = []) =>
  readAgreement(own.db, {
    pool: EMPTY_POOL,
    a: runs.get(a) ?? 0,
    b: runs.get(b) ?? 0,
    others: others.map((name) => runs.get(name) ?? 0),
  });

describe("readAgreement", () => {
  test("counts what both have judged, and says what it leaves out", async () => {
    const found = await read("person", "scored");
    expect(found.judged).toEqual({ both: 2, onlyA: 1, onlyB: 1, neither: 0 });
    expect(found).toMatchObject({ questions: 1, steps: { all: 5, ruled: 5 } });
    // unreasonable, neutral, reasonable, none
    expect(found.words).toEqual([
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [1, 0, 2, 0],
      [0, 0, 0, 0],
    ]);
    expect(found.figures.agreement.value).toBe(3 / 5);
    // A slice that holds everything has the figures of the whole, under the same names.
    const whole = found.slices.find(({ by, steps }) => by === "set" && steps.ruled === found.steps.ruled);
    expect(whole?.figures.agreementBinary.value).toBe(found.figures.agreementBinary.value);
    expect(found.figures.agreementBinary.value).toBe(4 / 5);
    expect(found.figures.precision.value).toBe(1 / 2);
    expect(found.figures.firstErrorAccuracy).toMatchObject({ value: 1 / 2, n: 2 });
    // One question: resampling it says nothing.
    expect(found.figures.kappa.interval).toBeNull();
    expect(found.slices.every(({ isSmall }) => isSmall)).toBe(true);
    expect(found.labellingRun).toBeNull();
  });

  test("scores stand against the reference's verdicts", async () => {
    const { calibration } = await read("person", "scored");
    expect(calibration).toMatchObject({ steps: 5, withoutVerdict: 0 });
    expect(calibration?.bins.filter(({ reasonable }) => reasonable.n > 0).map(({ from }) => from)).toEqual([
      10, 20, 80, 90,
    ]);
    expect(calibration?.agreement).toMatchObject({ least: 11, figure: { value: 1 } });
    expect((await read("scored", "person")).calibration).toBeNull();
  });

  test("a missing verdict is counted beside, and is an error that was not found", async () => {
    const found = await read("person", "second");
    expect(found.steps).toMatchObject({ all: 6, ruled: 5, missingA: 0, missingB: 1, missingBoth: 0 });
    expect(found.firstErrors).toEqual({ same: 2, of: 3, open: 0, withGaps: 1, withGapsSame: 1 });
    // The other way round it is the reference that leaves open where its first error is.
    expect((await read("second", "person")).firstErrors).toMatchObject({ of: 2, open: 1 });
  });

  test("versions of the judge's prompt stand beside each other", async () => {
    const { versions } = await read("person", "scored");
    expect(versions.map(({ run: { name, templateVersion } }) => [name, templateVersion])).toEqual([
      ["second", 2],
      ["scored", 1],
    ]);
    expect((await read("scored", "person")).versions).toEqual([]);
  });

  test("α of three judges takes what any two of them ruled on", async () => {
    const { among } = await read("person", "scored", ["second", "person"]);
    expect(among?.judges.map(({ name }) => name)).toEqual(["person", "scored", "second"]);
    expect(among?.alpha.n).toBe(14);
  });

  test("however the pool is asked for, α and scores are of what A and B have judged", async () => {
    const asked = (pool: Partial<typeof EMPTY_POOL>) =>
      readAgreement(own.db, {
        pool: { ...EMPTY_POOL, ...pool },
        a: runs.get("person") ?? 0,
        b: runs.get("scored") ?? 0,
        others: [runs.get("second") ?? 0],
      });
    const [all, byJudge] = [
      await asked({}),
      await asked({ judge: runs.get("scored") ?? 0, process: [...ProcessLabel.options] }),
    ];
    expect(byJudge.judged).toEqual(all.judged);
    expect(byJudge.among).toEqual(all.among);
    expect(byJudge.calibration).toEqual(all.calibration);
  });
});

test("the steps of a kind are those of a pool, where one is given", async () => {
  const [a, b] = [runs.get("person") ?? 0, runs.get("scored") ?? 0];
  const list = async (pool: Partial<typeof EMPTY_POOL> | null) =>
    (
      await listFlippedSteps(own.db.pool, {
        ...{ a, b, kind: null, cursor: null, limit: 10 },
        pool: pool && { ...EMPTY_POOL, ...pool },
      })
    ).steps.map(({ step, numSteps }) => [step, numSteps]);
  const all = [
    [1, 3],
    [2, 3],
  ];
  expect(await list(null)).toEqual(all);
  expect(await list({ minSteps: 3 })).toEqual(all);
  expect(await list({ maxSteps: 2 })).toEqual([]);
});

describe("a run of a review", () => {
  // Drawn: the first step of the first trajectory for certain, the last of the second as one of four.
  const drawn = async (sampling: object) => {
    const key = randomUUID();
    const name = `review:${key}:Ann`;
    await judge(name, [words(1, null), words(null, null, 1), null, null]);
    const { id } = await own.db.prisma.review.create({
      data: {
        ...{ key, name: `Spot-check ${key}`, pool: EMPTY_POOL },
        plan: { unit: "step", sampling, size: 2, seed: 1, overlap: 1, ruling: "steps", judges: [], labels: null },
        population: [],
      },
    });
    const [first, second] = await rows("SELECT id FROM trajectory ORDER BY id");
    await own.db.prisma.reviewItem.createMany({
      data: [
        { reviewId: id, idx: 0, trajectoryId: first?.id, step: 0, probability: 1, stratum: 0 },
        { reviewId: id, idx: 1, trajectoryId: second?.id, step: 2, probability: 0.25, stratum: 1 },
      ],
    });
    return { name, id };
  };

  test("of strata weights each step by its probability, and says so", async () => {
    const { name, id } = await drawn({ kind: "stratified", by: ["position"] });
    for (const found of [await read(name, "scored"), await read("scored", name)]) {
      // The judge agrees on the first, which stands for itself, and not on the second, which stands for four.
      expect(found.figures.agreementBinary).toMatchObject({ value: 1 / 5, n: 2 });
      expect(found.steps.ruled).toBe(2);
      const whole = found.slices.find(({ by, steps }) => by === "outcome" || (by === "model" && steps.ruled === 2));
      expect(whole?.figures.agreementBinary).toMatchObject({ value: 1 / 5, n: 2 });
      expect(found.sampled).toMatchObject([{ review: { id }, isWeighted: true }]);
      expect(found.sampled[0]?.note).toMatch(/weighted by 1 \/ its probability/);
    }
  });

  test("of a part of the pool has the figures of that part, and says so", async () => {
    const { name } = await drawn({ kind: "disagreement" });
    const found = await read(name, "scored");
    expect(found.figures.agreementBinary.value).toBe(1 / 2);
    expect(found.sampled).toMatchObject([{ side: "a", isWeighted: false }]);
    expect(found.sampled[0]?.note).toMatch(/only where two judging runs disagree: the figures are of that part/);
  });

  test("of two differently drawn reviews is not weighted; of a uniform one there is nothing to say", async () => {
    const [one, other] = [
      await drawn({ kind: "stratified", by: ["position"] }),
      await drawn({ kind: "stratified", by: ["tool"] }),
    ];
    const { figures, sampled } = await read(one.name, other.name);
    expect(figures.agreementBinary).toMatchObject({ value: 1, n: 2 });
    expect(sampled.map(({ isWeighted }) => isWeighted)).toEqual([false, false]);
    expect((await read((await drawn({ kind: "uniform" })).name, "scored")).sampled).toEqual([]);
  });
});
