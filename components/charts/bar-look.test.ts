import { expect, test } from "vitest";
import { nthLook } from "./bar-look";

test("sixteen bars of one hue all look different", () => {
  const looks = Array.from({ length: 16 }, (_, n) => JSON.stringify(nthLook(n)));
  expect(new Set(looks).size).toBe(16);
  expect(nthLook(0)).toEqual({ opacity: 1 });
  expect(nthLook(4, ["3 2", "1 2"])).toEqual({ opacity: 1, dash: "1 2" });
});
