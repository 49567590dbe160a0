/** Where the sample pool comes from: written by `npm run lab:record` beside the records, shown with them. */
import { z } from "zod";
import { WeightsHash } from "@/domain/model";

const Count = z.int().nonnegative();

export const Provenance = z.strictObject({
  /** When the recording began; the records have their own times */
  recordedAt: z.iso.datetime(),
  /** What makes another one */
  command: z.string(),
  /** The studio's version and a fingerprint of the trainer, as training runs keep it */
  codeVersion: z.string(),
  model: z.strictObject({ size: z.string(), seed: z.int(), parameters: Count, weightsHash: WeightsHash }),
  /** The models that judged, and the share of steps that each rules wrongly */
  judges: z.array(z.strictObject({ name: z.string(), errorRate: z.number().min(0).max(1) })),
  /** By what they are for */
  seeds: z.record(z.string(), z.int()),
  /** Of the programs that took part, by name */
  versions: z.record(z.string(), z.string()),
  /** Records by type */
  counts: z.record(z.string(), Count),
  /** Of the JSONL before compression */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type Provenance = z.infer<typeof Provenance>;
