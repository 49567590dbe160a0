/** Takes the open trainings of arms one stage further. Every step may be repeated: what it makes has its key beforehand. */
import type pg from "pg";
import { AT_ONCE } from "@/domain/arm-training/plan";
import { type ArmTrainingMove, nextArmTrainingMove } from "@/domain/arm-training/status";
import { StudioError } from "@/domain/errors";
import { EvalPlan } from "@/domain/eval/plan";
import { cutText } from "@/domain/plain-text";
import type { Db } from "@/server/db";
import { ArmTrainingKey, OpenArmTraining, readOpenArmTrainings } from "@/server/queries/arm-training/open";
import { findFrozenArm } from "@/server/services/arm-training/frozen";
import { launchArmRun } from "@/server/services/arm-training/launch-run";
import { startEvalMatrix } from "@/server/services/eval/start";
import { readExperiment } from "@/server/services/experiment/read";
import { startFreezing } from "@/server/services/training-set/start";
import { inTransaction } from "@/server/transaction";
import { ownMove } from "./own-move";

const LONGEST_NAME = 200;

export async function moveArmTrainings(db: Db): Promise<void> {
  for (const row of await readOpenArmTrainings(db.pool)) {
    const key = ArmTrainingKey.parse(row);
    await ownMove(
      `training of arms ${key.id}`,
      async () => {
        const open = OpenArmTraining.parse(row);
        const hasEvals = open.plan.evals.sets.length > 0;
        await carryOut(db, open, nextArmTrainingMove({ ...open, atOnce: AT_ONCE, hasEvals }));
      },
      (reason) => end(db, key, "failed", reason),
    );
  }
}

async function carryOut(db: Db, open: OpenArmTraining, move: ArmTrainingMove): Promise<void> {
  switch (move.move) {
    case "wait":
      await db.pool.query(
        "UPDATE arm_training SET message = $2 WHERE id = $1 AND status = $3 AND message IS DISTINCT FROM $2",
        [open.id, move.message?.replaceAll("\0", " ") ?? null, open.status],
      );
      return;
    case "freeze":
      for (const idx of move.arms) await whileOpen(db, open, (client) => freeze(db, client, open, idx));
      return;
    case "train":
      return goOn(db.pool, open, "training");
    case "launch":
      // One a beat: servers that are tended between them end themselves when nobody asks for them.
      return whileOpen(db, open, (client) => launch(db, client, open, move));
    case "evaluate":
      return whileOpen(db, open, async (client) => {
        await startEvalMatrix(db, { key: open.matrixKey, plan: evalPlanOf(open) });
        await goOn(client, open, "evaluating");
      });
    case "finish":
      return end(db, open, "done", move.message);
    case "fail":
      return end(db, open, "failed", move.message);
  }
}

/** Cancelling waits until `work` is committed, and sees it; where it was cancelled before, nothing is begun. */
async function whileOpen(
  db: Db,
  { id, status }: OpenArmTraining,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  await inTransaction(db.pool, async (client) => {
    const { rowCount } = await client.query(
      "SELECT FROM arm_training WHERE id = $1 AND status = $2 FOR NO KEY UPDATE",
      [id, status],
    );
    if (rowCount === 1) await work(client);
  });
}

async function freeze(db: Db, client: pg.PoolClient, open: OpenArmTraining, idx: number): Promise<void> {
  const { experimentId, plan, arms } = open;
  const asked = arms.find((arm) => arm.idx === idx);
  if (experimentId === null || !asked) throw new StudioError("not-found", "The experiment was removed meanwhile.");
  const experiment = await readExperiment(db, experimentId);
  const arm = experiment.arms.find(({ name }) => name === asked.name);
  const { fingerprint } = plan;
  const { id } =
    (arm && (await findFrozenArm(db.pool, arm, fingerprint))) ??
    (await startFreezing(db, {
      ...{ key: asked.setKey, experimentId, arm: asked.name, fingerprint },
      name: cutText(`${experiment.name} · ${asked.name}`, LONGEST_NAME),
    }));
  await client.query("UPDATE arm_training_arm SET training_set_id = $3 WHERE arm_training_id = $1 AND idx = $2", [
    open.id,
    idx,
    id,
  ]);
}

async function launch(
  db: Db,
  client: pg.PoolClient,
  open: OpenArmTraining,
  { arm, seed }: { arm: number; seed: number },
): Promise<void> {
  let [state, message]: [string, string | null] = ["launched", null];
  try {
    await launchArmRun(db, open, arm, seed);
  } catch (error) {
    // It does not stop the others.
    if (!(error instanceof StudioError)) throw error;
    [state, message] = ["refused", error.message.replaceAll("\0", " ")];
  }
  await client.query(
    "UPDATE arm_training_run SET state = $4, message = $5 WHERE arm_training_id = $1 AND arm_idx = $2 AND seed = $3",
    [open.id, arm, seed, state, message],
  );
}

/** The base model first, then what came of each arm, seed by seed. */
function evalPlanOf({ plan, runs }: OpenArmTraining): EvalPlan {
  const { baseModelId, withBase, ways } = plan.choice;
  const models = runs.flatMap(({ modelId }) => modelId ?? []);
  return EvalPlan.parse({
    name: plan.name,
    models: [...new Set([...(withBase ? [baseModelId] : []), ...models])],
    ways,
    ...plan.evals,
  });
}

async function goOn(
  client: pg.Pool | pg.ClientBase,
  { id, status }: OpenArmTraining,
  next: "training" | "evaluating",
): Promise<void> {
  await client.query(
    "UPDATE arm_training SET status = $2, message = NULL, changed_at = now() WHERE id = $1 AND status = $3",
    [id, next, status],
  );
}

async function end(
  db: Db,
  { id, status }: ArmTrainingKey,
  next: "done" | "failed",
  message: string | null,
): Promise<void> {
  await db.pool.query(
    `UPDATE arm_training SET status = $2, message = $3, changed_at = now(), finished_at = now()
     WHERE id = $1 AND status = $4`,
    [id, next, message?.replaceAll("\0", " ") ?? null, status],
  );
}
