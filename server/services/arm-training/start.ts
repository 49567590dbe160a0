/** Starts the training of all arms: its rows, and the keys of everything that will come of them. The worker does the rest. */
import type pg from "pg";
import { z } from "zod";
import { ArmTrainingPlan, type StartArmTraining, seedsOf } from "@/domain/arm-training/plan";
import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { inTransaction } from "@/server/transaction";
import { readPlan } from "./plan";

const Ids = z.array(z.object({ id: z.int() })).max(1);

/** Throws not-found, conflict or precondition with what to change. A key that was started already answers that one. */
export async function startArmTraining(db: Db, { key, ...asked }: StartArmTraining): Promise<{ id: number }> {
  const known = await findByKey(db.pool, key);
  if (known) return known;
  const { jobs, evals } = await readPlan(db, asked.choice);
  const [problem] = jobs.problems;
  if (problem !== undefined) throw new StudioError("precondition", problem);
  if (jobs.fingerprint !== asked.fingerprint)
    throw new StudioError("conflict", "The data have changed since this plan was shown: look at it again, then start.");
  const plan: ArmTrainingPlan = ArmTrainingPlan.parse({ ...asked, evals });
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query(
      `INSERT INTO arm_training (key, name, experiment_id, plan) VALUES ($1, $2, $3, $4)
       ON CONFLICT (key) DO NOTHING RETURNING id`,
      [key, plan.name, plan.choice.experimentId, JSON.stringify(plan)],
    );
    const [made] = Ids.parse(rows);
    // Another request with the same key was faster.
    if (!made) return z.tuple([z.object({ id: z.int() })]).parse([await findByKey(client, key)])[0];
    await client.query(
      `INSERT INTO arm_training_arm (arm_training_id, idx, arm)
       SELECT $1, n - 1, arm FROM unnest($2::text[]) WITH ORDINALITY AS a (arm, n)`,
      [made.id, plan.choice.arms],
    );
    await client.query(
      `INSERT INTO arm_training_run (arm_training_id, arm_idx, seed)
       SELECT arm_training_id, idx, seed FROM arm_training_arm, unnest($2::int[]) AS seed WHERE arm_training_id = $1`,
      [made.id, seedsOf(plan.choice)],
    );
    return made;
  });
}

async function findByKey(client: pg.Pool | pg.ClientBase, key: string): Promise<{ id: number } | null> {
  return Ids.parse((await client.query("SELECT id FROM arm_training WHERE key = $1", [key])).rows)[0] ?? null;
}
