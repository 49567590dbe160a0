import type pg from "pg";
import { type Page, type PageRequest, readCursor, writeCursor } from "@/domain/browse";
import { pageIds } from "./page-ids";
import { browseRows } from "./rows";
import { withTimeout } from "./with-timeout";

const PATIENCE_MS = 20_000;

/** One page of the browse table by keyset. Throws `invalid` on a foreign cursor, `precondition` when it takes too long. */
export async function browsePage(db: pg.Pool, request: PageRequest): Promise<Page> {
  const { pool, sort, limit } = request;
  const position = request.cursor ? readCursor(request.cursor, sort) : null;
  const isForward = request.direction === "forward";
  return withTimeout(db, PATIENCE_MS, async (client) => {
    const direction = isForward ? "after" : "before";
    // One more than asked for tells whether there is more.
    const found = await pageIds(client, { pool, sort, position, direction, limit: limit + 1 });
    const hasMore = found.length > limit;
    const places = found.slice(0, limit);
    if (!isForward) places.reverse();
    const rows = await browseRows(
      client,
      pool,
      places.map((place) => place.id),
    );
    const [first] = places;
    const last = places.at(-1);
    const hasNext = isForward ? hasMore : position !== null;
    const hasPrevious = isForward ? position !== null : hasMore;
    return {
      rows,
      next: last && hasNext ? writeCursor(last) : null,
      previous: first && hasPrevious ? writeCursor(first) : null,
    };
  });
}
