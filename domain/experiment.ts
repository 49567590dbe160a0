/** An experiment: filters compared on one pool, its arms. */
import { z } from "zod";
import { FilterMode } from "./filter";
import { Filter, paperFilter } from "./filtering/filter";
import { Pool } from "./pool";

export const Arm = z.object({
  name: z.string().trim().min(1, "Give the arm a name.").max(100),
  filter: Filter,
});
export type Arm = z.infer<typeof Arm>;

export const ExperimentPlan = z.object({
  name: z.string().trim().min(1, "Give the experiment a name.").max(200),
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
