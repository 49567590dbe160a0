/** Launches a training run: its row, its first attempt and the queue's job, in one transaction, once a key. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import type { ConfigIssue } from "@/domain/training/issues";
import type { TrainingCheck, TrainingPlan } from "@/domain/training/plan";
import type { Db } from "@/server/db";
import { withFolder } from "@/server/formats/training-config/folder";
import { inTransaction } from "@/server/transaction";
import { type CheckedLaunch, checkLaunch } from "./check";
import { type ReadChoice, readChoice } from "./choice";
import { enqueueSubmit } from "./enqueue-submit";
import { jobIdOf, runFolder } from "./names";

export type LaunchedTraining = { id: number };

const Ids = z.array(z.object({ id: z.int() })).max(1);

/** Throws not-found, precondition or invalid with what to change. A key that launched already answers that run. */
export async function launchTraining(db: Db, plan: TrainingPlan): Promise<LaunchedTraining> {
  const known = await findByKey(db.pool, plan.key);
  if (known) return known;
  const { engine } = await readChoice(db, plan);
  const folder = runFolder(engine, plan.key);
  const checked = await checkLaunch(db, plan, plan.config, plan.resources, folder);
  const check = requireLaunchable(checked);
  return inTransaction(db.pool, async (client) => {
    const id = await insertRun(client, plan, { ...checked, check, folder });
    // Another request with the same key was faster.
    if (id === null) return z.tuple([z.object({ id: z.int() })]).parse([await findByKey(client, plan.key)])[0];
    await client.query(
      "INSERT INTO training_attempt (run_id, attempt, job_id, status) VALUES ($1, 1, $2, 'launching')",
      [id, jobIdOf(plan.key, 1)],
    );
    await enqueueSubmit(client, id);
    return { id };
  });
}

function requireLaunchable({ issues, config, check }: CheckedLaunch): TrainingCheck {
  const [issue] = issues;
  if (issue) throw new StudioError("invalid", sentence(issue, issues.length));
  if (config === null || check === null) throw new Error("A config without issues was not read.");
  const blocking = check.warnings.find(({ blocks }) => blocks);
  if (blocking) throw new StudioError("precondition", blocking.message);
  return check;
}

function sentence({ path, line, message }: ConfigIssue, count: number): string {
  const place = [line === null ? null : `line ${line}`, path === "" ? null : path].filter((part) => part !== null);
  const others = count > 1 ? ` ${count - 1} more like it.` : "";
  return `The config cannot be launched${place.length > 0 ? `: ${place.join(", ")}` : ""}. ${message}${others}`;
}

async function findByKey(client: pg.Pool | pg.ClientBase, key: string): Promise<LaunchedTraining | null> {
  const { rows } = await client.query("SELECT id FROM training_run WHERE key = $1", [key]);
  return Ids.parse(rows)[0] ?? null;
}

type Launch = { read: ReadChoice; check: TrainingCheck; revision: number; folder: string };

async function insertRun(client: pg.PoolClient, plan: TrainingPlan, launch: Launch): Promise<number | null> {
  const { choice, engine, base, kept } = launch.read;
  const { id: engineId, ...settings } = engine;
  const { rows } = await client.query(
    `INSERT INTO training_run (key, name, algorithm, status, engine_id, engine_settings, base_model_id, data, reward,
       config, resources, checked, revision, training_set_id, cloned_from)
     VALUES ($1, $2, $3, 'launching', (SELECT id FROM training_engine WHERE id = $4), $5, $6, $7, $8, $9, $10, $11, $12, $13,
       (SELECT id FROM training_run WHERE id = $14))
     ON CONFLICT (key) DO NOTHING RETURNING id`,
    [
      ...[plan.key, plan.name, choice.algorithm, engineId, JSON.stringify(settings), base.id],
      ...[JSON.stringify(choice.data), kept && JSON.stringify(kept)],
      ...[withFolder(plan.config, launch.folder), JSON.stringify(plan.resources), JSON.stringify(launch.check)],
      ...[launch.revision, choice.data.trainingSet, plan.clonedFrom],
    ],
  );
  return Ids.parse(rows)[0]?.id ?? null;
}
