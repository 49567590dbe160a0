/** Filters compared on the pool, and the curve of thresholds. */
import { EMPTY_POOL } from "@/domain/pool";
import { randomFor } from "@/domain/random";
import type { Studio } from "../caller";
import { makeRow, type Row } from "../results";
import { type Sampling, timeEach } from "../sampling";
import { randomArms, randomPool } from "../variants";

/** What any filter at least has to read */
const SCAN = `SELECT count(*), sum(process), sum(length(reasonable)), sum(length(unreasonable)), sum(score_sum),
  min(score_min) FROM judgment`;

export async function measureExperiment({ api, db, world }: Studio, seed: string, sampling: Sampling): Promise<Row> {
  const samples = await timeEach(sampling, (number) => {
    const random = randomFor(`${seed} experiment ${number}`);
    // Mostly everything there is: that is what costs.
    const pool = random.chance(0.25) ? randomPool(random, world, 1) : EMPTY_POOL;
    return api.experiment.evaluate({ pool, arms: randomArms(random, world), matching: random.chance(0.25) });
  });
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN; SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off");
    await client.query("SET LOCAL enable_bitmapscan = off");
    const scans = await timeEach(sampling, () => client.query(SCAN));
    return makeRow("experiment", samples, { limit: makeRow("experiment", scans).median });
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

export async function measureThreshold({ api, world }: Studio, seed: string, sampling: Sampling): Promise<Row> {
  const samples = await timeEach(sampling, (number) => {
    const random = randomFor(`${seed} threshold ${number}`);
    const process = { judges: [random.pick(world.judges)], neutralIsReasonable: random.chance(0.7) };
    const filter = { mode: "process" as const, process, outcome: { labels: random.pick(world.labels) } };
    return api.experiment.thresholds({ pool: EMPTY_POOL, filter });
  });
  return makeRow("threshold", samples);
}
