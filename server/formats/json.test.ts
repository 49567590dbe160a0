import { expect, test } from "vitest";
import { parseJson } from "./json";

const parse = (text: string) => parseJson(Buffer.from(text));

test("values, duplicate keys as JSON.parse takes them", () => {
  expect(parse('{"a":1,"a":2,"__proto__":{"x":1}}')).toEqual({ value: JSON.parse('{"a":2,"__proto__":{"x":1}}') });
  expect(({} as { x?: number }).x).toBeUndefined();
});

test("what is no JSON says why", () => {
  expect(parse('{"a": oops}')).toMatchObject({ reject: expect.stringContaining("not valid JSON: ") });
  expect(parseJson(Buffer.from([0x22, 0xff, 0x22]))).toEqual({ reject: "not valid UTF-8" });
});

test("depth is bounded before parsing", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect(parse(nested(200))).toHaveProperty("value");
  expect(parse(nested(201))).toEqual({ reject: "nested deeper than 200 levels" });
  expect(parse("[".repeat(10_000_000))).toEqual({ reject: "nested deeper than 200 levels" });
  expect(parse(`[${"[],".repeat(2_600_000)}1]`)).toEqual({ reject: "holds more than 5 million values" });
  expect(parse(`["${"[,".repeat(6_000_000)}"]`)).toHaveProperty("value");
  expect(parse(JSON.stringify({ text: '\\"[{'.repeat(1000) }))).toHaveProperty("value");
});

test("a number that would become an infinity is no value; one as small as nothing is", () => {
  const reject = "holds a number too large to be kept, such as 1e400";
  for (const text of ['{"a":[1e400]}', "[-1E+999]", `[${"9".repeat(400)}]`]) expect(parse(text)).toEqual({ reject });
  for (const text of ["1e308", "[1e-400]", '{"a":"1e400","b":true}', `["${"9".repeat(400)}"]`])
    expect(parse(text)).toEqual({ value: JSON.parse(text) });
});
