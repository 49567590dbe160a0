/** Experiments: filters compared on one pool. */
import { z } from "zod";
import { ExperimentPlan } from "@/domain/experiment";
import { listExperiments } from "@/server/queries/experiment/list";
import { DifferenceRequest, readDifference } from "@/server/services/experiment/difference";
import { evaluateExperiment } from "@/server/services/experiment/evaluate";
import { readExperiment, removeExperiment } from "@/server/services/experiment/read";
import { SaveExperiment, saveExperiment } from "@/server/services/experiment/save";
import { readThresholds, ThresholdRequest } from "@/server/services/experiment/threshold";
import { procedure, router } from "./trpc";

const ById = z.object({ id: z.int32().positive() });

export const experimentRouter = router({
  list: procedure.query(({ ctx }) => listExperiments(ctx.db.pool)),
  get: procedure.input(ById).query(({ ctx, input }) => readExperiment(ctx.db, input.id)),
  save: procedure.input(SaveExperiment).mutation(({ ctx, input }) => saveExperiment(ctx.db, input)),
  remove: procedure.input(ById).mutation(({ ctx, input }) => removeExperiment(ctx.db, input.id)),
  /** A plan's figures, saved or not */
  evaluate: procedure
    .input(ExperimentPlan.pick({ pool: true, arms: true, matching: true }))
    .query(({ ctx, input }) => evaluateExperiment(ctx.db, input)),
  thresholds: procedure.input(ThresholdRequest).query(({ ctx, input }) => readThresholds(ctx.db, input)),
  difference: procedure.input(DifferenceRequest).query(({ ctx, input }) => readDifference(ctx.db, input)),
});
