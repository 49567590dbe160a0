/** Training and evaluating all arms of an experiment. */
import { z } from "zod";
import { ArmTrainingChoice, StartArmTraining } from "@/domain/arm-training/plan";
import { StudioError } from "@/domain/errors";
import { readArmTrainings } from "@/server/queries/arm-training/read";
import { cancelArmTraining } from "@/server/services/arm-training/cancel";
import { planArmTraining } from "@/server/services/arm-training/plan";
import { startArmTraining } from "@/server/services/arm-training/start";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();

export const armTrainingRouter = router({
  /** What a choice comes to: jobs, tokens, time */
  plan: procedure.input(ArmTrainingChoice).query(({ ctx, input }) => planArmTraining(ctx.db, input)),
  start: procedure.input(StartArmTraining).mutation(({ ctx, input }) => startArmTraining(ctx.db, input)),
  list: procedure.input(z.object({ experimentId: Id })).query(({ ctx, input }) => readArmTrainings(ctx.db.pool, input)),
  get: procedure.input(z.object({ id: Id })).query(async ({ ctx, input }) => {
    const [found] = await readArmTrainings(ctx.db.pool, input);
    if (!found) throw new StudioError("not-found", `There is no training of arms ${input.id}.`);
    return found;
  }),
  cancel: procedure.input(z.object({ id: Id })).mutation(({ ctx, input }) => cancelArmTraining(ctx.db, input.id)),
});
