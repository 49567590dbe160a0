/** Agrees with the other workers on how many requests each may have under way at an endpoint. */
import type pg from "pg";
import { z } from "zod";
import { nextSlots } from "@/domain/engine/shares";
import type { EndpointLane } from "./endpoint-lane";
import { type Life, livesSql } from "./life";

const EndpointRows = z.array(z.object({ maxConcurrency: z.int(), timeoutMs: z.int(), patienceMs: z.int() })).max(1);
const LeaseRows = z.array(z.object({ workerId: z.string(), slots: z.int(), wanted: z.int() }));

/**
 * Takes, keeps or gives back slots. Answers whether the endpoint still exists. All who share an endpoint wait for its
 * row in turn, and each takes only what no other living worker holds; what one gives back it has stopped using before.
 */
export async function balance(pool: pg.Pool, life: Life, lane: EndpointLane): Promise<boolean> {
  const { id } = lane.endpoint;
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("BEGIN");
    const endpoints = await client.query(
      `SELECT max_concurrency AS "maxConcurrency", timeout_ms AS "timeoutMs", patience_ms AS "patienceMs"
       FROM endpoint WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    const [endpoint] = EndpointRows.parse(endpoints.rows);
    if (!endpoint) {
      await client.query("ROLLBACK");
      isBroken = false;
      lane.recall();
      return false;
    }
    lane.follow(endpoint);
    const leases = await client.query(
      `SELECT l.worker_id AS "workerId", l.slots, l.wanted FROM endpoint_lease l JOIN worker w ON w.id = l.worker_id
       WHERE l.endpoint_id = $1 AND l.worker_id <> $2 AND ${livesSql("w")}`,
      [id, life.id],
    );
    const { wanted } = lane;
    const own = { workerId: life.id, wanted, inFlight: lane.gate.inFlight };
    const { limit, slots } = nextSlots(LeaseRows.parse(leases.rows), own, endpoint.maxConcurrency);
    // Fewer at once; more only when the others know.
    lane.setSlots(Math.min(limit, lane.gate.limit));
    if (slots > 0 || wanted > 0)
      await client.query(
        `INSERT INTO endpoint_lease (endpoint_id, worker_id, slots, wanted) VALUES ($1, $2, $3, $4)
         ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET slots = excluded.slots, wanted = excluded.wanted`,
        [id, life.id, slots, wanted],
      );
    else await client.query("DELETE FROM endpoint_lease WHERE endpoint_id = $1 AND worker_id = $2", [id, life.id]);
    lane.hasSlots = true;
    await client.query("COMMIT");
    isBroken = false;
    lane.hasSlots = slots > 0 || wanted > 0;
    if (life.isTrusted()) lane.setSlots(limit);
    return true;
  } finally {
    client.release(isBroken);
  }
}
