/** Reading one trajectory: its page, more of its steps, and the exact texts behind them. */
import { z } from "zod";
import { contextText, headOf } from "@/server/queries/trajectory/context-text";
import { readTrajectory } from "@/server/queries/trajectory/get";
import { TEXT_PAGE } from "@/server/queries/trajectory/limits";
import { readObservationPage, readRawReply, readWholeAction } from "@/server/queries/trajectory/observation";
import { rawRecord } from "@/server/queries/trajectory/raw-record";
import { readSamples } from "@/server/queries/trajectory/samples";
import { readSteps } from "@/server/queries/trajectory/steps";
import { readVerdicts } from "@/server/queries/trajectory/verdicts";
import { procedure, router } from "./trpc";

/** Beyond it no row can have the number, and PostgreSQL would refuse the query instead of finding nothing. */
const Id = z.int().positive().max(2_147_483_647);
const StepIndex = z.int().nonnegative().max(32_767);
const Runs = { judge: Id.nullish(), labels: Id.nullish() };
const StepOf = z.object({ id: Id, step: StepIndex });

export const trajectoryRouter = router({
  get: procedure.input(z.object({ id: Id, ...Runs })).query(({ ctx, input }) => readTrajectory(ctx.db.pool, input)),

  steps: procedure
    .input(z.object({ id: Id, from: StepIndex, to: StepIndex, judges: z.array(Id).max(200) }))
    .query(({ ctx, input }) => readSteps(ctx.db.pool, input.id, input.from, input.to, input.judges)),

  action: procedure.input(StepOf).query(({ ctx, input }) => readWholeAction(ctx.db.pool, input)),

  observation: procedure
    .input(StepOf.extend({ cursor: z.int().nonnegative().nullish() }))
    .query(({ ctx, input }) => readObservationPage(ctx.db.pool, { ...input, from: input.cursor ?? 0 })),

  /** The model's message of a step as it came */
  reply: procedure.input(StepOf).query(({ ctx, input }) => readRawReply(ctx.db.pool, input)),

  verdicts: procedure
    .input(StepOf.extend({ runId: Id.optional() }))
    .query(({ ctx, input }) => readVerdicts(ctx.db.pool, input)),

  context: procedure
    .input(StepOf)
    .query(({ ctx, input }) => headOf(contextText(ctx.db.pool, input.id, input.step), TEXT_PAGE)),

  raw: procedure
    .input(z.object({ id: Id }))
    .query(({ ctx, input }) => headOf(rawRecord(ctx.db.pool, input.id), TEXT_PAGE)),

  samples: procedure
    .input(z.object({ questionId: Id, rolloutRunId: Id, ...Runs }))
    .query(({ ctx, input }) => readSamples(ctx.db.pool, input)),
});
