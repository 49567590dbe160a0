/** Takes the open rounds one stage further. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { SERVER_ENDED } from "@/domain/eval/served-run";
import { ExperimentPlan } from "@/domain/experiment";
import { asksProcess } from "@/domain/filtering/filter";
import { JudgingPlan } from "@/domain/judging/settings";
import { LabellingPlan } from "@/domain/labelling/settings";
import { Pool } from "@/domain/pool";
import { armsOfRound, filterForRound, RoundPlan } from "@/domain/round/plan";
import { nextRoundMove, type RoundFacts, type RoundMove } from "@/domain/round/status";
import { RunStatus } from "@/domain/run";
import type { Db } from "@/server/db";
import { runNameSql } from "@/server/queries/run/name";
import { searchIsWaitedFor } from "@/server/services/eval/search-ready";
import { saveExperiment } from "@/server/services/experiment/save";
import { startJudging } from "@/server/services/judging/start";
import { startLabelling } from "@/server/services/labelling/start";
import { isServedAlike, servedOtherwise } from "@/server/services/rollout/served-alike";
import { beginRollouts, CANCELLED } from "@/server/services/round/begin-rollouts";
import { parsed } from "./json-text";
import { orderServer } from "./order-server";
import { ownEndpointSql } from "./own-endpoint";
import { ownMove } from "./own-move";
import { endRollout, holdForServer, resumeAtServer } from "./served-runs";
import { NewestServer, newestServerSql } from "./serving-rows";

const Row = z.object({
  id: z.int(),
  name: z.string(),
  plan: z.string().transform(parsed).pipe(RoundPlan),
  status: z.enum(["generating", "judging", "labelling"]),
  modelId: z.int(),
  modelName: z.string(),
  path: z.string().nullable(),
  hasEndpoint: z.boolean(),
  serving: NewestServer,
  /** In the order of the plan's rollouts; those that have begun */
  rolloutRunIds: z.array(z.int()),
  /** In the order of the plan's judges; those that have begun */
  judgingRunIds: z.array(z.int()),
  labellingRunId: z.int().nullable(),
  /** Of the stage's runs; a removed one has none */
  runs: z.array(z.object({ id: z.int(), name: z.string(), status: RunStatus, message: z.string().nullable() })),
});
/** What every row has, whatever its plan is. */
const Key = Row.pick({ id: true, status: true, rolloutRunIds: true, serving: true });
type OpenRound = z.infer<typeof Row>;

const MOST = 20;

export async function moveRounds(db: Db): Promise<void> {
  await db.pool.query(
    `UPDATE round SET status = 'failed', message = 'It was interrupted as it began: start it again.', finished_at = now()
     WHERE status = 'starting' AND created_at < now() - interval '5 minutes'`,
  );
  for (const row of await readOpenRounds(db)) {
    const key = Key.parse(row);
    await ownMove(
      `round ${key.id}`,
      async () => {
        const round = Row.parse(row);
        await carryOut(db, round, nextRoundMove(factsOf(round)));
      },
      (reason) => end(db, key, "failed", reason),
    );
  }
}

function factsOf({ status, runs, plan, rolloutRunIds, judgingRunIds, serving, hasEndpoint }: OpenRound): RoundFacts {
  const expected = { generating: rolloutRunIds.length, judging: judgingRunIds.length, labelling: 1 }[status];
  return {
    status,
    runs: [...runs, ...Array.from({ length: Math.max(0, expected - runs.length) }, () => null)],
    rollouts: { planned: plan.rollouts.length, begun: rolloutRunIds.length },
    judges: { planned: plan.judges.length, begun: judgingRunIds.length },
    hasLabeller: plan.labeller !== null,
    isServed: isServed({ plan, hasEndpoint }),
    serving,
  };
}

const isServed = ({ plan, hasEndpoint }: Pick<OpenRound, "plan" | "hasEndpoint">) =>
  plan.serving !== null && !hasEndpoint;

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
    case "serve":
      for (const { settings } of round.plan.rollouts) {
        const message = await searchIsWaitedFor(db, settings);
        if (message !== null) return carryOut(db, round, { move: "wait", message });
      }
      return orderServer(db.pool, { ...round, roundId: round.id, serving: round.plan.serving });
    case "pause":
      for (const { id } of round.runs) await holdForServer(db.pool, id);
      return;
    case "resume":
      return resume(db, round);
    case "roll-out":
      return beginRollouts(db, {
        ...{ id: round.id, plan: round.plan, begun: round.rolloutRunIds.length, status: "generating" },
        endpointId: isServed(round) ? (round.serving?.endpointId ?? undefined) : undefined,
      });
    case "judge":
      return judge(db, round, pool);
    case "label": {
      const plan = LabellingPlan.parse({ name: round.name, pool, labeller: round.plan.labeller });
      await startLabelling(db, plan, async (client, runId) => {
        const { rowCount } = await client.query(
          `UPDATE round SET status = 'labelling', labelling_run_id = $2, message = NULL, changed_at = now()
           WHERE id = $1 AND status = $3`,
          [round.id, runId, round.status],
        );
        if (!rowCount) throw new StudioError("conflict", CANCELLED);
      });
      return;
    }
    case "finish":
      return finish(db, round);
  }
}

