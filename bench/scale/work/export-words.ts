/** What the benchmark and its exporting process tell each other. */
import { z } from "zod";
import { ExportRequest } from "@/server/services/export/request";

export const ExportTask = z.object({ request: ExportRequest, file: z.string() });
export type ExportTask = z.input<typeof ExportTask>;

export const Exported = z.object({
  /** From the request until the last byte is on disk */
  ms: z.number().positive(),
  /** Until the first byte came: until then the rows are counted */
  firstByteMs: z.number().positive(),
  /** Resident memory before the request, with the code that was read and compiled */
  baseMb: z.number().positive(),
  /** The most memory that the process held since it began, resident */
  peakMb: z.number().positive(),
});
export type Exported = z.infer<typeof Exported>;
