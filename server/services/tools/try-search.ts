import type { Db } from "@/server/db";
import { type SearchResult, searchPassages } from "@/server/queries/corpus/search-passages";
import { readCorpus } from "./read-corpus";

export type TriedSearch = SearchResult & {
  /** Milliseconds that the search took */
  took: number;
};

/** What the search tool finds for a query, as far as the corpus is indexed by now. */
export async function trySearch(
  db: Db,
  input: { corpusId: number; query: string; topk: number },
): Promise<TriedSearch> {
  await readCorpus(db, input.corpusId);
  const started = performance.now();
  const result = await searchPassages(db.pool, input);
  return { ...result, took: performance.now() - started };
}