/** What waits for a server goes on, where the model is asked as it was. */
async function resume({ pool }: Db, { runs, serving }: OpenRound): Promise<void> {
  const endpointId = serving?.endpointId ?? null;
  for (const { id, name, message } of runs) {
    if (message !== SERVER_ENDED) continue;
    if (endpointId !== null && !(await isServedAlike(pool, id, endpointId))) throw servedOtherwise(name);
    await resumeAtServer(pool, id, endpointId);
  }
}

/** Begins the judging runs that have not begun, one after another: after a crash the rest begin. */
async function judge(db: Db, { id, name, plan, judgingRunIds }: OpenRound, pool: Pool): Promise<void> {
  const { judges } = plan;
  for (const [at, { judge }] of judges.entries()) {
    if (at < judgingRunIds.length) continue;
    const run = judges.length === 1 ? name : `${name} · judge ${at + 1} of ${judges.length}`;
    await startJudging(db, JudgingPlan.parse({ name: run, pool, judge }), async (client, runId) => {
      const { rowCount } = await client.query(
        `UPDATE round SET status = 'judging', judging_run_ids = judging_run_ids || $2::int, message = NULL, changed_at = now()
         WHERE id = $1 AND status IN ('generating', 'judging') AND cardinality(judging_run_ids) = $3`,
        [id, runId, at],
      );
      // Cancelled meanwhile, the run is not begun either.
      if (!rowCount) throw new StudioError("conflict", CANCELLED);
    });
  }
}

/** Its experiment lays the repeated filter beside what it leaves out. */
async function finish(db: Db, round: OpenRound): Promise<void> {
  const { plan, labellingRunId: labels } = round;
  const judging = round.judgingRunIds.map((id, at) => ({ id, repeats: plan.judges[at]?.repeats ?? null }));
  const judge = judging[0]?.id ?? null;
  const { filter } = plan;
  if (filter && asksProcess(filter.mode) && filterForRound(filter, judging, labels).process.judges.length === 0)
    return end(db, round, "done", "Nobody has judged it yet: judge its rollout runs, then make an experiment of them.");
  const experiment = ExperimentPlan.parse({
    name: await freeExperimentName(db, round.name),
    pool: Pool.parse({ runs: round.rolloutRunIds, judge, labels }),
    arms: armsOfRound(filter, judging, labels),
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

async function end(
  db: Db,
  { id, status, rolloutRunIds, serving }: z.infer<typeof Key>,
  next: "done" | "failed",
  message: string | null,
): Promise<void> {
  const { rowCount } = await db.pool.query(
    `UPDATE round SET status = $2, message = $3, changed_at = now(), finished_at = now() WHERE id = $1 AND status = $4`,
    [id, next, message?.replaceAll("\0", " ") ?? null, status],
  );
  // Its server goes, and what asks it with it. Where this worker dies in between, `clearLeftBehind` ends them.
  if (rowCount && next === "failed" && serving !== null) for (const runId of rolloutRunIds) await endRollout(db, runId);
}

async function readOpenRounds(db: Db): Promise<unknown[]> {
  const { rows } = await db.pool.query(
    `SELECT o.id, o.name, o.plan, o.status, o.model_id AS "modelId", m.name AS "modelName", m.path,
       ${ownEndpointSql("m")} IS NOT NULL AND NOT EXISTS (SELECT FROM run_state r JOIN serving_job j
         ON j.endpoint_id = r.endpoint_id AND j.round_id = o.id WHERE r.kind = 'rollout' AND r.run_id = ANY(o.rollout_run_ids)
         AND r.status IN ('running', 'paused')) AS "hasEndpoint", o.rollout_run_ids AS "rolloutRunIds",
       o.judging_run_ids AS "judgingRunIds", o.labelling_run_id AS "labellingRunId", s.runs,
       ${newestServerSql((job) => `${job}.round_id = o.id`)} AS serving
     FROM round o JOIN model m ON m.id = o.model_id, LATERAL (
       SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.run_id, 'name', ${runNameSql("r")}, 'status', r.status, 'message', r.message)), '[]') AS runs
       FROM run_state r WHERE CASE o.status
         WHEN 'generating' THEN r.kind = 'rollout' AND r.run_id = ANY(o.rollout_run_ids)
         WHEN 'judging' THEN r.kind = 'judging' AND r.run_id = ANY(o.judging_run_ids)
         ELSE r.kind = 'labelling' AND r.run_id = o.labelling_run_id END) s
     WHERE o.status IN ('generating', 'judging', 'labelling')
     ORDER BY o.id LIMIT $1`,
    [MOST],
  );
  return rows;
}
