import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  markOf,
  marksOf,
  PROCESS_CODE,
  ProcessLabel,
  processLabel,
  Rating,
  summariseVerdicts,
  Verdict,
} from "./verdict";

const rating = fc.constantFrom<Rating | null>(-1, 0, 1, null);
const score = fc.option(fc.integer({ min: 0, max: 100 }), { nil: null });

/** Verdicts on some steps of a trajectory, in any order. */
const judged = fc.array(fc.option(fc.record({ rating, score })), { maxLength: 24 }).chain((steps) => {
  const verdicts = steps.flatMap((given, step) => (given ? [{ step, ...given }] : []));
  return fc.record({
    numSteps: fc.constant(steps.length),
    verdicts: fc.shuffledSubarray(verdicts, { minLength: verdicts.length }),
  });
});

describe("summariseVerdicts", () => {
  test("the masks are as long as the trajectory and partition the steps that have a verdict", () => {
    fc.assert(
      fc.property(judged, ({ verdicts, numSteps }) => {
        const { reasonable, neutral, unreasonable } = summariseVerdicts(verdicts, numSteps);
        for (let step = 0; step < numSteps; step++) {
          const given = verdicts.find((verdict) => verdict.step === step)?.rating ?? null;
          const bits = [unreasonable[step], neutral[step], reasonable[step]];
          expect(bits).toEqual([-1, 0, 1].map((one) => (one === given ? "1" : "0")));
        }
        expect([reasonable, neutral, unreasonable].map((mask) => mask.length)).toEqual([numSteps, numSteps, numSteps]);
      }),
    );
  });

  test("marksOf gives back what each step was given", () => {
    fc.assert(
      fc.property(judged, ({ verdicts, numSteps }) => {
        const marks = marksOf(summariseVerdicts(verdicts, numSteps));
        const given = Array.from({ length: numSteps }, (_, step) =>
          markOf(verdicts.find((verdict) => verdict.step === step)?.rating),
        );
        expect(marks).toEqual(given);
        expect(processLabel(marks)).toBe(summariseVerdicts(verdicts, numSteps).process);
      }),
    );
  });

  test("unreasonable if any step is; else unjudged if any has no verdict; else reasonable", () => {
    fc.assert(
      fc.property(judged, ({ verdicts, numSteps }) => {
        const ratings = Array.from(
          { length: numSteps },
          (_, step) => verdicts.find((one) => one.step === step)?.rating,
        );
        const { process, firstUnreasonable } = summariseVerdicts(verdicts, numSteps);
        if (ratings.includes(-1)) expect(process).toBe("unreasonable");
        else if (numSteps === 0 || ratings.some((one) => one === null || one === undefined))
          expect(process).toBe("unjudged");
        else expect(process).toBe("reasonable");
        expect(firstUnreasonable).toBe(ratings.includes(-1) ? ratings.indexOf(-1) : null);
      }),
    );
  });

  test("neutral counts as reasonable", () => {
    expect(
      summariseVerdicts(
        [
          { step: 0, rating: 0 },
          { step: 1, rating: 1 },
        ],
        2,
      ).process,
    ).toBe("reasonable");
    expect(summariseVerdicts([{ step: 0, rating: 0 }], 1).process).toBe("reasonable");
  });

  test("no verdict is unjudged, whether nothing was said or nothing could be read; a mistake elsewhere outweighs it", () => {
    expect(summariseVerdicts([{ step: 0, rating: 1 }], 2).process).toBe("unjudged");
    expect(
      summariseVerdicts(
        [
          { step: 0, rating: 1 },
          { step: 1, rating: null, raw: "…" },
        ],
        2,
      ).process,
    ).toBe("unjudged");
    expect(summariseVerdicts([{ step: 0, rating: -1 }], 2).process).toBe("unreasonable");
    expect(summariseVerdicts([], 0).process).toBe("unjudged");
  });

  test("scores: minimum, sum and count of those given; a zero is a score", () => {
    fc.assert(
      fc.property(judged, ({ verdicts, numSteps }) => {
        const scores = verdicts.flatMap((verdict) => verdict.score ?? []);
        const { scoreMin, scoreSum, scoreCount } = summariseVerdicts(verdicts, numSteps);
        expect([scoreSum, scoreCount]).toEqual([scores.reduce((sum, one) => sum + one, 0), scores.length]);
        expect(scoreMin).toBe(scores.length === 0 ? null : Math.min(...scores));
      }),
    );
    expect(summariseVerdicts([{ step: 0, rating: 1, score: 0 }], 1)).toMatchObject({ scoreMin: 0, scoreCount: 1 });
  });

  test("the order of verdicts does not matter", () => {
    fc.assert(
      fc.property(judged, ({ verdicts, numSteps }) => {
        const sorted = [...verdicts].sort((a, b) => a.step - b.step);
        expect(summariseVerdicts(verdicts, numSteps)).toEqual(summariseVerdicts(sorted, numSteps));
      }),
    );
  });

  test("refuses a verdict outside the trajectory, and a second one for a step", () => {
    expect(() => summariseVerdicts([{ step: 2, rating: 1 }], 2)).toThrow(RangeError);
    const twice: Verdict[] = [
      { step: 0, rating: 1 },
      { step: 0, rating: 1 },
    ];
    expect(() => summariseVerdicts(twice, 1)).toThrow(RangeError);
  });
});

test("a verdict is whole: ratings −1, 0, 1, none; scores 0 to 100 without fractions", () => {
  for (const value of [-1, 0, 1, null]) expect(Verdict.safeParse({ step: 0, rating: value }).success).toBe(true);
  for (const value of [2, 0.5, "1", true, undefined])
    expect(Verdict.safeParse({ step: 0, rating: value }).success).toBe(false);
  for (const value of [0, 100, null, undefined])
    expect(Verdict.safeParse({ step: 0, rating: 1, score: value }).success).toBe(true);
  for (const value of [-1, 101, 50.5])
    expect(Verdict.safeParse({ step: 0, rating: 1, score: value }).success).toBe(false);
});

test("every process label has a code of its own", () => {
  expect(new Set(ProcessLabel.options.map((label) => PROCESS_CODE[label])).size).toBe(3);
  expect(Rating.safeParse(PROCESS_CODE.unreasonable).success).toBe(true);
});
