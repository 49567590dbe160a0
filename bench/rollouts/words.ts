/** What the benchmark's processes tell each other, and what it reports. */
import { z } from "zod";

export const BareWork = z.object({
  url: z.url(),
  bodiesFile: z.string(),
  loops: z.int().positive(),
  requests: z.int().positive(),
});
export type BareWork = z.infer<typeof BareWork>;

export const Timed = z.object({ requests: z.int(), ms: z.number() });
export type Timed = z.infer<typeof Timed>;

export type Sizes = {
  /** Rollout runs, each beside as many completions by the bare generator */
  pairs: number;
  /** Questions a run, five trajectories each */
  questions: number;
};

export type Report = {
  /** Engine over bare, the median of the pairs */
  ratio: number;
  /** Completions a second, medians */
  engine: number;
  bare: number;
  pairs: { engine: number; bare: number; ratio: number }[];
  trajectories: number;
  completions: number;
  latencyMs: number;
  slots: number;
  /** Resident memory of the worker in MB, in the first and last third of what came after the first run */
  memory: { first: number; last: number; max: number; samples: number[] } | null;
  /** CPU time over wall time, while the engine worked */
  cpu: { worker: number; server: number } | null;
};
