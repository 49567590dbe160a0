import { z } from "zod";
import type { Db } from "@/server/db";

export const RemoveView = z.object({ id: z.int32().positive() });

/** Deletes a view; one that is gone already is no error. Saving it again undoes this. */
export async function removeView({ prisma }: Db, { id }: z.output<typeof RemoveView>): Promise<{ id: number }> {
  await prisma.savedView.deleteMany({ where: { id } });
  return { id };
}
