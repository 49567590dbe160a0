/** What the records of the studio's own format are made of. */
import { z } from "zod";

export const Key = z.string().min(1).max(500);
export const Name = z.string().min(1).max(500);
/** ISO 8601 with an offset. PostgreSQL knows no year 0 and no offset of 16 hours. */
export const Timestamp = z.iso
  .datetime({ offset: true })
  .refine((time) => !time.startsWith("0000") && !/[+-](1[6-9]|2\d):\d\d$/.test(time), "no such time");
export const Metadata = z.record(z.string(), z.unknown());
export const Sample = z.int().nonnegative().max(2_000_000_000);
export const Version = z.int().positive().max(1_000_000);

/** A rollout run may name a model by any text that an index can hold, of 2,704 bytes at most. */
export const MODEL_NAME_LENGTH = 800;
export const ModelName = z.string().min(1).max(MODEL_NAME_LENGTH);

/** A question by its set's key and its own. */
export const QuestionRef = z.object({ set: Key, question: Key });
export const TrajectoryRef = z.object({ run: Key, set: Key, question: Key, sample: Sample });
/** One version of a judging or labelling run. */
export const LabelRunRef = z.object({ run: Key, version: Version });
