import { describe, expect, it } from "vitest";
import { EMPTY_POOL, Pool } from "@/domain/pool";
import { DEFAULT_COLUMNS } from "./column-ids";
import { readState, writeState } from "./search-params";

describe("the query string", () => {
  it("is empty at the defaults", () => {
    const state = readState(new URLSearchParams());
    expect(writeState(state)).toBe("");
    expect(state).toEqual({
      pool: EMPTY_POOL,
      sort: { by: "created", descending: true },
      columns: DEFAULT_COLUMNS,
      agreement: [],
      ignored: [],
    });
  });

  it("carries filter, sort order, columns, and whose agreement the pool is for", () => {
    const state = {
      pool: Pool.parse({ sets: [1, 2], tools: ["search", "a&b"], search: 'river "two words"', minScore: 12.5 }),
      sort: { by: "score", descending: false } as const,
      columns: ["question", "score"] as const,
      agreement: [7, 3, 12],
    };
    expect(readState(new URLSearchParams(writeState(state)))).toEqual({ ...state, ignored: [] });
  });

  it.each(["", "7", "7,", "7,x", "0,1", "7,3\n"])("takes %j for no two judging runs", (text) => {
    expect(readState(new URLSearchParams({ "for-agreement": text })).agreement).toEqual([]);
  });

  it("names what it cannot read and shows the rest", () => {
    const state = readState(new URLSearchParams("set=x&outcome=correct&columns=nothing&sort=nothing"));
    expect(state.ignored).toEqual(["set"]);
    expect(state.pool.outcome).toEqual(["correct"]);
    expect(state.columns).toEqual(DEFAULT_COLUMNS);
  });
});
