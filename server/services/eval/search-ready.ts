/** Whether a search tool works, asked before a server is started for the answers that need it. */
import { StudioError } from "@/domain/errors";
import type { RolloutSettings } from "@/domain/rollout/settings";
import { requestPassages } from "@/server/adapters/search/request-passages";
import { shown } from "@/server/adapters/search/retriever";
import type { Db } from "@/server/db";
import { checkSearch } from "@/server/services/rollout/check-search";

type Search = Pick<RolloutSettings, "tools" | "search">;

/** Other evals wait meanwhile */
const TIMEOUT_MS = 4_000;
/** What is waited for is asked again after so long, */
const AGAIN_MS = 15_000;
/** a retriever so long, */
const PATIENCE_MS = 600_000;
/** and what nobody waits for any more is forgotten. */
const FORGOTTEN_MS = 60_000;

/** What is waited for, by a retriever's address or a corpus; times in ms of this process */
const waited = new Map<string, { message: string; since: number; askedAt: number }>();

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

/**
 * Why it has to be waited for; null: it works. To be asked again and again: it asks seldom, and never for long. Throws
 * precondition where it does not work, and will not by itself.
 */
export async function searchIsWaitedFor(db: Db, settings: Search): Promise<string | null> {
  const problem = await searchProblem(db, settings);
  if (problem !== null) throw new StudioError("precondition", problem);
  const { tools, search } = settings;
  if (!tools.includes("search") || search === null) return null;
  if (search.kind === "retriever") return seldom(search.url, (since) => askRetriever(search.url, since));
  return seldom(`corpus ${search.corpusId}`, async () =>
    (await isIndexed(db, search.corpusId))
      ? null
      : "Its corpus is being indexed for the search tool: a server is started after that.",
  );
}

/** `ask` gets for how long it has been waited for. */
async function seldom(what: string, ask: (waitedMs: number) => Promise<string | null>): Promise<string | null> {
  const now = performance.now();
  for (const [key, { askedAt }] of waited) if (now - askedAt > FORGOTTEN_MS) waited.delete(key);
  const known = waited.get(what);
  if (known && now - known.askedAt < AGAIN_MS) return known.message;
  waited.delete(what);
  const since = known?.since ?? now;
  const message = await ask(now - since);
  if (message !== null) waited.set(what, { message, since, askedAt: now });
  return message;
}

async function askRetriever(url: string, waitedMs: number): Promise<string | null> {
  const answer = await requestPassages(
    url,
    { query: "river", topk: 1, timeoutMs: TIMEOUT_MS },
    new AbortController().signal,
  );
  const fails = (what: string) =>
    new StudioError(
      "precondition",
      `The retriever at ${shown(url)} ${what}. Mend it, then try again: no server was started.`,
    );
  switch (answer.kind) {
    case "passages":
      return null;
    case "refused":
      throw fails(`refused a query with status ${answer.status}`);
    case "broken":
      throw fails(answer.reason);
    case "passing":
      if (waitedMs >= PATIENCE_MS) throw fails(`${answer.reason}, for ten minutes`);
      return `The retriever at ${shown(url)} ${answer.reason}. It is asked again: a server is started once it answers.`;
  }
}

/**
 * Of an import under way the newest passage is the last to be indexed: asked first, what is indexed already is not walked.
 * Reads only what came in since everything was last known to be indexed.
 */
async function isIndexed(db: Db, corpusId: number): Promise<boolean> {
  const unindexed = "NOT EXISTS (SELECT 1 FROM passage_search s WHERE s.passage_id = p.id)";
  const since = `FROM passage p WHERE p.corpus_id = $1
    AND p.id > coalesce((SELECT value::int FROM fact WHERE key = 'passages-indexed-to'), 0)`;
  const newest = await db.pool.query(`SELECT ${unindexed} AS waits ${since} ORDER BY p.id DESC LIMIT 1`, [corpusId]);
  if (newest.rows.length === 0) return true;
  if (newest.rows[0].waits) return false;
  const { rows } = await db.pool.query(`SELECT 1 ${since} AND ${unindexed} LIMIT 1`, [corpusId]);
  return rows.length === 0;
}
