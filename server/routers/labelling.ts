/** Labelling runs made here, a person's outcomes, and where two runs disagree. */
import { z } from "zod";
import { LabellingPlan } from "@/domain/labelling/settings";
import { readDisagreements } from "@/server/queries/labelling/disagreements";
import { LabelByPerson, labelByPerson } from "@/server/services/labelling/label-by-person";
import { PreviewLabelling, previewLabelling } from "@/server/services/labelling/preview";
import { readLabellingRun } from "@/server/services/labelling/read";
import { startLabelling } from "@/server/services/labelling/start";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();

export const labellingRouter = router({
  start: procedure.input(LabellingPlan).mutation(({ ctx, input }) => startLabelling(ctx.db, input)),
  preview: procedure.input(PreviewLabelling).query(({ ctx, input }) => previewLabelling(ctx.db, input)),
  get: procedure.input(z.object({ id: Id })).query(({ ctx, input }) => readLabellingRun(ctx.db, input.id)),
  disagreements: procedure
    .input(z.object({ a: Id, b: Id }))
    .query(({ ctx, input }) => readDisagreements(ctx.db.pool, input)),
  labelByPerson: procedure.input(LabelByPerson).mutation(({ ctx, input }) => labelByPerson(ctx.db, input)),
});
