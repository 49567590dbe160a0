/** Begins a rollout run: its row and its place in the queue. */
import { randomUUID } from "node:crypto";
import type { KeptSettings } from "@/domain/rollout/kept";
import type { RolloutPlan } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { chosenQuestions } from "@/server/queries/rollout/choose-questions";
import { beginRun, type NewRun, type StartedRun } from "@/server/services/run/begin";
import { checkPlan } from "./check-plan";

/** Trajectories that a worker takes at a time: enough to keep requests flowing, few enough to be redone. */
const CHUNK_TRAJECTORIES = 80;
/** A run is cut in at least so many chunks, so that several workers have a share of a small one. */
const LEAST_CHUNKS = 8;

export type RolloutStart = {
  /** Instead of the model's own */
  endpointId?: number | undefined;
  /** Written in the same transaction */
  rest?: NewRun["rest"];
};

/** Throws not-found, invalid or precondition with what to change. */
export async function startRollout(
  db: Db,
  plan: RolloutPlan,
  { endpointId, rest }: RolloutStart = {},
): Promise<StartedRun> {
  const { endpoint, origin, questions } = await checkPlan(db, plan, endpointId);
  const settings: KeptSettings = { ...plan.settings, questions: plan.questions, ...origin };
  return beginRun(db, {
    kind: "rollout",
    row: {
      text: `INSERT INTO rollout_run (key, name, purpose, model_id, source, settings) VALUES ($1, $2, $3, $4, $5, $6)
        RETURNING id`,
      values: [`rollout:${randomUUID()}`, plan.name, plan.purpose, plan.modelId, "studio", JSON.stringify(settings)],
    },
    endpointId: endpoint.id,
    items: chosenQuestions(plan.questions),
    chunkSize: chunkSize(questions, plan.settings.samples),
    perItem: plan.settings.samples,
    ...(rest && { rest }),
  });
}

/** Questions a chunk. */
export function chunkSize(questions: number, samples: number): number {
  return Math.max(1, Math.min(Math.ceil(CHUNK_TRAJECTORIES / samples), Math.ceil(questions / LEAST_CHUNKS)));
}
