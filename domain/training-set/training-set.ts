/** A training set: what an arm's filter kept, frozen under a name and a version. */
import { z } from "zod";

export const TrainingSetStatus = z.enum(["freezing", "frozen", "failed"]);
export type TrainingSetStatus = z.infer<typeof TrainingSetStatus>;

const Id = z.int32().positive();

export const FreezeRequest = z.object({
  /** Chosen by the page: the same key freezes once, however often it is sent */
  key: z.uuid(),
  experimentId: Id,
  /** Name of the arm */
  arm: z.string(),
  /** Of the figures that were looked at: data that have changed since are not frozen */
  fingerprint: z.string().min(1),
  /** One that there is already gets its next version */
  name: z
    .string()
    .trim()
    .min(1, "Give the training set a name.")
    .max(200, "At most 200 characters.")
    .refine((name) => !name.includes("\0"), "A name cannot hold a NUL character."),
});
export type FreezeRequest = z.infer<typeof FreezeRequest>;

/** "Process v2" */
export const nameOfSet = ({ name, version }: { name: string; version: number }) => `${name} v${version}`;
