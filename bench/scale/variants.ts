/** Seeded random questions to the studio: pools of 0 to 4 filters, sort orders, places in them, filters of arms. */
import { type Position, writeCursor } from "@/domain/browse";
import type { Arm } from "@/domain/experiment";
import { FilterMode, Outcome } from "@/domain/filter";
import { Filter, type ProcessRule } from "@/domain/filtering/filter";
import { Pool, Sort, SortKey } from "@/domain/pool";
import type { Random } from "@/domain/random";
import { ProcessLabel } from "@/domain/verdict";
import { JUDGES } from "./pool/layout";
import { producedAt } from "./pool/trajectory";
import { phrase, WORDS, word } from "./pool/words";

/** What a studio holds that filters can name. */
export type World = {
  trajectories: number;
  sets: number[];
  runs: number[];
  models: number[];
  judges: number[];
  labels: number[];
};

const some = <T>(random: Random, items: readonly T[]): T[] =>
  random.shuffled(items).slice(0, random.int(1, Math.max(1, Math.ceil(items.length / 2))));

const FILTERS: ((random: Random, world: World) => Partial<Pool>)[] = [
  (random, { sets }) => ({ sets: some(random, sets) }),
  (random, { runs }) => ({ runs: some(random, runs) }),
  (random, { models }) => ({ models: some(random, [0, ...models]) }),
  (random) => ({ process: some(random, ProcessLabel.options) }),
  (random) => ({ outcome: some(random, Outcome.options) }),
  (random) => ({ endStates: some(random, ["answered", "no-answer", "step-limit", "context-overflow"]) }),
  (random) => ({ tools: [random.pick(["search", "calculator"])] }),
  (random) => ({ minSteps: random.int(1, 6), maxSteps: random.int(6, 300) }),
  (random) => ({ minScore: random.int(0, 60), maxScore: random.int(60, 100) }),
  (random) => ({ mode: random.pick(FilterMode.options) }),
];

/** `most`: filters at most. Half of the pools name the judging and the labelling run, the others read the newest. */
export function randomPool(random: Random, world: World, most: number): Pool {
  const filters = random.shuffled(FILTERS).slice(0, random.int(0, most));
  const runs = random.chance(0.5) ? { judge: random.pick(world.judges), labels: random.pick(world.labels) } : {};
  return Pool.parse(Object.assign(runs, ...filters.map((filter) => filter(random, world))));
}

export const randomSort = (random: Random): Sort =>
  Sort.parse({ by: random.pick(SortKey.options), descending: random.chance(0.5) });

/** A place in a sort order that somebody could have paged to; null is its beginning. */
export function randomCursor(random: Random, { by }: Sort, world: World): string | null {
  if (random.chance(0.3)) return null;
  const keys: Record<SortKey, () => string> = {
    created: () => microseconds(random.int(0, world.trajectories)),
    steps: () => String(random.int(1, 12)),
    score: () => String(random.int(10, 95)),
    tokens: () => String(random.int(100, 20_000)),
    question: () => `Which ${word(random)}`,
  };
  return writeCursor({ by, key: keys[by](), id: random.int(1, world.trajectories) } satisfies Position);
}

export const microseconds = (index: number) => new Date(producedAt(index)).toISOString().replace("Z", "000Z");

/** One or two words of those that are not frequent; whether they are rare enough is the database's to say. */
export function randomTerm(random: Random): string {
  const rank = Math.floor(WORDS.length ** (0.7 + 0.3 * random.next()));
  const rare = WORDS[Math.min(rank, WORDS.length - 1)] ?? "";
  return random.chance(0.3) ? `${rare} ${phrase(random, 1)}` : rare;
}

/** Four arms, one of each mode, each with rules of its own. */
export function randomArms(random: Random, world: World): Arm[] {
  return FilterMode.options.map((mode) => ({
    name: mode,
    filter: Filter.parse({
      mode,
      process: randomRule(random, world),
      outcome: { labels: random.pick(world.labels) },
      granularity: random.pick(["trajectories", "trajectories", "prefixes"]),
      contexts: random.pick(["each", "once"]),
      caps: { perQuestion: random.chance(0.25) ? random.int(1, 4) : null },
      seed: random.int(1, 1_000),
    }),
  }));
}

const AGGREGATIONS: ((random: Random) => ProcessRule["aggregation"])[] = [
  () => ({ kind: "every-step" }),
  () => ({ kind: "every-step" }),
  (random) => ({ kind: "share", least: random.int(50, 100) }),
  (random) => ({ kind: "mean-score", least: random.int(40, 90) }),
  (random) => ({ kind: "minimum-score", least: random.int(20, 80) }),
];

function randomRule(random: Random, { judges }: World): Partial<ProcessRule> {
  const aggregation = random.pick(AGGREGATIONS)(random);
  return {
    judges: random.shuffled(judges).slice(0, random.int(1, Math.min(3, JUDGES.length))),
    join: random.pick(["any", "majority", "all"]),
    aggregation,
    neutralIsReasonable: random.chance(0.7),
    missing: random.pick(["unjudged", "reasonable", "unreasonable", "left-out"]),
  };
}
