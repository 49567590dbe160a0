import type pg from "pg";
import { z } from "zod";
import type { Neighbours } from "@/domain/browse";
import { StudioError } from "@/domain/errors";
import { EMPTY_POOL, Pool, Sort } from "@/domain/pool";
import { Bindings, poolSql } from "../pool-where";
import { countBefore, pageIds } from "./page-ids";
import { sortKey } from "./sort";
import { withinTime, withTimeout } from "./with-timeout";

export const NeighboursRequest = z.object({ pool: Pool, sort: Sort, id: z.int().positive() });
type NeighboursRequest = z.output<typeof NeighboursRequest>;

const PATIENCE_MS = 10_000;
const POSITION_PATIENCE_MS = 1_000;
const POSITION_CAP = 20_000;
const Key = z.array(z.object({ key: z.string().nullable(), inPool: z.boolean() }));

/**
 * The trajectories before and after one in a pool's sort order. One that is not in the pool has neighbours too: those
 * of the place where it would be. Throws `not-found` if there is no such trajectory.
 */
export async function browseNeighbours(db: pg.Pool, { pool, sort, id }: NeighboursRequest): Promise<Neighbours> {
  const near = await withTimeout(db, PATIENCE_MS, async (client) => {
    const place = await placeOf(client, { pool, sort, id });
    const position = { by: sort.by, key: place.key, id };
    const [previous] = await pageIds(client, { pool, sort, position, direction: "before", limit: 1 });
    const [next] = await pageIds(client, { pool, sort, position, direction: "after", limit: 1 });
    return { position, previous: previous?.id ?? null, next: next?.id ?? null, inPool: place.inPool };
  });
  const before = near.inPool
    ? await withinTime(db, POSITION_PATIENCE_MS, (client) =>
        countBefore(client, { pool, sort, position: near.position, cap: POSITION_CAP }),
      )
    : null;
  return {
    previous: near.previous,
    next: near.next,
    inPool: near.inPool,
    position: before === null ? null : before + 1,
  };
}

async function placeOf(client: pg.PoolClient, { pool, sort, id }: NeighboursRequest) {
  const bind = new Bindings();
  const key = sortKey(sort);
  const anywhere = poolSql({ ...EMPTY_POOL, judge: pool.judge, labels: pool.labels }, bind, key.joins);
  const inPool = poolSql(pool, bind);
  const wanted = `t.id = ${bind.add(id)}::int`;
  const { rows } = await client.query(
    `SELECT ${key.text} AS key, EXISTS (SELECT 1 FROM ${inPool.from} WHERE ${inPool.where} AND ${wanted}) AS "inPool"
     FROM ${anywhere.from} WHERE ${wanted}`,
    bind.values,
  );
  const [place] = Key.parse(rows);
  if (!place) throw new StudioError("not-found", `There is no trajectory ${id}. It may have been removed.`);
  return place;
}
