/** What is measured, in which unit, beside what, and what is asked of it at a million trajectories on two cores. */

export type Unit = "ms" | "MB" | "GB" | "MB/s" | "trajectories/s";
/** Of a rate more is better, of everything else less. */
export const isRate = (unit: Unit): boolean => unit.endsWith("/s");

export type Goal = {
  /** At most, or for a rate at least */
  median?: number;
  p95?: number;
  /** At least so much of the limit's speed */
  ratio?: number;
};

export type Measure = { unit: Unit; goal: Goal | null; says: string; beside: string | null };

export const MEASURES = {
  import: {
    unit: "trajectories/s",
    goal: { ratio: 0.5 },
    says: "a file in the studio's own format, from its first byte until all is committed and in the tables' indexes",
    beside: "plain COPY of the same rows into the same tables without indexes",
  },
  "import-searchable": {
    unit: "trajectories/s",
    goal: null,
    says: "the same until the worker's job has made every step's words searchable, too",
    beside: "plain COPY of these rows, the search words among them",
  },
  browse: {
    unit: "ms",
    goal: { median: 10, p95: 50 },
    says: "a page of 100 rows, 0 to 4 filters, any sort, from anywhere in the order",
    beside: "walking an index over 101 entries",
  },
  facets: { unit: "ms", goal: { p95: 60 }, says: "all exact counts beside the filters, 0 to 4 of them", beside: null },
  search: {
    unit: "ms",
    goal: { p95: 80 },
    says: "a page of 100 rows for one or two words, found in at most 1 % of the steps",
    beside: null,
  },
  experiment: {
    unit: "ms",
    goal: { p95: 300 },
    says: "all figures of four arms of any filters",
    beside: "a sequential scan of the compact rows",
  },
  threshold: { unit: "ms", goal: { p95: 50 }, says: "the whole curve, for each way of adding up", beside: null },
  export: {
    unit: "MB/s",
    goal: { median: 250 },
    says: "sub-trajectories, from the request to the last byte on disk",
    beside: "as many of the same bytes written to the same disk",
  },
  "export-memory": {
    unit: "MB",
    goal: { p95: 200 },
    says: "the most that the exporting process held, its code included",
    beside: null,
  },
  "trajectory-5": { unit: "ms", goal: { p95: 50 }, says: "all that a page of 5 steps asks for", beside: null },
  "trajectory-300": { unit: "ms", goal: { p95: 150 }, says: "all that a page of 300 steps asks for", beside: null },
  "judging-commit": {
    unit: "trajectories/s",
    goal: { median: 5_000 },
    says: "verdicts with compact rows, in the engine's own commits of 256 trajectories",
    beside: null,
  },
  disk: { unit: "GB", goal: { median: 8 }, says: "the database: all tables and indexes", beside: null },
} as const satisfies Record<string, Measure>;

export type Work = keyof typeof MEASURES;
export const WORKS = Object.keys(MEASURES) as Work[];
export const measureOf = (work: Work): Measure => MEASURES[work];

/** What the goals are for; of a smaller pool they say little. */
export const GOAL_TRAJECTORIES = 1_000_000;
/** The pool that growth is told against */
export const SMALLER_TRAJECTORIES = 10_000;

/** "median < 10 ms, p95 < 50 ms"; null where nothing is asked. */
export function goalText({ unit, goal }: Measure): string | null {
  if (goal === null) return null;
  const sign = isRate(unit) ? "≥" : "<";
  const bounds = (["median", "p95"] as const).flatMap((name) =>
    goal[name] === undefined ? [] : [`${name} ${sign} ${goal[name].toLocaleString("en-US")} ${unit}`],
  );
  if (goal.ratio !== undefined) bounds.push(`≥ ${goal.ratio} of the limit`);
  return bounds.join(", ");
}

/** null where nothing is asked. */
export function isMet(
  { unit, goal }: Measure,
  row: { median: number; p95: number; ratio: number | null },
): boolean | null {
  if (goal === null) return null;
  const holds = (bound: number | undefined, value: number) =>
    bound === undefined || (isRate(unit) ? value >= bound : value < bound);
  const isFastEnough = goal.ratio === undefined || (row.ratio !== null && row.ratio >= goal.ratio);
  return holds(goal.median, row.median) && holds(goal.p95, row.p95) && isFastEnough;
}
