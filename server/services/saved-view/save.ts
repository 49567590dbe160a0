import { z } from "zod";
import { SavedView, ViewHref, ViewName } from "@/domain/browse";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";

export const SaveView = z.object({
  name: ViewName,
  href: ViewHref,
  /** Whether a view of this name may be given a new content */
  replace: z.boolean().default(false),
});

/** Saves a view under a name. Throws `conflict` if the name is taken and `replace` was not said. */
export async function saveView({ prisma }: Db, { name, href, replace }: z.output<typeof SaveView>): Promise<SavedView> {
  if (replace)
    return SavedView.parse(
      await prisma.savedView.upsert({ where: { name }, create: { name, href }, update: { href } }),
    );
  const added = await prisma.savedView.createMany({ data: { name, href }, skipDuplicates: true });
  if (added.count === 0)
    throw new StudioError("conflict", `There is a view "${name}" already: replace it or choose another name.`);
  return SavedView.parse(await prisma.savedView.findUniqueOrThrow({ where: { name } }));
}
