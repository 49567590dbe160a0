/** An experiment: filters compared on one pool, its arms. */
import { z } from "zod";
import { FilterMode } from "./filter";
import { asksProcess, Filter, paperFilter } from "./filtering/filter";
import { freeName } from "./free-name";
import { Pool } from "./pool";

const LONGEST_NAME = 100;

export const Arm = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the arm a name.")
    .max(LONGEST_NAME, `At most ${LONGEST_NAME} characters.`)
    .refine((name) => !name.includes("\0"), "A name cannot hold a NUL character."),
  filter: Filter,
});
export type Arm = z.infer<typeof Arm>;

export const ExperimentPlan = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the experiment a name.")
    .max(200, "At most 200 characters.")
    .refine((name) => !name.includes("\0"), "A name cannot hold a NUL character."),
  pool: Pool,
  arms: z
    .array(Arm)
    .min(1, "An experiment needs an arm.")
    .max(12, "An experiment has twelve arms at most.")
    .refine((arms) => new Set(arms.map(({ name }) => name)).size === arms.length, "Two arms have the same name."),
  /** Arms are drawn down to the same number of distinct contexts */
  matching: z.boolean().default(false),
});
export type ExperimentPlan = z.infer<typeof ExperimentPlan>;

export const MODE_NAMES = {
  none: "None",
  outcome: "Outcome",
  process: "Process",
  "process-and-outcome": "Process and outcome",
} as const satisfies Record<FilterMode, string>;

/** The paper's four arms. */
export function paperArms(judge: number | null, labels: number | null): Arm[] {
  return FilterMode.options.map((mode) => ({ name: MODE_NAMES[mode], filter: paperFilter(mode, judge, labels) }));
}

/** The name, with a number behind it where an arm has it already. */
export function freeArmName(name: string, arms: readonly { name: string }[]): string {
  // Room for the number
  const short = name.slice(0, LONGEST_NAME - 4);
  return freeName(
    short,
    arms.map((arm) => arm.name),
  );
}

/** Judging runs whose verdicts some arm follows, in the order in which they first appear. */
export function judgesOfArms(arms: readonly Pick<Arm, "filter">[]): number[] {
  const followed = arms.flatMap(({ filter }) => (asksProcess(filter.mode) ? judgesOf(filter) : []));
  return [...new Set(followed)];
}

/** Judging runs that a filter names, the person's last, each once. */
export const judgesOf = ({ process: { judges, override } }: Filter): number[] => [
  ...new Set([...judges, ...(override === null ? [] : [override])]),
];

/** The filter with one judging run in the place of another; null where it does not follow that one's verdicts. */
export function withJudgeReplaced(filter: Filter, from: number, to: number): Filter | null {
  if (!asksProcess(filter.mode) || !judgesOf(filter).includes(from)) return null;
  const { judges, override } = filter.process;
  const swap = (id: number) => (id === from ? to : id);
  return {
    ...filter,
    process: {
      ...filter.process,
      judges: [...new Set(judges.map(swap))],
      override: override === null ? null : swap(override),
    },
  };
}
