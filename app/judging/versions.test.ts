import { describe, expect, it } from "vitest";
import { groupVersions } from "./versions";

describe("groupVersions", () => {
  it("puts older versions under the newest and keeps the order of the keys", () => {
    const runs = [
      { key: "human", version: 1 },
      { key: "deepseek", version: 1 },
      { key: "human", version: 3 },
      { key: "human", version: 2 },
    ];
    expect(groupVersions(runs)).toEqual([
      {
        newest: { key: "human", version: 3 },
        older: [
          { key: "human", version: 2 },
          { key: "human", version: 1 },
        ],
      },
      { newest: { key: "deepseek", version: 1 }, older: [] },
    ]);
  });
});
