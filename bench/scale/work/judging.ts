/** Verdicts into the database, by the transactions in which the engine commits what a judge has ruled. */
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { EMPTY_POOL } from "@/domain/pool";
import { randomFor } from "@/domain/random";
import type { Verdict } from "@/domain/verdict";
import { type Batch, commitBatch } from "@/server/engine/commit-batch";
import { judgingExecutor } from "@/server/engine/judging/executor";
import { leaseChunk } from "@/server/engine/leases";
import { startJudging } from "@/server/services/judging/start";
import type { Studio } from "../caller";
import { prose } from "../pool/words";
import { makeRow, type Row } from "../results";
import { timed } from "../sampling";

const SECOND = 1_000;

/** Commits a chunk at a time, until `most` trajectories are judged. Leaves a judging run in the database. */
export async function measureJudging({ db }: Studio, seed: string, most: number): Promise<Row> {
  const judge = { kind: "rule" as const, rules: ["answer-present" as const] };
  const { id: runId, trajectories } = await startJudging(db, { name: "Bench commits", pool: EMPTY_POOL, judge });
  const run = { kind: "judging" as const, runId };
  const workerId = randomUUID();
  const place = { pool: db.pool, workerId, run, open: await judgingExecutor.open(db, runId, () => {}) };
  const rates: number[] = [];
  let judged = 0;
  while (judged < Math.min(most, trajectories)) {
    const chunk = await leaseChunk(db.pool, workerId, run, []);
    if (chunk === null) throw new Error("The run has no chunk left.");
    const batch = await ruledBatch(db.pool, chunk, seed);
    const ms = await timed(() => commitBatch(place, batch, () => false));
    rates.push((chunk.items.length / ms) * SECOND);
    judged += chunk.items.length;
  }
  const written = await db.pool.query("SELECT count(*) AS n FROM judgment WHERE judging_run_id = $1", [runId]);
  if (written.rows[0].n !== judged) throw new Error(`${written.rows[0].n} of ${judged} trajectories were written.`);
  // The first commit compiles what the others use.
  return makeRow("judging-commit", rates.length > 1 ? rates.slice(1) : rates);
}

async function ruledBatch(pool: pg.Pool, { id, items }: { id: number; items: number[] }, seed: string): Promise<Batch> {
  const { rows } = await pool.query<{ id: number; steps: number }>(
    "SELECT id, num_steps AS steps FROM trajectory WHERE id = ANY($1::int[]) ORDER BY id",
    [items],
  );
  const random = randomFor(`${seed} judging ${id}`);
  const verdict = (step: number): Verdict => {
    const rating = random.chance(0.1) ? -1 : 1;
    const rationale = rating === -1 || random.chance(0.1) ? prose(random, 14) : null;
    return { step, rating, score: random.int(0, 100), rationale };
  };
  const results = rows.map((row) => ({
    chunkId: id,
    result: {
      data: {
        trajectoryId: row.id,
        numSteps: row.steps,
        verdicts: Array.from({ length: row.steps }, (_, i) => verdict(i)),
      },
      promptTokens: 900,
      completionTokens: 60,
    },
  }));
  return { results, finished: [id], doubtful: [], counters: new Map() };
}
