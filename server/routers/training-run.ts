/** Training runs: where they stand, what they are made of, their figures and sampled actions. */
import { z } from "zod";
import { compareTrainingRuns } from "@/server/queries/training/compare";
import { listTrainingContexts } from "@/server/queries/training/contexts";
import { listTrainingRuns } from "@/server/queries/training/list";
import { readTrainingLog, readTrainingRun } from "@/server/queries/training/read";
import { readContextSamples } from "@/server/queries/training/samples";
import { readSeries } from "@/server/queries/training/series";
import { readTrainingState } from "@/server/queries/training/state";
import { stopTraining } from "@/server/services/training/stop";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const RunId = z.object({ id: Id });
const Words = z
  .string()
  .max(200)
  .refine((text) => !text.includes("\0"));

export const trainingRunRouter = router({
  list: procedure
    .input(
      z.object({
        /** The last id of the page before */
        cursor: Id.nullable().default(null),
        limit: z.int().min(1).max(200).default(50),
        search: Words.default(""),
        isOpen: z.boolean().default(false),
      }),
    )
    .query(({ ctx, input }) => listTrainingRuns(ctx.db.pool, input)),
  get: procedure.input(RunId).query(({ ctx, input }) => readTrainingRun(ctx.db.pool, input.id)),
  state: procedure.input(RunId).query(({ ctx, input }) => readTrainingState(ctx.db.pool, input.id)),
  stop: procedure.input(RunId).mutation(({ ctx, input }) => stopTraining(ctx.db, input.id)),

  series: procedure
    .input(
      z.object({
        runId: Id,
        since: z.int32().nonnegative().default(0),
        epoch: z.int32().nonnegative().nullable().default(null),
      }),
    )
    .query(({ ctx, input }) => readSeries(ctx.db.pool, input)),
  compare: procedure
    .input(z.object({ ids: z.array(Id).max(6) }))
    .query(({ ctx, input }) => compareTrainingRuns(ctx.db.pool, input.ids)),
  contexts: procedure
    .input(z.object({ runId: Id }))
    .query(({ ctx, input }) => listTrainingContexts(ctx.db.pool, input.runId)),
  samples: procedure
    .input(z.object({ runId: Id, context: Words }))
    .query(({ ctx, input }) => readContextSamples(ctx.db.pool, input)),
  log: procedure
    .input(z.object({ id: Id, attempt: z.int().min(1).max(32_767) }))
    .query(({ ctx, input }) => readTrainingLog(ctx.db.pool, input)),
});
