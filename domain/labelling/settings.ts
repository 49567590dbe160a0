/** What a labelling run is asked to do. Kept with the run as it was asked. */
import { z } from "zod";
import { Pool } from "../pool";

/** The official metrics, by the script they follow (domain/labelling/metrics.ts). */
export const Metric = z.enum([
  "gsm8k-strict",
  "gsm8k-flexible",
  "hotpotqa-em",
  "hotpotqa-f1",
  "musique-em",
  "musique-f1",
  "beerqa-em",
  "beerqa-f1",
]);
export type Metric = z.infer<typeof Metric>;

export const MetricLabeller = z.object({
  kind: z.literal("metric"),
  metric: Metric,
  /** Correct from this value on, 0 to 1; exact matches are 0 or 1 */
  threshold: z.number().gt(0).max(1).default(1),
});
export type MetricLabeller = z.infer<typeof MetricLabeller>;

/** A model that says whether the final answer means the same as an accepted one. */
export const ModelLabeller = z.object({
  kind: z.literal("model"),
  endpointId: z.int32().positive(),
  temperature: z.number().min(0).max(10).default(0),
  maxTokens: z.int().min(1).max(1_000_000).default(512),
  parseRetries: z.int().min(0).max(10).default(2),
  seed: z.int().min(0).max(2_147_483_647).default(1),
});
export type ModelLabeller = z.infer<typeof ModelLabeller>;

export const Labeller = z.discriminatedUnion("kind", [MetricLabeller, ModelLabeller]);
export type Labeller = z.infer<typeof Labeller>;

/** A labelling run to start: pool × labeller. */
export const LabellingPlan = z.object({
  name: z.string().trim().min(1, "Give the run a name.").max(200),
  pool: Pool,
  labeller: Labeller,
});
export type LabellingPlan = z.infer<typeof LabellingPlan>;
