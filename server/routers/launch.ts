/** Launching training runs: what a choice comes to, whether its config will do, and the launch itself. */
import { z } from "zod";
import { TrainingResources } from "@/domain/training/engine";
import { TrainingChoice, TrainingPlan } from "@/domain/training/plan";
import { previewLaunch } from "@/server/services/training/check";
import { cloneTraining } from "@/server/services/training/clone";
import { launchTraining } from "@/server/services/training/launch";
import { listEngineChoices } from "@/server/services/training/list-engines";
import { resumeTraining } from "@/server/services/training/resume";
import { SuggestTraining, suggestTraining } from "@/server/services/training/suggest";
import { procedure, router } from "./trpc";

const ById = z.object({ id: z.int32().positive() });

export const launchRouter = router({
  engines: procedure.query(({ ctx }) => listEngineChoices(ctx.db)),
  /** The recipe of a choice, with what was edited in the one before. A mutation, as texts outgrow an address. */
  defaults: procedure.input(SuggestTraining).mutation(({ ctx, input }) => suggestTraining(ctx.db, input)),
  check: procedure
    .input(z.object({ choice: TrainingChoice, config: TrainingPlan.shape.config, resources: TrainingResources }))
    .mutation(({ ctx, input }) => previewLaunch(ctx.db, input)),
  start: procedure.input(TrainingPlan).mutation(({ ctx, input }) => launchTraining(ctx.db, input)),
  resume: procedure.input(ById).mutation(({ ctx, input }) => resumeTraining(ctx.db, input.id)),
  clone: procedure.input(ById).query(({ ctx, input }) => cloneTraining(ctx.db, input.id)),
});
