/** Begins the rollout runs of a round, in the order of its plan, each once. */
import { StudioError } from "@/domain/errors";
import { RolloutPlan } from "@/domain/rollout/settings";
import type { RoundPlan } from "@/domain/round/plan";
import type { Db } from "@/server/db";
import { startRollout } from "@/server/services/rollout/start";

export const CANCELLED = "It was cancelled meanwhile.";

export const rolloutPlansOf = ({ name, modelId, rollouts }: RoundPlan): RolloutPlan[] =>
  rollouts.map(({ questions, settings }, at) =>
    RolloutPlan.parse({
      name: rollouts.length === 1 ? name : `${name} · ${at + 1} of ${rollouts.length}`,
      purpose: "generate",
      modelId,
      questions,
      settings,
    }),
  );

type Begin = {
  id: number;
  plan: RoundPlan;
  /** How many have begun: the rest begin */
  begun: number;
  status: "starting" | "generating";
  /** Of a server for the model; else it is asked at its own */
  endpointId?: number | undefined;
};

/** Throws conflict where the round was cancelled or somebody else begins them, else as starting a rollout run does. */
export async function beginRollouts(db: Db, { id, plan, begun, status, endpointId }: Begin): Promise<void> {
  for (const [at, rollout] of rolloutPlansOf(plan).entries()) {
    if (at < begun) continue;
    await startRollout(db, rollout, {
      endpointId,
      rest: async (client, runId) => {
        const { rowCount } = await client.query(
          `UPDATE round SET rollout_run_ids = rollout_run_ids || $2::int, message = NULL, changed_at = now()
           WHERE id = $1 AND status = $3 AND cardinality(rollout_run_ids) = $4`,
          [id, runId, status, at],
        );
        if (!rowCount) throw new StudioError("conflict", CANCELLED);
      },
    });
  }
}
