/** Training sets: what filters kept, frozen. */
import { z } from "zod";
import { runsOfSet } from "@/domain/lineage/recipe";
import { FreezeRequest } from "@/domain/training-set/training-set";
import { readRecipe } from "@/server/queries/lineage/recipe";
import { readDifferenceRows, readSetDifference } from "@/server/queries/training-set/difference";
import {
  listTrainingSets,
  readNextVersion,
  readTrainingSet,
  readVersions,
  setsWithTrajectory,
} from "@/server/queries/training-set/read";
import { readCard } from "@/server/services/training-set/card";
import { RemoveTrainingSet, removeTrainingSet } from "@/server/services/training-set/remove";
import { startFreezing } from "@/server/services/training-set/start";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const ById = z.object({ id: Id });
const ByName = z.object({ name: z.string().refine((name) => !name.includes("\0")) });
const Two = z.object({ first: Id, second: Id });

export const trainingSetRouter = router({
  list: procedure.query(({ ctx }) => listTrainingSets(ctx.db.pool)),
  get: procedure.input(ById).query(({ ctx, input }) => readTrainingSet(ctx.db.pool, input.id)),
  versions: procedure.input(ByName).query(({ ctx, input }) => readVersions(ctx.db.pool, input.name)),
  nextVersion: procedure.input(ByName).query(({ ctx, input }) => readNextVersion(ctx.db.pool, input.name)),
  card: procedure.input(ById).query(({ ctx, input }) => readCard(ctx.db, input.id, null)),
  freeze: procedure.input(FreezeRequest).mutation(({ ctx, input }) => startFreezing(ctx.db, input)),
  remove: procedure.input(RemoveTrainingSet).mutation(({ ctx, input }) => removeTrainingSet(ctx.db, input)),
  ofTrajectory: procedure.input(ById).query(({ ctx, input }) => setsWithTrajectory(ctx.db.pool, input.id)),
  recipe: procedure
    .input(ById)
    .query(async ({ ctx, input }) => readRecipe(ctx.db.pool, runsOfSet(await readTrainingSet(ctx.db.pool, input.id)))),
  difference: procedure.input(Two).query(({ ctx, input }) => readSetDifference(ctx.db.pool, input.first, input.second)),
  differenceRows: procedure
    .input(Two.extend({ cursor: Id.nullable().default(null), limit: z.int().min(1).max(200).default(50) }))
    .query(({ ctx, input }) => readDifferenceRows(ctx.db.pool, input)),
});
