/** What the studio holds: the chain in numbers, imports, question sets, judging and labelling runs, names. */
import { z } from "zod";
import { findNamed } from "@/server/queries/library/palette";
import { procedure, router } from "./trpc";

export const libraryRouter = router({
  palette: procedure
    .input(z.object({ query: z.string().max(200) }))
    .query(({ ctx, input }) => findNamed(ctx.db.pool, input.query)),
});
