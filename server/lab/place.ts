/** Where a running lab is to be found, as scripts/lab/main.mjs tells it. */
import { z } from "zod";
import { WeightsHash } from "@/domain/model";

export const LabPlace = z.object({
  /** Folder with the base model, the training runs and questions/ */
  storage: z.string(),
  /** The interpreter that has the trainer's packages */
  python: z.string(),
  /** Addresses without /v1 */
  ray: z.url(),
  models: z.url(),
  teacher: z.url(),
  /** The base model's folder below the storage */
  base: z.string(),
  weightsHash: WeightsHash,
});
export type LabPlace = z.infer<typeof LabPlace>;

/** Of a lab that is recorded, also how it was made. */
export const RecordPlace = LabPlace.extend({
  size: z.string(),
  /** Of the model and the teacher */
  seed: z.int(),
  errorRate: z.number(),
  /** Of judges that err otherwise, by the name that they are served under */
  errorRates: z.record(z.string(), z.number()),
});
export type RecordPlace = z.infer<typeof RecordPlace>;
