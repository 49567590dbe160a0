/** Eval matrices as the worker leaves them in the database, in every state. */
import { randomUUID } from "node:crypto";
import type { CellStatus, MatrixStatus } from "@/domain/eval/cell";
import { EvalPlan, greedy } from "@/domain/eval/plan";
import type { ServingStatus } from "@/domain/eval/serving";
import { defaultSettings } from "@/domain/rollout/default-settings";
import type { Db } from "@/server/db";

export type CellRow = {
  status: CellStatus;
  message?: string;
  /** Its rollout run: so many of so many trajectories */
  made?: [done: number, planned: number];
  /** Its labelling run: so many of so many are right */
  right?: [correct: number, labelled: number];
};

type Matrix = {
  name: string;
  status: MatrixStatus;
  models: number[];
  sets: number[];
  ways?: ("tools" | "alone")[];
  engineId?: number;
  /** In the order of models, sets and ways */
  cells: CellRow[];
};

async function insert(db: Db, sql: string, values: unknown[]): Promise<number> {
  const { rows } = await db.pool.query(sql, values);
  return rows[0].id;
}

/** Writes it as it is; answers its id. */
export async function writeMatrix(db: Db, matrix: Matrix): Promise<number> {
  const { name, status, models, sets, ways = ["tools"], engineId } = matrix;
  const settings = greedy(defaultSettings({ metric: "gsm8k", corpusId: null, passages: 0 }));
  const plan = EvalPlan.parse({
    ...{ name, models, ways },
    sets: sets.map((questionSetId) => ({ questions: { questionSetId, limit: 20 }, settings })),
    serving: engineId === undefined ? null : { engineId, resources: { cpus: 1, gpus: 0 } },
  });
  const id = await insert(
    db,
    `INSERT INTO eval_matrix (key, name, plan, status, finished_at)
     VALUES ($1, $2, $3, $4, CASE WHEN $4 = 'running' THEN NULL ELSE now() END) RETURNING id`,
    [randomUUID(), name, JSON.stringify(plan), status],
  );
  const places = models.flatMap((model) => sets.flatMap((set) => ways.map((way) => [model, set, way] as const)));
  for (const [index, place] of places.entries()) {
    const cell = matrix.cells[index] ?? { status: "waiting" };
    const run = cell.made ? await writeRollout(db, `${name} ${index}`, place[0], cell) : null;
    const labels = cell.right ? await writeLabels(db, `${name} ${index}`, cell.right) : null;
    await db.pool.query(
      `INSERT INTO eval_cell (matrix_id, idx, model_id, question_set_id, way, status, message, rollout_run_id, labelling_run_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [id, index, ...place, cell.status, cell.message ?? null, run, labels],
    );
  }
  return id;
}

async function writeRollout(db: Db, name: string, model: number, { status, made }: CellRow): Promise<number> {
  const [done, planned] = made ?? [0, 0];
  const id = await insert(
    db,
    "INSERT INTO rollout_run (key, name, purpose, model_id) VALUES ($1, $2, 'eval', $3) RETURNING id",
    [randomUUID(), name, model],
  );
  const run = { running: "running", cancelled: "cancelled" }[status as string] ?? "done";
  await db.pool.query("INSERT INTO run_state (kind, run_id, status, planned) VALUES ('rollout', $1, $2, $3)", [
    ...[id, run, planned],
  ]);
  await db.pool.query("INSERT INTO run_pulse (kind, run_id, at, done) VALUES ('rollout', $1, now(), $2)", [id, done]);
  return id;
}

/** Of trajectories that are there, one a question. */
async function writeLabels(db: Db, name: string, [correct, labelled]: [number, number]): Promise<number> {
  const id = await insert(
    db,
    "INSERT INTO labelling_run (key, version, name, labeller_kind) VALUES ($1, 1, $2, 'metric') RETURNING id",
    [randomUUID(), name],
  );
  await db.pool.query(
    `INSERT INTO outcome (labelling_run_id, trajectory_id, correct)
     SELECT $1, id, row_number() OVER (ORDER BY id) <= $2 FROM
       (SELECT DISTINCT ON (question_id) id FROM trajectory ORDER BY question_id, id LIMIT $3) t`,
    [id, correct, labelled],
  );
  return id;
}

/** A server that was started for a matrix. */
export async function writeServer(
  db: Db,
  server: { matrix: number; model: number; engine: number; status: ServingStatus; message?: string; log?: string },
): Promise<void> {
  await db.pool.query(
    `INSERT INTO serving_job (matrix_id, model_id, engine_id, engine_settings, resources, path, job_id, status, message, log_tail, ready_at)
     VALUES ($1, $2, $3, '{"name": "Lab"}', '{}', '/checkpoints/3', $4, $5, $6, $7,
       CASE WHEN $5 = 'ready' THEN now() + interval '40 s' END)`,
    [
      ...[server.matrix, server.model, server.engine, `serving-${randomUUID()}`, server.status],
      ...[server.message ?? null, server.log ?? ""],
    ],
  );
}
