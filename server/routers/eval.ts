/** Evals: what models come to on question sets. */
import { z } from "zod";
import { EvalPlan } from "@/domain/eval/plan";
import { listEvalMatrices } from "@/server/queries/eval/matrix";
import { readEvalComparison, readPairedAnswers, readPairedQuestions } from "@/server/queries/eval/paired";
import { cancelEvalMatrix, retryEvalMatrix } from "@/server/services/eval/act";
import { checkMatrix } from "@/server/services/eval/check-matrix";
import { openEvalMatrix, readEvalOptions } from "@/server/services/eval/read";
import { readPairChoice, readResultsTable } from "@/server/services/eval/results";
import { StartEval, startEvalMatrix } from "@/server/services/eval/start";
import { suggestEvalSet } from "@/server/services/eval/suggest-set";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const Pair = z.object({ a: Id, b: Id, set: Id });

export const evalRouter = router({
  /** Models by question sets */
  results: procedure.query(({ ctx }) => readResultsTable(ctx.db)),
  /** Which two evals an address asks for, and which there are */
  pair: procedure
    .input(z.object({ set: Id.nullable(), a: Id.nullable(), b: Id.nullable() }))
    .query(({ ctx, input }) => readPairChoice(ctx.db, input)),
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
  /** Every question that one of two was asked, with the answers of both */
  pairedAnswers: procedure
    .input(Pair.extend({ cursor: Id.nullable().default(null), limit: z.int().min(1).max(5_000).default(1_000) }))
    .query(({ ctx, input }) => readPairedAnswers(ctx.db.pool, input)),

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
