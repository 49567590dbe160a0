import { expect, test } from "vitest";
import { freeName } from "./free-name";

test.each<[string, string[], string]>([
  ["Pilot", [], "Pilot"],
  ["Pilot", ["Pilot run"], "Pilot"],
  ["Pilot", ["Pilot"], "Pilot 2"],
  ["Pilot", ["pilot", "Pilot 2", "Pilot 3"], "Pilot 4"],
  ["Pilot 2", ["Pilot", "Pilot 2"], "Pilot 3"],
  ["Pilot 7", ["Pilot", "Pilot 7"], "Pilot 2"],
  ["Llama 3", ["Llama 3"], "Llama 3 2"],
  ["", [], ""],
])("%j beside %j is %j", (name, taken, free) => expect(freeName(name, taken)).toBe(free));

test("a name stays as long as a name may be", () => {
  const name = "x".repeat(200);
  expect(freeName(name, [name])).toBe(`${"x".repeat(198)} 2`);
});
