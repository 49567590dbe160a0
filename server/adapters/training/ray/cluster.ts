/** What a test of a Ray cluster finds: its version, its nodes and what is free on them. */
import { z } from "zod";
import type { EngineReport } from "@/domain/training/engine";
import type { RayClient } from "./client";
import { notRay } from "./failure";

/** Somebody waits for it. */
const SILENCE_MS = 10_000;

const Version = z.object({ ray_version: z.string().min(1).max(100) });
const Amounts = z.record(z.string(), z.number());
const Nodes = z.object({
  data: z.object({
    summary: z.array(
      z.object({ raylet: z.object({ state: z.string().optional(), resourcesTotal: Amounts.optional() }) }),
    ),
    /** Lines such as "1.0/4.0 CPU" by node; empty on some versions */
    nodeLogicalResources: z.record(z.string(), z.string()).optional().catch({}),
  }),
});
type Nodes = z.infer<typeof Nodes>["data"];

const Pair = z.tuple([z.number(), z.number()]);
/** Used and total by resource, as the head last counted them */
const Status = z.object({
  data: z.object({
    clusterStatus: z.object({ loadMetricsReport: z.object({ usage: z.record(z.string(), Pair) }) }),
  }),
});

/** Throws StudioError `upstream`. What is free is null where Ray does not say. */
export async function readCluster(client: RayClient): Promise<EngineReport> {
  const begun = performance.now();
  const { ray_version } = parse(Version, await client.read({ path: "/api/version", timeoutMs: SILENCE_MS }), client);
  const latencyMs = Math.round(performance.now() - begun);
  const [nodes, status] = await Promise.all([
    client.read({ path: "/nodes?view=summary", timeoutMs: SILENCE_MS }).then((text) => parse(Nodes, text, client).data),
    // Told apart by what it says: not every version has it.
    client
      .ask({ path: "/api/cluster_status", timeoutMs: SILENCE_MS })
      .then(({ text }) => Status.safeParse(toJson(text)).data),
  ]);
  const alive = nodes.summary.filter(({ raylet }) => raylet.state === "ALIVE" && raylet.resourcesTotal);
  const usage = status?.data.clusterStatus.loadMetricsReport.usage ?? null;
  const count = (resource: "CPU" | "GPU") => {
    const total = alive.reduce((sum, { raylet }) => sum + (raylet.resourcesTotal?.[resource] ?? 0), 0);
    const used = usedOf(resource, usage, nodes);
    return { total, free: used === null ? null : Math.max(0, total - used) };
  };
  return { version: `Ray ${ray_version}`, nodes: alive.length, cpus: count("CPU"), gpus: count("GPU"), latencyMs };
}

function usedOf(resource: string, usage: Record<string, [number, number]> | null, nodes: Nodes): number | null {
  if (usage !== null) return usage[resource]?.[0] ?? 0;
  const texts = Object.values(nodes.nodeLogicalResources ?? {});
  if (texts.length === 0) return null;
  const line = new RegExp(`^\\s*([\\d.]+)/[\\d.]+ ${resource}\\b`, "m");
  return texts.reduce((sum, text) => sum + Number(line.exec(text)?.[1] ?? 0), 0);
}

function parse<Shape extends z.ZodType>(shape: Shape, text: string, client: RayClient): z.output<Shape> {
  const { data, success } = shape.safeParse(toJson(text));
  if (!success) throw notRay(client.asked);
  return data;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
