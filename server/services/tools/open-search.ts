/** The search tool, over an imported corpus or a retriever. */
import { StudioError } from "@/domain/errors";
import { writePassages } from "@/domain/rollout/search-observation";
import type { SearchSource } from "@/domain/rollout/settings";
import { ToolFailure } from "@/domain/rollout/tool-failure";
import { retrieve } from "@/server/adapters/search/retriever";
import type { Db } from "@/server/db";
import { indexPassageWords } from "@/server/jobs/index-passages";
import { searchPassages } from "@/server/queries/corpus/search-passages";
import type { Tool, Watch } from "./run-tool";

/** Throws StudioError where there is nothing to search in. */
export async function openSearch(db: Db, source: SearchSource, topk: number, watch: Watch): Promise<Tool> {
  switch (source.kind) {
    case "corpus":
      return openCorpus(db, source.corpusId, topk, watch);
    case "retriever":
      return openRetriever(source.url, topk, watch);
  }
}

/** Asks it something at once: what is wrong with every query is said before the first trajectory, not in each. */
async function openRetriever(url: string, topk: number, { signal, suffer }: Watch): Promise<Tool> {
  const first = await retrieve(url, "river", topk, signal ?? new AbortController().signal, { suffer });
  if ("refusedWith" in first)
    throw new ToolFailure(
      `The retriever refused a query with status ${first.refusedWith}. It is sent {queries, topk, return_scores}.`,
    );
  return async (query, callSignal) => {
    if (query.trim() === "") return EMPTY_QUERY;
    const found = await retrieve(url, query, topk, callSignal, { suffer });
    if ("refusedWith" in found) return `Error: the search engine refused this query (status ${found.refusedWith}).`;
    return observation(found.passages);
  };
}

async function openCorpus(db: Db, corpusId: number, topk: number, { signal }: Watch): Promise<Tool> {
  await indexPassageWords(db.pool, signal);
  signal?.throwIfAborted();
  const { rows } = await db.pool.query("SELECT 1 FROM corpus_search WHERE corpus_id = $1 AND passages > 0", [corpusId]);
  if (rows.length === 0)
    throw new StudioError(
      "precondition",
      "The corpus that the search tool should look in holds no passages. Import passages, or choose another corpus.",
    );
  return async (query) => {
    if (query.trim() === "") return EMPTY_QUERY;
    const { hits, words } = await searchPassages(db.pool, { corpusId, query, topk }).catch((error: unknown) => {
      throw new ToolFailure("The search tool's database did not answer. The studio's terminal shows why.", {
        cause: error,
      });
    });
    if (words.length === 0) return "Error: the query holds no word to search for, only very common ones.";
    return observation(hits);
  };
}

const EMPTY_QUERY = "Error: the query is empty.";

const observation = (passages: Parameters<typeof writePassages>[0]) =>
  passages.length === 0 ? "No passage matches this query." : writePassages(passages);
