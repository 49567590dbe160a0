import type pg from "pg";
import { z } from "zod";
import { COUNT_CAP, type SearchState } from "@/domain/browse";
import { Bindings } from "../pool-where";
import { webSearchText } from "../web-search";
import { cappedCount } from "./count";

const Row = z.array(z.object({ isEmpty: z.boolean() }));

/** What a text search can promise: whether its words mean anything, and how many trajectories it does not see yet. */
export async function searchState(db: pg.Pool, search: string): Promise<SearchState> {
  const { rows } = await db.query(`SELECT numnode(websearch_to_tsquery('english', $1)) = 0 AS "isEmpty"`, [
    webSearchText(search),
  ]);
  const notIndexed = await cappedCount(
    db,
    `SELECT 1 FROM trajectory t
     WHERE t.id > coalesce((SELECT value::int FROM fact WHERE key = 'search-indexed-to'), 0) AND t.num_steps > 0
       AND NOT EXISTS (SELECT 1 FROM step_search s WHERE s.trajectory_id = t.id)`,
    new Bindings(),
    COUNT_CAP,
  );
  return { isEmpty: search.trim() !== "" && (Row.parse(rows)[0]?.isEmpty ?? false), notIndexed };
}
