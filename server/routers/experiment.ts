/** Experiments: filters compared on one pool. */
import { z } from "zod";
import { ExperimentPlan } from "@/domain/experiment";
import { Pool } from "@/domain/pool";
import { defaultLabellingRun } from "@/server/queries/default-labelling-run";
import { listJudgesOfPool } from "@/server/queries/experiment/judges-of-pool";
import { listExperiments } from "@/server/queries/experiment/list";
import { DifferenceRequest, readDifference } from "@/server/services/experiment/difference";
import { evaluateExperiment } from "@/server/services/experiment/evaluate";
import { estimateNoise, NoiseRequest } from "@/server/services/experiment/noise";
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
  /** The labelling run that covers most of a pool; null where nothing in it is labelled */
  labels: procedure
    .input(z.object({ pool: Pool }))
    .query(({ ctx, input }) => defaultLabellingRun(ctx.db.pool, input.pool)),
  /** Judging runs with rulings on a pool, and on how many of its trajectories */
  judges: procedure
    .input(z.object({ pool: Pool }))
    .query(({ ctx, input }) => listJudgesOfPool(ctx.db.pool, input.pool)),
  /** A plan's figures, saved or not */
  evaluate: procedure
    .input(ExperimentPlan.pick({ pool: true, arms: true, matching: true }))
    .query(({ ctx, input }) => evaluateExperiment(ctx.db, input)),
  /** How much wrong the arms keep, by a review that covers the pool */
  noise: procedure.input(NoiseRequest).query(({ ctx, input }) => estimateNoise(ctx.db, input)),
  thresholds: procedure.input(ThresholdRequest).query(({ ctx, input }) => readThresholds(ctx.db, input)),
  difference: procedure.input(DifferenceRequest).query(({ ctx, input }) => readDifference(ctx.db, input)),
});
