import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { type CorpusRow, listCorpora } from "@/server/queries/corpus/list-corpora";

/** One corpus with its counts. Throws not-found. */
export async function readCorpus(db: Db, id: number): Promise<CorpusRow> {
  const [corpus] = await listCorpora(db.pool, id);
  if (!corpus)
    throw new StudioError("not-found", `There is no corpus ${id}. The Questions page lists those there are.`);
  return corpus;
}
