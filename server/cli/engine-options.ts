/** The options by which commands choose a training engine, and what a job asks it for. */
import type { ParseArgsConfig } from "node:util";
import type { TrainingResources } from "@/domain/training/engine";
import type { Db } from "@/server/db";
import { resolveRun } from "@/server/services/runs";
import { listEngineChoices } from "@/server/services/training/list-engines";
import { numberOf } from "./read-args";

export const ENGINE_OPTIONS = {
  engine: { type: "string" },
  cpus: { type: "string" },
  gpus: { type: "string" },
  memory: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

type Given = { cpus?: string | undefined; gpus?: string | undefined; memory?: string | undefined };

/** The engine's id, and its usual resources but for what was given. Throws not-found, UsageError. */
export async function engineOf(
  db: Db,
  name: string,
  given: Given,
): Promise<{ engineId: number; resources: TrainingResources }> {
  const { id: engineId } = await resolveRun(db.pool, "training engine", name);
  const usual = (await listEngineChoices(db)).find(({ id }) => id === engineId)?.resources;
  const resources = {
    cpus: numberOf("cpus", given.cpus) ?? usual?.cpus ?? 1,
    gpus: numberOf("gpus", given.gpus) ?? usual?.gpus ?? 1,
    memoryGib: numberOf("memory", given.memory) ?? usual?.memoryGib ?? null,
  };
  return { engineId, resources };
}
