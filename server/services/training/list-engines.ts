import { TrainingEngineSettings } from "@/domain/training/engine";
import type { Db } from "@/server/db";

export type EngineChoice = { id: number } & Pick<TrainingEngineSettings, "name" | "address" | "storage" | "resources">;

/** The training engines that a launch may choose from, by name. */
export async function listEngineChoices({ prisma }: Db): Promise<EngineChoice[]> {
  const rows = await prisma.trainingEngine.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] });
  return rows.map((row) => {
    const { address, storage, resources } = TrainingEngineSettings.parse(row.settings);
    return { id: row.id, name: row.name, address, storage, resources };
  });
}
