/** Whether a search tool works, asked before a server is started for the answers that need it. */
import { StudioError } from "@/domain/errors";
import type { RolloutSettings } from "@/domain/rollout/settings";
import { ToolFailure } from "@/domain/rollout/tool-failure";
import { retrieve } from "@/server/adapters/search/retriever";
import type { Db } from "@/server/db";
import { checkSearch } from "@/server/services/rollout/check-search";

type Search = Pick<RolloutSettings, "tools" | "search">;

/** A few seconds: other evals wait meanwhile */
const ASKED = { attempts: 3, timeoutMs: 4_000, waitMs: 300 };

/** What a person has to do first; null: nothing. A retriever is not asked. */
export async function searchProblem(db: Db, { tools, search }: Search): Promise<string | null> {
  if (!tools.includes("search")) return null;
  try {
    await checkSearch(db, search);
    return null;
  } catch (error) {
    if (error instanceof StudioError) return error.message;
    throw error;
  }
}

/** Why it has to be waited for; null: it works. Throws precondition where it does not, and will not by itself. */
export async function searchIsWaitedFor(db: Db, settings: Search): Promise<string | null> {
  const problem = await searchProblem(db, settings);
  if (problem !== null) throw new StudioError("precondition", problem);
  const { tools, search } = settings;
  if (!tools.includes("search") || search === null) return null;
  if (search.kind === "retriever") await askRetriever(search.url);
  else if (!(await isIndexed(db, search.corpusId)))
    return "Its corpus is being indexed for the search tool: a server is started after that.";
  return null;
}

async function askRetriever(url: string): Promise<void> {
  try {
    const found = await retrieve(url, "river", 1, new AbortController().signal, ASKED);
    if ("refusedWith" in found)
      throw new ToolFailure(`The retriever at ${new URL(url).host} refused a query with status ${found.refusedWith}.`);
  } catch (error) {
    if (!(error instanceof ToolFailure)) throw error;
    throw new StudioError("precondition", `${error.message} Mend it, then try again: no server was started.`);
  }
}

/** Reads only what came in since everything was last known to be indexed. */
async function isIndexed(db: Db, corpusId: number): Promise<boolean> {
  const { rows } = await db.pool.query(
    `SELECT 1 FROM passage p WHERE p.corpus_id = $1
       AND p.id > coalesce((SELECT value::int FROM fact WHERE key = 'passages-indexed-to'), 0)
       AND NOT EXISTS (SELECT 1 FROM passage_search s WHERE s.passage_id = p.id) LIMIT 1`,
    [corpusId],
  );
  return rows.length === 0;
}
