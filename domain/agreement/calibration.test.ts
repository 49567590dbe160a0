import fc from "fast-check";
import { expect, test } from "vitest";
import { NO_SCORE, NO_VERDICT } from "../filtering/pool-table";
import { randomFor } from "../random";
import { calibrate } from "./calibration";
import { clusterByQuestion } from "./clusters";
import { agreementShare, cohensKappa } from "./kappa";

type Step = readonly [rating: number, score: number];

/** Every step a trajectory and a question of its own. */
function calibrationOf(steps: readonly Step[]) {
  const table = { size: steps.length, offset: Int32Array.from({ length: steps.length + 1 }, (_, at) => at) };
  const clusters = clusterByQuestion(Int32Array.from(steps, (_, at) => at));
  const reference = {
    rating: Int8Array.from(steps, ([rating]) => rating),
    judged: new Uint8Array(steps.length).fill(1),
  };
  const score = Int16Array.from(steps, ([, points]) => points);
  return calibrate(table, clusters, reference, score, randomFor("calibration").next);
}

test("bins, expected error and thresholds are those of the steps one by one", () => {
  const step = fc.tuple(
    fc.constantFrom(-1, 0, 1, NO_VERDICT),
    fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(NO_SCORE)),
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
      const found = calibrationOf(steps);
      const known = steps.filter(([rating, score]) => rating !== NO_VERDICT && score !== NO_SCORE);
      if (known.length === 0) {
        expect(found).toBeNull();
        return;
      }
      expect(found?.steps).toBe(known.length);
      expect(found?.withoutVerdict).toBe(
        steps.filter(([rating, score]) => rating === NO_VERDICT && score !== NO_SCORE).length,
      );
      const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
      let ece = 0;
      for (const bin of found?.bins ?? []) {
        const inside = known.filter(([, score]) => score >= bin.from && score <= bin.to);
        expect(bin.reasonable.n).toBe(inside.length);
        if (inside.length === 0) continue;
        const share = inside.filter(([rating]) => rating >= 0).length / inside.length;
        expect(bin.reasonable.value).toBeCloseTo(share, 12);
        expect(bin.meanScore).toBeCloseTo(mean(inside.map(([, score]) => score)), 9);
        ece += (inside.length / known.length) * Math.abs(share - mean(inside.map(([, score]) => score)) / 100);
      }
      expect(found?.ece).toBeCloseTo(ece, 12);
      const squareAt = (least: number) => {
        const count = (isReasonable: boolean, isAbove: boolean) =>
          known.filter(([rating, score]) => rating >= 0 === isReasonable && score >= least === isAbove).length;
        return [
          [count(false, false), count(false, true)],
          [count(true, false), count(true, true)],
        ];
      };
      const thresholds = Array.from({ length: 100 }, (_, at) => at + 1);
      const most = Math.max(...thresholds.map((least) => agreementShare(squareAt(least)) ?? 0));
      expect(found?.agreement.figure.value).toBeCloseTo(most, 12);
      expect(found?.agreement.least).toBe(
        thresholds.find((least) => (agreementShare(squareAt(least)) ?? 0) >= most - 1e-12),
      );
      const kappas = thresholds.flatMap((least) => cohensKappa(squareAt(least)) ?? []);
      if (kappas.length === 0) expect(found?.kappa).toBeNull();
      else expect(found?.kappa?.figure.value).toBeCloseTo(Math.max(...kappas), 9);
    }),
    { numRuns: 30 },
  );
});

test("a judge whose scores are what they say has next to no error", () => {
  const random = randomFor("calibrated");
  const steps = Array.from({ length: 4_000 }, (): Step => {
    const score = random.int(0, 100);
    return [random.chance(score / 100) ? 1 : -1, score];
  });
  const found = calibrationOf(steps);
  expect(found?.ece).toBeLessThan(0.03);
  expect(Math.abs((found?.agreement.least ?? 0) - 50)).toBeLessThan(8);
});
