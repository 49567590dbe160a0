/** Values that no program expects, and records in which one of them stands where another was. */
import fc from "fast-check";

/** Long, and such that no compression makes it short. */
const longText = (length: number) => {
  let state = 7;
  return Array.from({ length }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(0x4e00 + ((state >> 11) % 20_000));
  }).join("");
};
const LONG = longText(10_000);
const nested = (depth: number) => Array.from({ length: depth }).reduce<unknown>((inner) => [inner], 0);

export const HOSTILE: readonly unknown[] = [
  ...["", " ", "\0", "a\0b", "\ud800", "x\udfff", "\u202e", "\uFEFF", LONG, "x".repeat(10_000), "../../../etc/passwd"],
  ...[
    "'; DROP TABLE step; --",
    "%s%n",
    "{{7*7}}",
    "-".repeat(390),
    "=1+1",
    "<script>",
    "__proto__",
    "constructor",
    "1e400",
    "NaN",
  ],
  ...["http://169.254.169.254/", "file:///etc/passwd", "http://127.0.0.1:9/v1", "ftp://x", "javascript:1", "://"],
  ...["0000-01-01T00:00:00Z", "9999-12-31T23:59:59+15:59", `2024-01-01T00:00:00.${"1".repeat(200)}Z`, "2024-02-30"],
  ...[0, -0, -1, 1, 2, 101, 0.1, 32_768, 2_147_483_647, 2_147_483_648, -2_147_483_649, 4_294_967_296],
  ...[2 ** 53, -(2 ** 53), 2 ** 53 + 2, 2 ** 63, 2 ** 64, 1e21, 1e308, -1e308, 5e-324],
  ...[true, false, null, [], {}, [[]], [{}], [null], { __proto__: null }, { toString: 1 }, nested(50)],
  Array.from({ length: 5_000 }, (_, index) => index),
  JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":1}}'),
];
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
);

type Place = { holder: Record<string, unknown>; name: string };

/** Every place of a JSON value that holds something, inner ones too. */
function placesIn(value: unknown): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [{ holder, name }, ...placesIn(holder[name])]);
}

export type ValueChange = { at: number; value: unknown; how: "replace" | "remove" | "rename" };
export const valueChange: fc.Arbitrary<ValueChange> = fc.record({
  at: fc.nat(),
  value: hostile,
  how: fc.constantFrom<ValueChange["how"]>("replace", "replace", "replace", "remove", "rename"),
});

/** The JSON value with one place changed. */
export function withChange(value: unknown, { at, value: other, how }: ValueChange): unknown {
  const copy = structuredClone(value);
  const places = placesIn(copy);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return other;
  const { holder, name } = place;
  if (how === "replace") holder[name] = other;
  else if (Array.isArray(holder)) holder.splice(Number(name), 1);
  else {
    if (how === "rename") holder[typeof other === "string" ? other.slice(0, 500) : "__proto__"] = holder[name];
    delete holder[name];
  }
  return copy;
}
