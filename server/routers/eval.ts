/** Evals: what models come to on question sets. */
import { z } from "zod";
import { resultsTable } from "@/domain/eval/table";
import { readEvalComparison, readPairedQuestions } from "@/server/queries/eval/paired";
import { readEvalResults, readModelOrigins } from "@/server/queries/eval/results";
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
});
