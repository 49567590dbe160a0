/** A model: whose trajectories they are. What it is, and where it is served. */
import { z } from "zod";

export const ModelKind = z.enum(["base", "checkpoint"]);
export type ModelKind = z.infer<typeof ModelKind>;

export const ModelName = z
  .string()
  .trim()
  .min(1, "Give the model a name.")
  .max(500)
  .refine((name) => !name.includes("\0"));

/** sha256 of the weights as 64 hexadecimal digits; `sha256:` before it goes. */
export const WeightsHash = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text) => text.replace(/^sha256:/, ""))
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, "A sha256 has 64 hexadecimal digits."));

/** Where a trainer loads it: a Hugging Face name, or a path on the cluster. */
export const ModelPath = z
  .string()
  .trim()
  .min(1, "Give a Hugging Face name such as Qwen/Qwen2.5-0.5B-Instruct, or a path on the cluster.")
  .max(2_000)
  .refine((path) => !path.includes("\0") && !path.includes("\n") && path.isWellFormed(), "Give one line of text.");

const Id = z.int32().positive();

export const ModelSettings = z
  .object({
    name: ModelName,
    /** null: not known */
    kind: ModelKind.nullable().default(null),
    weightsHash: WeightsHash.nullable().default(null),
    /** The model a checkpoint was trained from */
    parentId: Id.nullable().default(null),
    endpointId: Id.nullable().default(null),
    /** Left as it is where it is not given */
    path: ModelPath.nullable().optional(),
  })
  .refine(({ kind, parentId }) => parentId === null || kind === "checkpoint", {
    error: "Only a checkpoint was trained from another model.",
    path: ["parentId"],
  });
export type ModelSettings = z.infer<typeof ModelSettings>;
