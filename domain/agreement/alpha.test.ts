import fc from "fast-check";
import { expect, test } from "vitest";
import { addCoincidences, krippendorffsAlpha, type Level } from "./alpha";
import { cohensKappa } from "./kappa";

type Unit = readonly (number | null)[];

/** Units of values 0 to `categories` - 1; null where a judge said nothing. */
function alphaOf(units: readonly Unit[], categories: number, level: Level): number | null {
  const table = Array.from({ length: categories }, () => new Array<number>(categories).fill(0));
  for (const unit of units) {
    const counts = Array.from({ length: categories }, (_, category) => unit.filter((one) => one === category).length);
    addCoincidences(counts, (from, to, weight) => {
      const row = table[from] ?? [];
      row[to] = (row[to] ?? 0) + weight;
    });
  }
  return krippendorffsAlpha(table, level);
}

test("four observers, twelve units and missing values: the paper's own data (2011, section C)", () => {
  const observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
  const units = Array.from({ length: 12 }, (_, unit) =>
    observers.map((row) => (row[unit] === "." ? null : Number(row[unit]) - 1)),
  );
  expect(alphaOf(units, 5, "nominal")).toBeCloseTo(0.743, 3);
  expect(alphaOf(units, 5, "ordinal")).toBeCloseTo(0.815, 3);
});

/** Any ratings will do, as long as they are the same each time. */
function threeJudges(): Unit[] {
  let state = 7;
  const draw = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  const known = (value: number) => (value === 3 ? null : value);
  return Array.from({ length: 60 }, () => {
    const a = draw() % 4;
    const b = draw() % 3 ? a : draw() % 4;
    return [a, b, draw() % 4].map(known);
  });
}

test("as krippendorff 0.9.0 and scikit-learn 1.9.1 compute them on 60 units of three judges", () => {
  const units = threeJudges();
  expect(alphaOf(units, 3, "nominal")).toBeCloseTo(0.34424778761061947, 12);
  expect(alphaOf(units, 3, "ordinal")).toBeCloseTo(0.35476536761629995, 12);
  const both = units.filter(([a, b]) => a !== null && b !== null);
  expect(both).toHaveLength(45);
  const count = (a: number, b: number) => both.filter((unit) => unit[0] === a && unit[1] === b).length;
  const table = [0, 1, 2].map((a) => [0, 1, 2].map((b) => count(a, b)));
  expect(cohensKappa(table)).toBeCloseTo(0.6646795827123696, 12);
});

/** 1 - observed / expected disagreement, from all pairs of values (Krippendorff 2004, chapter 11). */
function slowAlpha(units: readonly Unit[], level: Level): number | null {
  const pairable = units.map((unit) => unit.filter((one) => one !== null)).filter((values) => values.length > 1);
  const all = pairable.flat();
  const distance = (a: number, b: number) => {
    if (a === b) return 0;
    if (level === "nominal") return 1;
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const ends = all.filter((one) => one === low || one === high).length / 2;
    return (all.filter((one) => one >= low && one <= high).length - ends) ** 2;
  };
  const pairs = (values: readonly number[]) =>
    values
      .flatMap((a, i) => values.flatMap((b, j) => (i === j ? [] : [distance(a, b)])))
      .reduce((sum, d) => sum + d, 0);
  const observed = pairable.reduce((sum, values) => sum + pairs(values) / (values.length - 1), 0) / all.length;
  const expected = pairs(all) / (all.length * (all.length - 1));
  return all.length === 0 || expected === 0 ? null : 1 - observed / expected;
}

test.each<Level>(["nominal", "ordinal"])("%s α is that of all pairs of values", (level) => {
  const value = fc.option(fc.nat(3), { freq: 3 });
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 2, maxLength: 5 }), { maxLength: 12 }), (units) => {
      const [fast, slow] = [alphaOf(units, 4, level), slowAlpha(units, level)];
      if (slow === null) expect(fast).toBeNull();
      else expect(fast).toBeCloseTo(slow, 9);
    }),
  );
});
