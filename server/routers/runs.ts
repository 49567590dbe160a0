/** The runs that the studio carries out: where they stand, and pausing, resuming, cancelling. */
import { z } from "zod";
import { RunRef } from "@/domain/run";
import { FailuresRequest, listRunFailures, readFailureRaw } from "@/server/queries/run/failures";
import { readCurrentProgress, readProgress } from "@/server/queries/run/progress";
import { ActOnRun, actOnRun } from "@/server/services/run/act";
import { watchProgress } from "@/server/services/run/watch";
import { procedure, router } from "./trpc";

export const runsRouter = router({
  current: procedure.query(({ ctx }) => readCurrentProgress(ctx.db.pool)),
  progress: procedure.input(RunRef).query(({ ctx, input }) => readProgress(ctx.db.pool, input)),
  /** The whole list whenever it changes; a browser opens it once for all its tabs */
  watch: procedure.subscription(({ ctx, signal }) => watchProgress(ctx.db.pool, signal)),
  failures: procedure.input(FailuresRequest).query(({ ctx, input }) => listRunFailures(ctx.db.pool, input)),
  failureRaw: procedure
    .input(z.object({ id: z.int32().positive() }))
    .query(({ ctx, input }) => readFailureRaw(ctx.db.pool, input.id)),
  act: procedure.input(ActOnRun).mutation(({ ctx, input }) => actOnRun(ctx.db, input)),
});
