/** Kept-alive connections to endpoints: one pool for an address. */
import { Pool } from "undici";
import { guardedConnect } from "../guarded-connect";

/** Shorter than what servers keep an idle connection for (uvicorn: 5 s), so that none is used as it closes. */
const IDLE_MS = 4_000;
/** A connection is free again only once the event loop has come round: the next request must not wait for that. */
const CONNECTIONS_PER_REQUEST = 2;
const pools = new Map<string, Pool>();

export function poolOf(origin: string, requests: number): Pool {
  const name = `${requests} ${origin}`;
  let pool = pools.get(name);
  if (!pool) {
    // The deadline of each request bounds it; a model may think for longer than undici's own limits.
    pool = new Pool(origin, {
      connections: CONNECTIONS_PER_REQUEST * requests,
      connect: guardedConnect,
      keepAliveTimeout: IDLE_MS,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    pools.set(name, pool);
  }
  return pool;
}
