/** Rollout runs: starting them, and what they are made of. */
import { z } from "zod";
import { RolloutPlan } from "@/domain/rollout/settings";
import { listRolloutRuns } from "@/server/queries/rollout/list";
import { previewRollout } from "@/server/services/rollout/preview";
import { readRolloutRun } from "@/server/services/rollout/read";
import { startRollout } from "@/server/services/rollout/start";
import { suggestRollout } from "@/server/services/rollout/suggest";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const Words = z
  .string()
  .max(200)
  .refine((text) => !text.includes("\0"));

export const rolloutRouter = router({
  start: procedure.input(RolloutPlan).mutation(({ ctx, input }) => startRollout(ctx.db, input)),

  /** What the form begins with */
  defaults: procedure
    .input(z.object({ questionSetId: Id.nullable().default(null), modelId: Id.nullable().default(null) }))
    .query(({ ctx, input }) => suggestRollout(ctx.db, input)),
  preview: procedure
    .input(RolloutPlan.omit({ name: true, purpose: true }))
    .query(({ ctx, input }) => previewRollout(ctx.db, input)),

  list: procedure
    .input(
      z.object({
        /** The last row of the page before */
        cursor: z.object({ createdAt: z.iso.datetime(), id: Id }).nullable().default(null),
        limit: z.int().min(1).max(200).default(50),
        search: Words.default(""),
      }),
    )
    .query(({ ctx, input }) => listRolloutRuns(ctx.db.pool, input)),
  get: procedure.input(z.object({ id: Id })).query(({ ctx, input }) => readRolloutRun(ctx.db, input.id)),
});
