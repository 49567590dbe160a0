/**
 * Takes a training run's events over into the database, each exactly once: `next_seq` says which line comes next, and
 * is written in the transaction that writes what the lines brought.
 */
import type pg from "pg";
import { z } from "zod";
import type { TrainingEvent } from "@/domain/training/events";
import { inTransaction } from "@/server/transaction";
import { plain, plainJson } from "./plain-json";

export type Ingested = {
  /** Events that were new */
  taken: number;
  /** A line before the next event has not been seen: the rest was left */
  hasGap: boolean;
};

export type IngestOptions = {
  runId: number;
  /** Whose the run must be while it is written; null: anybody's */
  watcher: string | null;
  /** Go on where lines are missing */
  skipsGaps: boolean;
};

const Head = z.tuple([z.object({ nextSeq: z.int() })]);

/** Throws LeaseLost where another worker watches the run by now. */
export async function ingest(
  pool: pg.Pool,
  events: readonly TrainingEvent[],
  { runId, watcher, skipsGaps }: IngestOptions,
): Promise<Ingested> {
  if (events.length === 0) return { taken: 0, hasGap: false };
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `SELECT next_seq AS "nextSeq" FROM training_run
       WHERE id = $1 AND ($2::uuid IS NULL OR watched_by = $2) FOR UPDATE`,
      [runId, watcher],
    );
    if (rows.length === 0) throw new LeaseLost();
    const [{ nextSeq }] = Head.parse(rows);
    const { fresh, next, hasGap } = select(events, nextSeq, skipsGaps);
    if (fresh.length === 0) return { taken: 0, hasGap };
    for (const part of splitAtStarts(fresh)) await write(client, runId, part);
    await client.query("UPDATE training_run SET next_seq = $2 WHERE id = $1", [runId, next]);
    return { taken: fresh.length, hasGap };
  });
}

/** Another worker watches the run by now. */
export class LeaseLost extends Error {}

function select(events: readonly TrainingEvent[], nextSeq: number, skipsGaps: boolean) {
  const fresh: TrainingEvent[] = [];
  let next = nextSeq;
  for (const event of events) {
    if (event.seq < next) continue;
    if (event.seq > next && !skipsGaps) return { fresh, next, hasGap: true };
    fresh.push(event);
    next = event.seq + 1;
  }
  return { fresh, next, hasGap: false };
}

/** An attempt's first event undoes what came after its checkpoint, so it must be written before what follows it. */
function splitAtStarts(events: readonly TrainingEvent[]): TrainingEvent[][] {
  const parts: TrainingEvent[][] = [];
  for (const event of events)
    if (event.event === "started" || parts.length === 0) parts.push([event]);
    else parts.at(-1)?.push(event);
  return parts;
}

type Of<Kind extends TrainingEvent["event"]> = Extract<TrainingEvent, { event: Kind }>;
const ofKind = <Kind extends TrainingEvent["event"]>(events: readonly TrainingEvent[], kind: Kind) =>
  events.filter((event): event is Of<Kind> => event.event === kind);
const timeOf = (event: TrainingEvent) => new Date(event.time * 1_000);

/** The last of those that share a key: one statement may not write a row twice. */
const lastOfEach = <T>(items: readonly T[], key: (item: T) => string | number): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

async function write(client: pg.PoolClient, runId: number, events: readonly TrainingEvent[]): Promise<void> {
  const [started] = ofKind(events, "started");
  if (started) await begin(client, runId, started);
  await writeMetrics(client, runId, ofKind(events, "metrics"));
  await writeSamples(client, runId, ofKind(events, "samples"));
  await writeCheckpoints(client, runId, ofKind(events, "checkpoint"));
  const others = events.filter(({ event }) => event !== "metrics" && event !== "samples" && event !== "checkpoint");
  await client.query(
    `INSERT INTO training_event (run_id, seq, event, at)
     SELECT $1, * FROM unnest($2::int[], $3::json[], $4::timestamptz[])
     ON CONFLICT (run_id, seq) DO UPDATE SET event = EXCLUDED.event, at = EXCLUDED.at`,
    [runId, others.map(({ seq }) => seq), others.map((event) => plainJson(event)), others.map(timeOf)],
  );
  const step = events.findLast((event) => event.event === "metrics" || event.event === "done");
  if (step && "step" in step) await client.query("UPDATE training_run SET step = $2 WHERE id = $1", [runId, step.step]);
}

