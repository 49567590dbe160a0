/** What the browse table shows: one row a trajectory, facet counts, and the cursor that pages through them. */
import { z } from "zod";
import { StudioError } from "./errors";
import { Outcome } from "./filter";
import { Pool, Sort, SortKey } from "./pool";
import { Mark, ProcessLabel } from "./verdict";

/** Counts go no further: nobody reads the difference, and counting a common word takes seconds. */
export const COUNT_CAP = 100_000;
export const SEARCH_COUNT_CAP = 2_000;
/** How much of a question a row carries. */
export const QUESTION_LENGTH = 300;

export const ToolCount = z.object({ tool: z.string(), count: z.int().positive() });

export const BrowseRow = z.object({
  id: z.int(),
  questionId: z.int(),
  /** The first `QUESTION_LENGTH` characters */
  question: z.string(),
  setName: z.string(),
  /** null: not recorded */
  modelName: z.string().nullable(),
  rolloutRunName: z.string(),
  sampleIndex: z.int(),
  numSteps: z.int(),
  /** In the order of their first call */
  toolCalls: z.array(ToolCount),
  outcome: Outcome,
  /** One a step */
  marks: z.array(Mark),
  process: ProcessLabel,
  /** null: no scores */
  meanScore: z.number().nullable(),
  scoreCount: z.int(),
  /** Prompt and completion tokens together; null where either was not recorded */
  tokens: z.int().nullable(),
  endState: z.string(),
  createdAt: z.string(),
  isSample: z.boolean(),
});
export type BrowseRow = z.infer<typeof BrowseRow>;

/** A place between rows: the sort value of a row, written as text so that nothing is rounded, and its id. */
export const Position = z.object({ by: SortKey, key: z.string().nullable(), id: z.int() });
export type Position = z.infer<typeof Position>;

export const Direction = z.enum(["after", "before"]);
export type Direction = z.infer<typeof Direction>;

/** Writes a position as the opaque text that a client sends back. */
export function writeCursor(position: Position): string {
  return JSON.stringify([position.by, position.key, position.id]);
}

const KEY_SHAPES = {
  created: /^\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/,
  steps: /^\d{1,9}$/,
  score: /^\d{1,3}(\.\d{1,12})?$/,
  tokens: /^-?\d{1,12}$/,
  question: /^[^\0]*$/s,
} as const satisfies Record<SortKey, RegExp>;

