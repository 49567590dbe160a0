/** What an export is asked for: the pool, the mode that filters it, and the form it is written in. */
import { z } from "zod";
import { FilterMode } from "@/domain/filter";
import { Pool } from "@/domain/pool";

export const ExportFormat = z.enum(["sub-trajectories", "studio"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportRequest = z.object({
  format: ExportFormat.default("sub-trajectories"),
  pool: Pool,
  mode: FilterMode.default("none"),
  gzip: z.boolean().default(false),
});
export type ExportRequest = z.infer<typeof ExportRequest>;
