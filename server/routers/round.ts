/** Rounds: what a model was trained on, generated, judged and labelled again with that model. */
import { z } from "zod";
import { readRounds } from "@/server/queries/round/read";
import { cancelRound, retryRound } from "@/server/services/round/act";
import { readModelIterations } from "@/server/services/round/iterations";
import { openRound } from "@/server/services/round/read";
import { StartRound, startRound } from "@/server/services/round/start";
import { suggestRound } from "@/server/services/round/suggest";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();

export const roundRouter = router({
  suggest: procedure.input(z.object({ modelId: Id })).query(({ ctx, input }) => suggestRound(ctx.db, input.modelId)),
  start: procedure.input(StartRound).mutation(({ ctx, input }) => startRound(ctx.db, input)),
  list: procedure
    .input(z.object({ modelId: Id.nullable().default(null) }))
    .query(({ ctx, input }) => readRounds(ctx.db.pool, input)),
  get: procedure.input(z.object({ id: Id })).query(({ ctx, input }) => openRound(ctx.db, input.id)),
  /** What each model generated and came to, from the base on */
  iterations: procedure
    .input(z.object({ modelId: Id, judge: z.string().max(500).nullable().default(null) }))
    .query(({ ctx, input }) => readModelIterations(ctx.db, input)),
  cancel: procedure.input(z.object({ id: Id })).mutation(({ ctx, input }) => cancelRound(ctx.db, input.id)),
  retry: procedure.input(z.object({ id: Id })).mutation(({ ctx, input }) => retryRound(ctx.db, input.id)),
});
