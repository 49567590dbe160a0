import { z } from "zod";
import type { Db } from "@/server/db";

export const RemoveEngine = z.object({ id: z.int32().positive() });

/** Removes a training engine. Its training runs stay, and those that go on are followed by the settings they have. */
export async function removeEngine({ prisma }: Db, { id }: z.output<typeof RemoveEngine>): Promise<{ id: number }> {
  await prisma.trainingEngine.deleteMany({ where: { id } });
  return { id };
}
