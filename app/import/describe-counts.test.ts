import { describe, expect, it } from "vitest";
import { ImportCounts } from "@/domain/import";
import { countRows, describeCounts } from "./describe-counts";

describe("an import's counts in words", () => {
  it("names what was added and how much was there", () => {
    const counts = ImportCounts.parse({
      questions: { added: 0, present: 50 },
      trajectories: { added: 250, present: 0 },
      judgingRuns: { added: 1, present: 0 },
    });
    expect(describeCounts(counts)).toBe("250 trajectories, 1 judging run added; 50 already there");
    expect(countRows(counts)).toEqual([
      { kind: "questions", added: 0, present: 50 },
      { kind: "trajectories", added: 250, present: 0 },
      { kind: "judging runs", added: 1, present: 0 },
    ]);
  });

  it("says when a second import adds nothing", () => {
    expect(describeCounts(ImportCounts.parse({ steps: { present: 734 } }))).toBe("All of it was already there");
    expect(describeCounts(ImportCounts.parse({}))).toBe("Nothing to add");
  });
});
