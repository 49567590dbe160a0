import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { ModelSettings } from "@/domain/model";
import { Prisma } from "@/generated/prisma/client";
import type { Db } from "@/server/db";

export const SaveModel = ModelSettings.safeExtend({
  /** The model to change; null makes one */
  id: z.int32().positive().nullable().default(null),
});

/** Makes or changes a model. Throws `conflict`, `not-found` or `invalid`. */
export async function saveModel(
  { prisma }: Db,
  { id, ...settings }: z.output<typeof SaveModel>,
): Promise<{ id: number }> {
  try {
    return await prisma.$transaction(async (transaction) => {
      if (id === null) return transaction.model.create({ data: settings, select: { id: true } });
      await refuse(transaction, id, settings);
      return transaction.model.update({ where: { id }, data: settings, select: { id: true } });
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    if (error.code === "P2002")
      throw new StudioError("conflict", `There is a model "${settings.name}" already: choose another name.`);
    if (error.code === "P2003")
      throw new StudioError("not-found", "The endpoint or the parent you chose is gone: choose again.");
    if (error.code === "P2025") throw new StudioError("not-found", "This model is gone: it was removed elsewhere.");
    throw error;
  }
}

async function refuse(transaction: Prisma.TransactionClient, id: number, settings: ModelSettings): Promise<void> {
  const model = await transaction.model.findUnique({
    where: { id },
    include: { _count: { select: { rolloutRuns: true } } },
  });
  if (!model) throw new StudioError("not-found", "This model is gone: it was removed elsewhere.");
  if (model.isSample)
    throw new StudioError("invalid", "A model of the sample pool cannot be changed: its weights are not here.");
  if (model.weightsHash !== null && model.weightsHash !== settings.weightsHash && model._count.rolloutRuns > 0)
    throw new StudioError(
      "conflict",
      "Its trajectories were made by the weights of this hash: make another model for other weights.",
    );
  for (let above = settings.parentId, steps = 0; above !== null && steps < 1_000; steps++) {
    if (above === id)
      throw new StudioError("invalid", "A model cannot be trained from itself or from what came of it.");
    above =
      (await transaction.model.findUnique({ where: { id: above }, select: { parentId: true } }))?.parentId ?? null;
  }
}
