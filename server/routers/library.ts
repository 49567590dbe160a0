/** What the studio holds: the chain in numbers, imports, question sets, judging and labelling runs, names. */
import { z } from "zod";
import { readDatabaseFacts } from "@/server/queries/library/database-facts";
import { readFunnel } from "@/server/queries/library/funnel";
import { listImports } from "@/server/queries/library/imports";
import { listJudgingRuns } from "@/server/queries/library/judging-runs";
import { listLabellingRuns } from "@/server/queries/library/labelling-runs";
import { findNamed } from "@/server/queries/library/palette";
import { listSamples } from "@/server/queries/library/question-samples";
import { listQuestionSets } from "@/server/queries/library/question-sets";
import { countQuestions, listQuestions } from "@/server/queries/library/questions";
import { listRejects } from "@/server/queries/library/rejects";
import { listRunningExports } from "@/server/queries/library/running-exports";
import { readImport } from "@/server/services/library/read-import";
import { readQuestion } from "@/server/services/library/read-question";
import { readQuestionSet } from "@/server/services/library/read-question-set";

import { loadSamplePool } from "@/server/services/sample/load";
import { readSamplePool } from "@/server/services/sample/read";
import { removeSamplePool } from "@/server/services/sample/remove";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();
const ById = z.object({ id: Id });
/** PostgreSQL holds no NUL in text, so nothing could match it. */
const Words = z
  .string()
  .max(200)
  .refine((text) => !text.includes("\0"));
const Search = Words.default("");

export const libraryRouter = router({
  palette: procedure.input(z.object({ query: Words })).query(({ ctx, input }) => findNamed(ctx.db.pool, input.query)),

  funnel: procedure.query(({ ctx }) => readFunnel(ctx.db.pool)),
  runningExports: procedure.query(({ ctx }) => listRunningExports(ctx.db.pool)),
  databaseFacts: procedure.query(({ ctx }) => readDatabaseFacts(ctx.db.pool)),

  imports: procedure
    .input(z.object({ limit: z.int().min(1).max(200).default(20), before: Id.nullable().default(null) }))
    .query(({ ctx, input }) => listImports(ctx.db.pool, input.limit, input.before)),
  import: procedure.input(ById).query(({ ctx, input }) => readImport(ctx.db, input.id)),
  rejects: procedure
    .input(ById.extend({ limit: z.int().min(1).max(200).default(5) }))
    .query(({ ctx, input }) => listRejects(ctx.db.pool, input.id, input.limit)),

  questionSets: procedure.query(({ ctx }) => listQuestionSets(ctx.db.pool)),
  questionSet: procedure.input(ById).query(({ ctx, input }) => readQuestionSet(ctx.db, input.id)),
  questions: procedure
    .input(
      z.object({
        set: Id,
        /** The last id of the page before */
        cursor: Id.nullable().default(null),
        limit: z.int().min(1).max(200).default(100),
        search: Search,
      }),
    )
    .query(({ ctx, input }) => listQuestions(ctx.db.pool, input)),
  questionCount: procedure
    .input(z.object({ set: Id, search: Search }))
    .query(({ ctx, input }) => countQuestions(ctx.db.pool, input.set, input.search)),
  question: procedure.input(ById).query(({ ctx, input }) => readQuestion(ctx.db, input.id)),
  samples: procedure
    .input(z.object({ question: Id }))
    .query(({ ctx, input }) => listSamples(ctx.db.pool, input.question)),

  judgingRuns: procedure.query(({ ctx }) => listJudgingRuns(ctx.db.pool)),
  labellingRuns: procedure.query(({ ctx }) => listLabellingRuns(ctx.db.pool)),

  samplePool: procedure.query(({ ctx }) => readSamplePool(ctx.db)),
  loadSamplePool: procedure.mutation(({ ctx }) => loadSamplePool(ctx.db)),
  removeSamplePool: procedure.mutation(({ ctx }) => removeSamplePool(ctx.db)),
});
