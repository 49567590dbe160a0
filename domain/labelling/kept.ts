/** What a labelling run that the studio made keeps of its settings. */
import { z } from "zod";
import { ReplyGrammar } from "../judging/grammar";
import { Pool } from "../pool";
import { MetricLabeller, ModelLabeller } from "./settings";

export const KeptMetricLabelling = z.object({
  pool: Pool,
  labeller: MetricLabeller,
  /** METRIC_VERSION when it began */
  metricVersion: z.int(),
});

export const KeptModelLabelling = z.object({
  pool: Pool,
  labeller: ModelLabeller,
  /** The endpoint as it was when the run began; the key is none of its fields */
  endpoint: z.object({
    name: z.string(),
    baseUrl: z.string(),
    servedName: z.string(),
    isStreamed: z.boolean(),
    extraBody: z.record(z.string(), z.json()),
  }),
  prompt: z.object({ version: z.int(), systemText: z.string(), userText: z.string(), grammar: ReplyGrammar }),
});

export const KeptLabelling = z.union([KeptMetricLabelling, KeptModelLabelling]);
export type KeptLabelling = z.infer<typeof KeptLabelling>;
