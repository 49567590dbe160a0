import { z } from "zod";
import { Pool } from "@/domain/pool";
import { comparePool } from "@/server/queries/compare/compare-pool";
import { getExport, listExports } from "@/server/services/export/export-row";
import { prepareExport } from "@/server/services/export/prepare";
import { describeFormats, previewExport } from "@/server/services/export/preview";
import { ExportRequest } from "@/server/services/export/request";
import { procedure, router } from "./trpc";

const Id = z.object({ id: z.int32().positive() });

export const compareRouter = router({
  /** The four filter modes over a pool */
  modes: procedure.input(Pool).query(({ ctx, input }) => comparePool(ctx.db, input)),
  /** Makes an export that /api/export/<id> then writes; returns its id */
  prepareExport: procedure.input(ExportRequest).mutation(({ ctx, input }) => prepareExport(ctx.db, input)),
  /** The formats to choose from */
  exportFormats: procedure.query(() => describeFormats()),
  /** How many rows an export would have */
  previewExport: procedure.input(ExportRequest).query(({ ctx, input }) => previewExport(ctx.db, input)),
  export: procedure.input(Id).query(({ ctx, input }) => getExport(ctx.db, input.id)),
  exports: procedure.query(({ ctx }) => listExports(ctx.db, 8)),
});
