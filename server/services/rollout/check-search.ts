/** Whether there is anything that a search tool could look in. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { SearchSource } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";

/** Of a corpus; a retriever is not asked. Throws not-found or precondition. */
export async function checkSearch(db: Db, search: SearchSource | null): Promise<void> {
  if (search?.kind !== "corpus") return;
  const { rows } = await db.pool.query(
    `SELECT name, EXISTS (SELECT 1 FROM passage p WHERE p.corpus_id = c.id) AS filled FROM corpus c WHERE id = $1`,
    [search.corpusId],
  );
  const [corpus] = z.array(z.object({ name: z.string(), filled: z.boolean() })).parse(rows);
  if (!corpus) throw new StudioError("not-found", `There is no corpus ${search.corpusId}. Choose one of the list.`);
  if (!corpus.filled)
    throw new StudioError(
      "precondition",
      `The corpus "${corpus.name}" holds no passages, so a search would find nothing: import its passages first.`,
    );
}
