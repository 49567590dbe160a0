/** Evals: what models come to on question sets. */
import { z } from "zod";
import { EvalPlan } from "@/domain/eval/plan";
import { resultsTable } from "@/domain/eval/table";
import { listEvalMatrices } from "@/server/queries/eval/matrix";
import { readEvalComparison, readPairedQuestions } from "@/server/queries/eval/paired";
import { readEvalResults, readModelOrigins } from "@/server/queries/eval/results";
import { cancelEvalMatrix, retryEvalMatrix } from "@/server/services/eval/act";
import { checkMatrix } from "@/server/services/eval/check-matrix";
import { openEvalMatrix, readEvalOptions } from "@/server/services/eval/read";
import { StartEval, startEvalMatrix } from "@/server/services/eval/start";
import { suggestEvalSet } from "@/server/services/eval/suggest-set";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const Pair = z.object({ a: Id, b: Id, set: Id });

export const evalRouter = router({
  /** Models by question sets */
  results: procedure.query(async ({ ctx }) => {
    const results = await readEvalResults(ctx.db.pool);
    const models = [...new Set(results.map(({ model }) => model))];
    return resultsTable(results, await readModelOrigins(ctx.db.pool, models));
  }),
  compare: procedure.input(Pair).query(({ ctx, input }) => readEvalComparison(ctx.db.pool, input)),
  questions: procedure
    .input(
      Pair.extend({
        kind: z.enum(["wins", "losses", "ties"]),
        cursor: Id.nullable().default(null),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input }) => readPairedQuestions(ctx.db.pool, input)),

  /** What a matrix may be made of */
  options: procedure.query(({ ctx }) => readEvalOptions(ctx.db)),
  /** How a question set would be answered */
  suggestSet: procedure
    .input(z.object({ questionSetId: Id }))
    .query(({ ctx, input }) => suggestEvalSet(ctx.db, input.questionSetId)),
  check: procedure.input(EvalPlan.omit({ name: true })).query(({ ctx, input }) => checkMatrix(ctx.db, input)),
  start: procedure.input(StartEval).mutation(({ ctx, input }) => startEvalMatrix(ctx.db, input)),
  matrices: procedure.query(({ ctx }) => listEvalMatrices(ctx.db.pool)),
  matrix: procedure.input(z.object({ id: Id })).query(({ ctx, input }) => openEvalMatrix(ctx.db, input.id)),
  cancel: procedure.input(z.object({ id: Id })).mutation(({ ctx, input }) => cancelEvalMatrix(ctx.db, input.id)),
  retry: procedure.input(z.object({ id: Id })).mutation(({ ctx, input }) => retryEvalMatrix(ctx.db, input.id)),
});
