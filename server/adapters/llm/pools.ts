/** Kept-alive connections to endpoints: one pool for an address, with as many connections as it may have requests. */
import { Pool } from "undici";

/** Shorter than what servers keep an idle connection for (uvicorn: 5 s), so that none is used as it closes. */
const IDLE_MS = 4_000;
const pools = new Map<string, Pool>();

export function poolOf(origin: string, connections: number): Pool {
  const name = `${connections} ${origin}`;
  let pool = pools.get(name);
  if (!pool) {
    // The deadline of each request bounds it; a model may think for longer than undici's own limits.
    pool = new Pool(origin, { connections, keepAliveTimeout: IDLE_MS, headersTimeout: 0, bodyTimeout: 0 });
    pools.set(name, pool);
  }
  return pool;
}