/** What an attempt before it did beyond the checkpoint it goes on from is undone: it will be done again. */
async function begin(client: pg.PoolClient, runId: number, { resumed_from, total_steps }: Of<"started">) {
  for (const table of ["training_metric", "training_sample"])
    await client.query(`DELETE FROM ${table} WHERE run_id = $1 AND step > $2`, [runId, resumed_from ?? -1]);
  await client.query("UPDATE training_run SET step = $2, total_steps = $3 WHERE id = $1", [
    runId,
    resumed_from ?? 0,
    total_steps,
  ]);
}

async function writeMetrics(client: pg.PoolClient, runId: number, events: readonly Of<"metrics">[]) {
  const rows = lastOfEach(events, ({ step }) => step);
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO training_metric (run_id, step, "values", at)
     SELECT $1, * FROM unnest($2::int[], $3::json[], $4::timestamptz[])
     ON CONFLICT (run_id, step) DO UPDATE SET "values" = EXCLUDED."values", at = EXCLUDED.at`,
    [runId, rows.map(({ step }) => step), rows.map(({ values }) => plainJson(values)), rows.map(timeOf)],
  );
}

const promptsLast = (a: Of<"samples">, b: Of<"samples">) => Number(a.prompt !== null) - Number(b.prompt !== null);

async function writeSamples(client: pg.PoolClient, runId: number, events: readonly Of<"samples">[]) {
  if (events.length === 0) return;
  // Its prompt comes with a context's first event only; should that have been lost, its samples still show.
  const contexts = lastOfEach([...events].sort(promptsLast), ({ context }) => context);
  await client.query(
    `INSERT INTO training_context AS c (run_id, context, trajectory_id, step_idx, question_id, watched, prompt)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::bool[], $7::json[])
     ON CONFLICT (run_id, context) DO UPDATE SET watched = EXCLUDED.watched,
       prompt = CASE WHEN EXCLUDED.prompt::text = '[]' THEN c.prompt ELSE EXCLUDED.prompt END`,
    [
      runId,
      contexts.map(({ context }) => plain(context)),
      contexts.map(({ trajectory }) => trajectory),
      contexts.map(({ step_index }) => step_index),
      contexts.map(({ question }) => question),
      contexts.map(({ watched }) => watched),
      contexts.map(({ prompt }) => plainJson(prompt ?? [])),
    ],
  );
  const rows = lastOfEach(events, ({ context, step }) => `${step} ${context}`);
  await client.query(
    `INSERT INTO training_sample (run_id, context, step, actions)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::json[])
     ON CONFLICT (run_id, context, step) DO UPDATE SET actions = EXCLUDED.actions`,
    [
      runId,
      rows.map(({ context }) => plain(context)),
      rows.map(({ step }) => step),
      rows.map(({ actions }) => plainJson(actions)),
    ],
  );
}

async function writeCheckpoints(client: pg.PoolClient, runId: number, events: readonly Of<"checkpoint">[]) {
  const rows = lastOfEach(events, ({ path }) => path);
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO training_checkpoint (run_id, path, step, weights_hash, is_final, at)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::bool[], $6::timestamptz[])
     ON CONFLICT (run_id, path) DO UPDATE
     SET step = EXCLUDED.step, weights_hash = EXCLUDED.weights_hash, is_final = EXCLUDED.is_final, at = EXCLUDED.at`,
    [
      runId,
      rows.map(({ path }) => plain(path)),
      rows.map(({ step }) => step),
      rows.map(({ weights_hash }) => weights_hash),
      rows.map(({ is_final }) => is_final),
      rows.map(timeOf),
    ],
  );
}
