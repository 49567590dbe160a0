/** What judges and labellers say of a trajectory: several of each, none of all. */
import type { z } from "zod";
import type { Random } from "@/domain/random";
import type { TrajectoryRecord } from "@/domain/studio-record";
import type { Rating, Verdict } from "@/domain/verdict";
import { JUDGES, LABELLERS } from "./layout";
import { prose } from "./words";

type Labels = Pick<z.input<typeof TrajectoryRecord>, "verdicts" | "outcomes">;

const SCORES: Record<`${Rating}`, readonly [number, number]> = { "1": [60, 100], "0": [40, 70], "-1": [0, 50] };
/** Of the steps that are reasonable, how many a model judge gives a reason for; the others all have one. */
const EXPLAINED = 0.1;

/** `at`: when it was produced */
export function labelsOf(random: Random, numSteps: number, at: number): Labels {
  const isCareful = random.chance(0.6);
  const truth = Array.from({ length: numSteps }, () => ratingOf(random, isCareful ? 0.02 : 0.25));
  const isCorrect = random.chance(truth.includes(-1) ? 0.35 : 0.7);
  const later = new Date(at + 3_600_000).toISOString();
  return {
    verdicts: JUDGES.flatMap((judge) =>
      random.chance(judge.coverage)
        ? [
            {
              run: judge.key,
              judgedAt: later,
              steps: truth.flatMap((rating, step) => rule(random, judge, rating, step)),
            },
          ]
        : [],
    ).filter(({ steps }) => steps.length > 0),
    outcomes: LABELLERS.flatMap((labeller) => {
      if (!random.chance(labeller.coverage)) return [];
      const correct = random.chance(labeller.agrees) ? isCorrect : !isCorrect;
      const value = labeller.kind === "metric" ? Number(correct) : null;
      return [{ run: labeller.key, correct, value, labelledAt: later }];
    }),
  };
}

const ratingOf = (random: Random, bad: number): Rating => (random.chance(bad) ? -1 : random.chance(0.04) ? 0 : 1);

/** Judges differ from what is so, and from each other, on one step in twenty. */
function rule(random: Random, judge: (typeof JUDGES)[number], truth: Rating, step: number): Verdict[] {
  if (random.chance(judge.left)) return [];
  if (random.chance(judge.unread)) return [{ step, rating: null, raw: prose(random, 8) }];
  const rating = random.chance(0.05) ? ratingOf(random, 0.3) : truth;
  const score = judge.scores ? random.int(...SCORES[`${rating}`]) : null;
  const isExplained = judge.kind === "model" && (rating !== 1 || random.chance(EXPLAINED));
  return [{ step, rating, score, ...(isExplained ? { rationale: prose(random, random.int(8, 20)) } : {}) }];
}