/** Reads a cursor. Throws `invalid` on anything else than a cursor of this sort. */
export function readCursor(cursor: string, sort: Sort): Position {
  const given = z.tuple([SortKey, z.string().nullable(), z.int()]).safeParse(parseJson(cursor));
  const isOurs =
    given.success && given.data[0] === sort.by && (given.data[1] === null || KEY_SHAPES[sort.by].test(given.data[1]));
  if (!isOurs)
    throw new StudioError("invalid", "This place in the table belongs to another sort order: reload the page.");
  const [by, key, id] = given.data;
  return { by, key, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const PageRequest = z.object({
  pool: Pool,
  sort: Sort,
  cursor: z.string().max(2_000).nullish(),
  limit: z.int().positive().max(200).default(100),
  /** `forward` reads the rows after the cursor, `backward` those before it; rows come in sort order either way */
  direction: z.enum(["forward", "backward"]).default("forward"),
});
export type PageRequest = z.output<typeof PageRequest>;

export const Page = z.object({
  rows: z.array(BrowseRow),
  /** Where the rows after the last one begin; null at the end */
  next: z.string().nullable(),
  /** Where the rows before the first one end; null at the beginning */
  previous: z.string().nullable(),
});
export type Page = z.infer<typeof Page>;

export const CappedCount = z.object({
  /** null where even counting to the cap took too long */
  count: z.int().nullable(),
  /** There are more than `count` */
  capped: z.boolean(),
});
export type CappedCount = z.infer<typeof CappedCount>;

export const Neighbours = z.object({
  previous: z.int().nullable(),
  next: z.int().nullable(),
  /** 1 for the first trajectory; null where it is far down or not in the pool */
  position: z.int().nullable(),
  /** Whether the trajectory itself is in the pool */
  inPool: z.boolean(),
});
export type Neighbours = z.infer<typeof Neighbours>;

const Id = z.object({ id: z.int(), name: z.string().nullable(), count: z.int() });
const Named = <T extends z.ZodType>(value: T) => z.object({ value, count: z.int() });
/** null: counting took too long. */
const facet = <T extends z.ZodType>(item: T) => z.array(item).nullable();

export const Facets = z.object({
  sets: facet(Id),
  runs: facet(Id),
  /** id 0 and name null: not recorded */
  models: facet(Id),
  process: facet(Named(ProcessLabel)),
  outcome: facet(Named(Outcome)),
  endStates: facet(Named(z.string())),
  tools: facet(Named(z.string())),
  steps: facet(Named(z.int())),
});
export type Facets = z.infer<typeof Facets>;

const Choice = z.object({ id: z.int(), name: z.string(), isSample: z.boolean() });
const VersionedChoice = Choice.extend({
  version: z.int(),
  isNewest: z.boolean(),
  kind: z.string(),
  /** What a person ruled in a review: of a sample, not of a pool */
  isReview: z.boolean().optional(),
});
export const Names = z.object({
  sets: z.array(Choice),
  runs: z.array(Choice),
  models: z.array(Choice),
  judgingRuns: z.array(VersionedChoice),
  labellingRuns: z.array(VersionedChoice),
  /** With their versions, "Process v2"; the newest first */
  trainingSets: z.array(Choice.pick({ id: true, name: true })),
});
export type Names = z.infer<typeof Names>;
export type RunChoice = z.infer<typeof VersionedChoice>;

/** The judging run that a page begins with: the newest, one of a review only where there is no other; null without any. */
export function usualJudgingRun(runs: readonly Pick<RunChoice, "id" | "isReview">[]): number | null {
  const whole = runs.filter(({ isReview }) => !isReview);
  return (whole.length > 0 ? whole : runs).reduce<number | null>((id, run) => Math.max(id ?? 0, run.id), null);
}

export const SearchState = z.object({
  /** The words mean nothing to full-text search: all of them are stop words or signs */
  isEmpty: z.boolean(),
  /** Trajectories that the search cannot find yet */
  notIndexed: CappedCount,
});
export type SearchState = z.infer<typeof SearchState>;

export const ViewName = z
  .string()
  .trim()
  .min(1, "Give the view a name.")
  .max(120, "At most 120 characters.")
  .refine((name) => !name.includes("\0"), "A name cannot hold a NUL character.");
export const SavedView = z.object({ id: z.int(), name: z.string(), href: z.string() });
export type SavedView = z.infer<typeof SavedView>;
/** A view opens a page of this studio and nothing else. */
export const ViewHref = z
  .string()
  .max(8_000)
  .regex(/^\/[a-z]/, "A view starts at a page of the studio.")
  .refine((href) => !href.includes("\0"));

/** "1,234", "2,000+", or "many" where counting took too long. */
export function formatCapped({ count, capped }: CappedCount): string {
  if (count === null) return "many";
  return `${count.toLocaleString("en-US")}${capped ? "+" : ""}`;
}

export type Bin = { from: number; to: number; count: number };

/** Gathers counts by number of steps into at most `bins` bins of equal width. */
export function binSteps(counts: readonly { value: number; count: number }[], bins = 12): Bin[] {
  const values = counts.map((item) => item.value);
  if (values.length === 0) return [];
  const low = Math.min(...values);
  const width = Math.ceil((Math.max(...values) - low + 1) / bins);
  const result: Bin[] = [];
  for (const { value, count } of counts) {
    const index = Math.floor((value - low) / width);
    const from = low + index * width;
    result[index] ??= { from, to: from + width - 1, count: 0 };
    const bin = result[index];
    if (bin) bin.count += count;
  }
  const last = Math.floor((Math.max(...values) - low) / width);
  return Array.from({ length: last + 1 }, (_, index) => {
    const from = low + index * width;
    return result[index] ?? { from, to: from + width - 1, count: 0 };
  });
}

/** The query parameter that names the sort order: "steps" ascending, "-steps" descending. */
export const SORT_PARAM = "sort";

/** Writes a sort order; null at its default, newest first. */
export function writeSort(sort: Sort): string | null {
  if (sort.by === "created" && sort.descending) return null;
  return `${sort.descending ? "-" : ""}${sort.by}`;
}

/** Reads a sort order; anything unknown is the default. */
export function readSort(text: string | null): Sort {
  const by = SortKey.safeParse(text?.replace(/^-/, ""));
  return by.success ? { by: by.data, descending: text?.startsWith("-") ?? false } : Sort.parse({});
}
