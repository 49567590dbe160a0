import { z } from "zod";
import { SavedView } from "@/domain/browse";
import type { Db } from "@/server/db";

/** All saved views by name. */
export async function listViews({ prisma }: Db): Promise<SavedView[]> {
  const rows = await prisma.savedView.findMany({ orderBy: { name: "asc" } });
  return z.array(SavedView).parse(rows);
}
