import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { type TrainingEngineRecord, TrainingEngineSettings } from "@/domain/training/engine";
import { Prisma } from "@/generated/prisma/client";
import type { Db } from "@/server/db";

export const SaveEngine = TrainingEngineSettings.extend({
  /** The engine to change; null makes one */
  id: z.int32().positive().nullable().default(null),
});

/**
 * Makes or changes a training engine; training runs keep the settings they were launched with. Throws `conflict` for a
 * name that is taken, `not-found` for one that is gone.
 */
export async function saveEngine(
  { prisma }: Db,
  { id, ...settings }: z.output<typeof SaveEngine>,
): Promise<TrainingEngineRecord> {
  const data = { name: settings.name, settings };
  try {
    const engine =
      id === null
        ? await prisma.trainingEngine.create({ data })
        : await prisma.trainingEngine.update({ where: { id }, data });
    return { ...settings, id: engine.id };
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    if (error.code === "P2002")
      throw new StudioError("conflict", `There is a training engine "${settings.name}" already: choose another name.`);
    if (error.code === "P2025")
      throw new StudioError("not-found", "This training engine is gone: it was removed elsewhere.");
    throw error;
  }
}
