import { z } from "zod";
import { SavedView, ViewName } from "@/domain/browse";
import { StudioError } from "@/domain/errors";
import { Prisma } from "@/generated/prisma/client";
import type { Db } from "@/server/db";

export const RenameView = z.object({ id: z.int32().positive(), name: ViewName });

/** Gives a view another name. Throws `not-found` or `conflict`. */
export async function renameView({ prisma }: Db, { id, name }: z.output<typeof RenameView>): Promise<SavedView> {
  try {
    return SavedView.parse(await prisma.savedView.update({ where: { id }, data: { name } }));
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError)) throw error;
    if (error.code === "P2002")
      throw new StudioError("conflict", `There is a view "${name}" already: choose another name.`);
    if (error.code === "P2025") throw new StudioError("not-found", "This view is gone: it was deleted elsewhere.");
    throw error;
  }
}
