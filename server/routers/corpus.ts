/** Corpora: what the search tool looks in. */
import { z } from "zod";
import { listCorpora } from "@/server/queries/corpus/list-corpora";
import { readCorpus } from "@/server/services/tools/read-corpus";
import { trySearch } from "@/server/services/tools/try-search";
import { procedure, router } from "./trpc";

const Id = z.int32().positive();

export const corpusRouter = router({
  list: procedure.query(({ ctx }) => listCorpora(ctx.db.pool)),
  get: procedure.input(z.object({ id: Id })).query(({ ctx, input }) => readCorpus(ctx.db, input.id)),
  search: procedure
    .input(z.object({ corpusId: Id, query: z.string().max(2_000), topk: z.int().min(1).max(50).default(10) }))
    .query(({ ctx, input }) => trySearch(ctx.db, input)),
});
