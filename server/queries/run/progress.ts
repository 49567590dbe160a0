/** Where runs stand. Reads only state, pulses and counters: its cost does not grow with what the runs produced. */
import type pg from "pg";
import { z } from "zod";
import { isOver, RunKind, RunProgress, type RunRef } from "@/domain/run";
import { runNameSql } from "./name";

const Counts = z.record(z.string(), z.number());
const Row = z.object({
  kind: RunKind,
  runId: z.int(),
  name: z.string(),
  status: RunProgress.shape.status,
  message: z.string().nullable(),
  planned: z.int(),
  done: z.int(),
  promptTokens: z.int(),
  completionTokens: z.int(),
  recent: z.int(),
  recentTokens: z.int(),
  /** Seconds that it was running for, once it is over */
  workedSeconds: z.number(),
  /** Seconds that `recent` was done in */
  recentSeconds: z.number(),
  counters: Counts,
  workers: z.int(),
  createdAt: z.date(),
  changedAt: z.date(),
  finishedAt: z.date().nullable(),
});

/** A worker is alive while it was heard of within this time. */
export const WORKER_SILENCE = "10 seconds";
const RECENT_S = 60;
/**
 * Where the pulses that the rate is taken from begin: a minute ago, or where work last began. Whole pulses only, as half
 * a pulse over all of its time would be half the rate; of a run that was resumed, none that holds work from before.
 */
const SINCE = `greatest(to_timestamp(floor(extract(epoch FROM now()) / 10) * 10 - ${RECENT_S - 10}), to_timestamp(10 *
  CASE WHEN r.changed_at = r.created_at THEN floor(extract(epoch FROM r.changed_at) / 10)
    ELSE ceil(extract(epoch FROM r.changed_at) / 10) END))`;

const SELECT = `
  SELECT r.kind, r.run_id AS "runId", ${runNameSql("r")} AS name, r.status, r.message, r.planned, p.done,
    p.prompt AS "promptTokens",
    p.completion AS "completionTokens", p.recent, p."recentTokens", p.seconds AS "recentSeconds", r.worked_s AS "workedSeconds", c.counters,
    (SELECT count(*)::int FROM worker WHERE heartbeat_at > now() - interval '${WORKER_SILENCE}') AS workers,
    r.created_at AS "createdAt", r.changed_at AS "changedAt", r.finished_at AS "finishedAt"
  FROM run_state r,
    LATERAL (SELECT coalesce(sum(done), 0)::int AS done, coalesce(sum(prompt_tokens), 0)::bigint AS prompt,
        coalesce(sum(completion_tokens), 0)::bigint AS completion,
        coalesce(sum(done) FILTER (WHERE at >= ${SINCE}), 0)::int AS recent,
        coalesce(sum(completion_tokens) FILTER (WHERE at >= ${SINCE}), 0)::bigint AS "recentTokens",
        extract(epoch FROM now() - greatest(r.changed_at, ${SINCE}, min(at)))::float AS seconds
      FROM run_pulse WHERE kind = r.kind AND run_id = r.run_id) p,
    LATERAL (SELECT coalesce(jsonb_object_agg(name, count), '{}') AS counters
      FROM run_counter WHERE kind = r.kind AND run_id = r.run_id) c`;

/** One run, or null where the studio does not carry it out (an imported run). */
export async function readProgress(db: pg.Pool, { kind, runId }: RunRef): Promise<RunProgress | null> {
  const { rows } = await db.query(`${SELECT} WHERE r.kind = $1 AND r.run_id = $2`, [kind, runId]);
  return z.array(Row).parse(rows).map(toProgress)[0] ?? null;
}

/** Every run that is running or paused, and what ended within the last two minutes. */
export async function readCurrentProgress(db: pg.Pool): Promise<RunProgress[]> {
  const { rows } = await db.query(
    `${SELECT} WHERE r.status IN ('running', 'paused') OR r.finished_at > now() - interval '2 minutes'
     ORDER BY r.created_at, r.kind, r.run_id LIMIT 200`,
  );
  return z.array(Row).parse(rows).map(toProgress);
}

function toProgress(row: z.infer<typeof Row>): RunProgress {
  const { recent, recentTokens, recentSeconds, workedSeconds, counters, createdAt, changedAt, finishedAt, ...rest } =
    row;
  const [done, tokens, seconds] = isOver(row.status)
    ? [row.done, row.completionTokens, workedSeconds]
    : [recent, recentTokens, recentSeconds];
  const isKnown = isOver(row.status) ? done > 0 && seconds > 0 : row.status === "running" && done >= 3 && seconds >= 1;
  const rate = isKnown ? done / seconds : null;
  const named = (prefix: string) =>
    Object.fromEntries(
      Object.entries(counters).flatMap(([name, count]) =>
        name.startsWith(prefix) ? [[name.slice(prefix.length), count]] : [],
      ),
    );
  return {
    ...rest,
    requests: counters.requests ?? 0,
    ends: named("end:"),
    retries: named("retry:"),
    failures: named("failure:"),
    rate,
    tokenRate: rate === null ? null : tokens / seconds,
    secondsLeft:
      rate === null || isOver(row.status) || row.message !== null ? null : Math.max(0, row.planned - row.done) / rate,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
