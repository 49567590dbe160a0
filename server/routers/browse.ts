/** The browse page: rows, counts, facets, neighbours, saved views. */
import { z } from "zod";
import { PageRequest } from "@/domain/browse";
import { Pool } from "@/domain/pool";
import { browseCount } from "@/server/queries/browse/count";
import { browseFacets } from "@/server/queries/browse/facets";
import { browseNames } from "@/server/queries/browse/names";
import { browseNeighbours, NeighboursRequest } from "@/server/queries/browse/neighbours";
import { browsePage } from "@/server/queries/browse/page";
import { searchState } from "@/server/queries/browse/search-state";
import { listViews } from "@/server/services/saved-view/list";
import { RemoveView, removeView } from "@/server/services/saved-view/remove";
import { RenameView, renameView } from "@/server/services/saved-view/rename";
import { SaveView, saveView } from "@/server/services/saved-view/save";
import { procedure, router } from "./trpc";

const PoolInput = z.object({ pool: Pool });
const SearchInput = z.object({ search: Pool.shape.search });

export const browseRouter = router({
  page: procedure.input(PageRequest).query(({ ctx, input }) => browsePage(ctx.db.pool, input)),
  count: procedure.input(PoolInput).query(({ ctx, input }) => browseCount(ctx.db.pool, input.pool)),
  facets: procedure.input(PoolInput).query(({ ctx, input }) => browseFacets(ctx.db.pool, input.pool)),
  neighbours: procedure.input(NeighboursRequest).query(({ ctx, input }) => browseNeighbours(ctx.db.pool, input)),
  names: procedure.query(({ ctx }) => browseNames(ctx.db.pool)),
  searchState: procedure.input(SearchInput).query(({ ctx, input }) => searchState(ctx.db.pool, input.search)),
  views: router({
    list: procedure.query(({ ctx }) => listViews(ctx.db)),
    save: procedure.input(SaveView).mutation(({ ctx, input }) => saveView(ctx.db, input)),
    rename: procedure.input(RenameView).mutation(({ ctx, input }) => renameView(ctx.db, input)),
    remove: procedure.input(RemoveView).mutation(({ ctx, input }) => removeView(ctx.db, input)),
  }),
});
