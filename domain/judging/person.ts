/** A person who rules on steps or labels outcomes. The name is what they give; there are no accounts. */
import { z } from "zod";
import { Rating } from "../verdict";

export const PersonName = z
  .string()
  .trim()
  .min(1, "Say your name, so that your rulings can be told from others'.")
  .max(80)
  .refine((name) => !name.includes("\0"));

/** The key of the judging or labelling run that holds what a person said. */
export const personKey = (name: string) => `human:${name}`;

const Id = z.int32().positive();
const StepOf = z.object({ person: PersonName, trajectoryId: Id, step: z.int().min(0).max(32_767) });

export const PersonRuling = StepOf.extend({
  rating: Rating,
  rationale: z
    .string()
    .max(10_000)
    .transform((text) => text.trim() || null)
    .nullable()
    .default(null),
});
export type PersonRuling = z.infer<typeof PersonRuling>;

export const RetractedRuling = StepOf;
export type RetractedRuling = z.infer<typeof RetractedRuling>;
