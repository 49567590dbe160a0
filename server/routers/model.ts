/** Models and their lineage. What they are called and where they are served is edited by the router `endpoint`. */
import { z } from "zod";
import { listModels } from "@/server/queries/endpoint/models";
import { IterationOf, readIterationsOf } from "@/server/queries/model/iteration";
import { compareModels, ModelPair } from "@/server/services/model/compare";
import { readModel } from "@/server/services/model/read";
import { procedure, router } from "./trpc";

export const modelRouter = router({
  list: procedure.query(({ ctx }) => listModels(ctx.db.pool)),
  compare: procedure.input(ModelPair).query(({ ctx, input }) => compareModels(ctx.db, input)),
  /** Of something else: the iterations of the models that generated it, or that it trains */
  iterationsOf: procedure.input(IterationOf).query(({ ctx, input }) => readIterationsOf(ctx.db.pool, input)),
  get: procedure.input(z.object({ id: z.int32().positive() })).query(({ ctx, input }) => readModel(ctx.db, input.id)),
});
