/** A training engine: a cluster that carries out training jobs. */
import { z } from "zod";
import { BaseUrl, EndpointSettings } from "../endpoint";

const isPlain = (text: string) => !text.includes("\0") && text.isWellFormed();

/** An absolute path on the cluster's machines, without a slash at its end. */
export const ClusterPath = z
  .string()
  .trim()
  .max(1_000)
  .refine(isPlain)
  .regex(/^\/[^\n]*$/, "Give an absolute path on the cluster, such as /shared/swirl.")
  .transform((text) => text.replace(/\/+$/, "") || "/");

/** What one job may use of the cluster. */
export const TrainingResources = z.object({
  cpus: z.number().min(0.1).max(10_000).default(1),
  gpus: z.number().min(0).max(1_000).default(1),
  /** Gibibytes; null: whatever there is */
  memoryGib: z.number().gt(0).max(100_000).nullable().default(null),
});
export type TrainingResources = z.infer<typeof TrainingResources>;

export const TrainingEngineKind = z.enum(["ray"]);
export type TrainingEngineKind = z.infer<typeof TrainingEngineKind>;

export const TrainingEngineSettings = z.object({
  name: z.string().trim().min(1, "Give it a name.").max(200).refine(isPlain),
  kind: TrainingEngineKind.default("ray"),
  /** Ray's dashboard, such as http://127.0.0.1:8265 */
  address: BaseUrl,
  /** Name of the environment variable that holds the bearer token; null where none is needed */
  tokenVariable: EndpointSettings.shape.keyVariable,
  /** Where jobs keep their folders and checkpoints: a path that every machine of the cluster sees */
  storage: ClusterPath,
  /** The same folder as the studio's and the workers' machines see it; null where they do not */
  sharedFolder: ClusterPath.nullable().default(null),
  /** How jobs start Python there */
  python: z.string().trim().min(1).max(1_000).refine(isPlain).default("python"),
  /** What a job asks for unless its launch says otherwise */
  resources: TrainingResources.prefault({}),
  /** Environment variable with the key that servers started as jobs ask for, set on the cluster and here; null: none */
  jobKeyVariable: EndpointSettings.shape.keyVariable,
  /** A server that answers for every model below `storage` under its path there (`swirl_trainer serve`); null: none */
  serving: EndpointSettings.pick({ baseUrl: true, keyVariable: true, maxConcurrency: true }).nullable().default(null),
});
export type TrainingEngineSettings = z.infer<typeof TrainingEngineSettings>;

export const TrainingEngineRecord = TrainingEngineSettings.extend({ id: z.int() });
export type TrainingEngineRecord = z.infer<typeof TrainingEngineRecord>;

/** What a test of an engine found. */
export const EngineReport = z.object({
  /** The engine's own version, such as "Ray 2.58.0" */
  version: z.string(),
  nodes: z.int(),
  cpus: z.object({ total: z.number(), free: z.number().nullable() }),
  gpus: z.object({ total: z.number(), free: z.number().nullable() }),
  latencyMs: z.int(),
});
export type EngineReport = z.infer<typeof EngineReport>;
