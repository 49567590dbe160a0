/** An import's counts in words. */
import { formatCount, formatNumber } from "@/domain/format";
import type { ImportCounts } from "@/domain/import";

const KINDS = [
  ["questionSets", "question set", "question sets"],
  ["questions", "question", "questions"],
  ["passages", "passage", "passages"],
  ["models", "model", "models"],
  ["rolloutRuns", "rollout run", "rollout runs"],
  ["trajectories", "trajectory", "trajectories"],
  ["steps", "step", "steps"],
  ["judgingRuns", "judging run", "judging runs"],
  ["verdicts", "verdict", "verdicts"],
  ["labellingRuns", "labelling run", "labelling runs"],
  ["outcomes", "outcome", "outcomes"],
  ["trainingRuns", "training run", "training runs"],
] as const satisfies readonly (readonly [keyof ImportCounts, string, string])[];

/** Each kind that the file held, in the order things depend on each other. */
export function countRows(counts: ImportCounts): { kind: string; added: number; present: number }[] {
  return KINDS.flatMap(([key, , plural]) => {
    const { added, present } = counts[key];
    return added + present === 0 ? [] : [{ kind: plural, added, present }];
  });
}

/** "250 trajectories, 734 steps added; 50 questions already there". What belongs to the larger kinds is left out. */
export function describeCounts(counts: ImportCounts): string {
  const added = KINDS.flatMap(([key, one, many]) =>
    counts[key].added === 0 ? [] : [formatCount(counts[key].added, one, many)],
  );
  const present = KINDS.reduce((sum, [key]) => sum + counts[key].present, 0);
  if (added.length === 0) return present === 0 ? "Nothing to add" : "All of it was already there";
  const there = present === 0 ? "" : `; ${formatNumber(present)} already there`;
  return `${added.join(", ")} added${there}`;
}
