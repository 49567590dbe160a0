/** Takes the open rounds one stage further. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { ExperimentPlan } from "@/domain/experiment";
import { JudgingPlan } from "@/domain/judging/settings";
import { LabellingPlan } from "@/domain/labelling/settings";
import { Pool } from "@/domain/pool";
import { armsOfRound, RoundPlan } from "@/domain/round/plan";
import { nextRoundMove, type RoundFacts, type RoundMove } from "@/domain/round/status";
import { RunStatus } from "@/domain/run";
import type { Db } from "@/server/db";
import { runNameSql } from "@/server/queries/run/name";
import { saveExperiment } from "@/server/services/experiment/save";
import { startJudging } from "@/server/services/judging/start";
import { startLabelling } from "@/server/services/labelling/start";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  plan: RoundPlan,
  status: z.enum(["generating", "judging", "labelling"]),
  rolloutRunIds: z.array(z.int()),
  judgingRunId: z.int().nullable(),
  labellingRunId: z.int().nullable(),
  /** Of the stage's runs; a removed one has none */
  runs: z.array(z.object({ name: z.string(), status: RunStatus, message: z.string().nullable() })),
  expected: z.int(),
});
type OpenRound = z.infer<typeof Row>;

const MOST = 20;

export async function moveRounds(db: Db): Promise<void> {
  await db.pool.query(
    `UPDATE round SET status = 'failed', message = 'It was interrupted as it began: start it again.', finished_at = now()
     WHERE status = 'starting' AND created_at < now() - interval '5 minutes'`,
  );
  for (const round of await readOpenRounds(db)) {
    try {
      await carryOut(db, round, nextRoundMove(factsOf(round)));
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      await end(db, round, "failed", error.message);
    }
  }
}

function factsOf({ status, runs, expected, plan }: OpenRound): RoundFacts {
  const gone = Array.from({ length: Math.max(0, expected - runs.length) }, () => null);
  return { status, runs: [...runs, ...gone], hasJudge: plan.judge !== null, hasLabeller: plan.labeller !== null };
}

async function carryOut(db: Db, round: OpenRound, move: RoundMove): Promise<void> {
  const pool = Pool.parse({ runs: round.rolloutRunIds });
  switch (move.move) {
    case "wait":
      await db.pool.query("UPDATE round SET message = $2 WHERE id = $1 AND message IS DISTINCT FROM $2", [
        round.id,
        move.message,
      ]);
      return;
    case "fail":
      return end(db, round, "failed", move.message);
    case "judge": {
      const plan = JudgingPlan.parse({ name: round.name, pool, judge: round.plan.judge });
      await startJudging(db, plan, (client, runId) => take(client, round, "judging", "judging_run_id", runId));
      return;
    }
    case "label": {
      const plan = LabellingPlan.parse({ name: round.name, pool, labeller: round.plan.labeller });
      await startLabelling(db, plan, (client, runId) => take(client, round, "labelling", "labelling_run_id", runId));
      return;
    }
    case "finish":
      return finish(db, round);
  }
}

type Client = { query: (text: string, values: unknown[]) => Promise<{ rowCount: number | null }> };

/** Cancelled meanwhile, the run is not begun either. */
async function take(client: Client, { id, status }: OpenRound, next: string, column: string, runId: number) {
  const { rowCount } = await client.query(
    `UPDATE round SET status = $3, ${column} = $2, message = NULL, changed_at = now() WHERE id = $1 AND status = $4`,
    [id, runId, next, status],
  );
  if (!rowCount) throw new StudioError("conflict", "It was cancelled meanwhile.");
}

/** Its experiment lays the repeated filter beside what it leaves out. */
async function finish(db: Db, round: OpenRound): Promise<void> {
  const { plan, judgingRunId: judge, labellingRunId: labels } = round;
  const asks = plan.filter !== null && plan.filter.mode !== "none" && plan.filter.mode !== "outcome";
  if (judge === null && asks)
    return end(db, round, "done", "Nobody has judged it yet: judge its rollout runs, then make an experiment of them.");
  const experiment = ExperimentPlan.parse({
    name: await freeExperimentName(db, round.name),
    pool: Pool.parse({ runs: round.rolloutRunIds, judge, labels }),
    arms: armsOfRound(plan.filter, judge, labels),
  });
  const { id } = await saveExperiment(db, { ...experiment, id: null, clonedFrom: null });
  await db.pool.query("UPDATE round SET experiment_id = $2 WHERE id = $1", [round.id, id]);
  await end(db, round, "done", null);
}

async function freeExperimentName(db: Db, name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name} ${number}`;
    const { rows } = await db.pool.query("SELECT 1 FROM experiment WHERE lower(name) = lower($1)", [tried]);
    if (rows.length === 0) return tried;
  }
}

async function end(db: Db, { id, status }: OpenRound, next: "done" | "failed", message: string | null): Promise<void> {
  await db.pool.query(
    `UPDATE round SET status = $2, message = $3, changed_at = now(), finished_at = now() WHERE id = $1 AND status = $4`,
    [id, next, message?.replaceAll("\0", " ") ?? null, status],
  );
}

async function readOpenRounds(db: Db): Promise<OpenRound[]> {
  const { rows } = await db.pool.query(
    `SELECT o.id, o.name, o.plan::jsonb AS plan, o.status, o.rollout_run_ids AS "rolloutRunIds",
       o.judging_run_id AS "judgingRunId", o.labelling_run_id AS "labellingRunId", s.runs,
       CASE o.status WHEN 'generating' THEN jsonb_array_length(o.plan::jsonb -> 'rollouts') ELSE 1 END AS expected
     FROM round o, LATERAL (
       SELECT coalesce(jsonb_agg(jsonb_build_object('name', ${runNameSql("r")}, 'status', r.status, 'message', r.message)), '[]') AS runs
       FROM run_state r WHERE CASE o.status
         WHEN 'generating' THEN r.kind = 'rollout' AND r.run_id = ANY(o.rollout_run_ids)
         WHEN 'judging' THEN r.kind = 'judging' AND r.run_id = o.judging_run_id
         ELSE r.kind = 'labelling' AND r.run_id = o.labelling_run_id END) s
     WHERE o.status IN ('generating', 'judging', 'labelling')
     ORDER BY o.id LIMIT $1`,
    [MOST],
  );
  return z.array(Row).parse(rows);
}
