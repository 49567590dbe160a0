/** What an import reports: how many rows of each kind were added, were already there, or could not be used. */
import { z } from "zod";

const Count = z.int().nonnegative().default(0);
const Tally = z.object({ added: Count, present: Count }).prefault({});

export const ImportCounts = z.object({
  questionSets: Tally,
  questions: Tally,
  passages: Tally,
  models: Tally,
  rolloutRuns: Tally,
  trajectories: Tally,
  steps: Tally,
  judgingRuns: Tally,
  verdicts: Tally,
  labellingRuns: Tally,
  outcomes: Tally,
  trainingRuns: Tally,
  evalMatrices: Tally,
});
export type ImportCounts = z.infer<typeof ImportCounts>;

export const ImportStatus = z.enum(["running", "done", "refused", "failed"]);
export type ImportStatus = z.infer<typeof ImportStatus>;

export const ImportReport = z.object({
  id: z.int(),
  fileName: z.string(),
  format: z.string().nullable(),
  status: ImportStatus,
  message: z.string().nullable(),
  /** Bytes of the file read so far, as sent (compressed where it is) */
  bytes: z.number(),
  totalBytes: z.number().nullable(),
  counts: ImportCounts,
  rejected: z.int(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;
