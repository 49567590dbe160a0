/** Lineage: what went into a thing, and what came of it. */
import { LineageRequest, readLineage } from "@/server/services/lineage/read";
import { procedure, router } from "./trpc";

export const lineageRouter = router({
  get: procedure.input(LineageRequest).query(({ ctx, input }) => readLineage(ctx.db, input)),
});
