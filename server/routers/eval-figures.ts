/** Figures of evals: what the paper's figures and tables show, of the studio's own models. */
import { z } from "zod";
import { SIZE_KINDS } from "@/domain/eval/figures/scaling";
import {
  readModeFigure,
  readScalingFigure,
  readSourceTables,
  readTransferMatrix,
} from "@/server/services/eval/figures";
import { readProcessTable } from "@/server/services/eval/process-figure";
import { procedure, router } from "./trpc";

/** How models were inferred; null: as most were */
const Way = z.object({ way: z.string().max(200).nullable().default(null) });

export const evalFiguresRouter = router({
  modes: procedure
    .input(Way.extend({ of: z.string().max(40).nullable().default(null) }))
    .query(({ ctx, input }) => readModeFigure(ctx.db, input)),
  scaling: procedure
    .input(Way.extend({ kind: z.enum(SIZE_KINDS).default("trajectories") }))
    .query(({ ctx, input }) => readScalingFigure(ctx.db, input)),
  transfer: procedure.input(Way).query(({ ctx, input }) => readTransferMatrix(ctx.db, input.way)),
  process: procedure
    .input(Way.extend({ second: z.string().max(500).nullable().default(null) }))
    .query(({ ctx, input }) => readProcessTable(ctx.db, input)),
  sources: procedure.input(Way).query(({ ctx, input }) => readSourceTables(ctx.db, input.way)),
});
