import { expect, test } from "vitest";
import { EMPTY_POOL, poolFromParams } from "@/domain/pool";
import { cellHref, compareHref, keptHref, withDefaults } from "./search-params";

const poolOf = (href: string) => poolFromParams(new URLSearchParams(href.split("?")[1])).pool;

test("a bare address is about what the judging run was made on", () => {
  expect(withDefaults(EMPTY_POOL, 7)).toEqual({ ...EMPTY_POOL, judge: 7, scope: 7 });
  expect(withDefaults({ ...EMPTY_POOL, judge: 3 }, 7)).toEqual({ ...EMPTY_POOL, judge: 3, scope: 3 });
  expect(withDefaults({ ...EMPTY_POOL, judge: 3, sets: [1] }, 7)).toEqual({ ...EMPTY_POOL, judge: 3, sets: [1] });
});

test("links keep the pool and narrow it", () => {
  const pool = { ...EMPTY_POOL, judge: 3, labels: 2, scope: 3, process: ["reasonable" as const, "unjudged" as const] };
  expect(poolOf(compareHref(pool))).toEqual(pool);
  expect(poolOf(cellHref(pool, "unjudged", "correct"))).toEqual({
    ...pool,
    process: ["unjudged"],
    outcome: ["correct"],
  });
  expect(poolOf(keptHref(pool, "none"))).toEqual(pool);
  expect(poolOf(keptHref({ ...pool, mode: "outcome" }, "process")).mode).toBe("process-and-outcome");
});
