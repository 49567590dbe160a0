/** The runs that the studio carries out: where they stand, and pausing, resuming, cancelling. */
import { RunRef } from "@/domain/run";
import { readCurrentProgress, readProgress } from "@/server/queries/run/progress";
import { ActOnRun, actOnRun } from "@/server/services/run/act";
import { watchProgress } from "@/server/services/run/watch";
import { procedure, router } from "./trpc";

export const runsRouter = router({
  current: procedure.query(({ ctx }) => readCurrentProgress(ctx.db.pool)),
  progress: procedure.input(RunRef).query(({ ctx, input }) => readProgress(ctx.db.pool, input)),
  /** The whole list whenever it changes; a browser opens it once for all its tabs */
  watch: procedure.subscription(({ ctx, signal }) => watchProgress(ctx.db.pool, signal)),
  act: procedure.input(ActOnRun).mutation(({ ctx, input }) => actOnRun(ctx.db, input)),
});
