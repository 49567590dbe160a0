/** Eval matrices as pages show them. */
import type pg from "pg";
import { z } from "zod";
import { accuracyOf } from "@/domain/eval/accuracy";
import { CellStatus, MatrixStatus } from "@/domain/eval/cell";
import { EvalPlan, EvalWay } from "@/domain/eval/plan";
import { RunStatus } from "@/domain/run";
import { Count, Id, IsoTime } from "../library/row-types";
import { readServers, type ShownServer } from "./servers";

const Listed = z.object({
  id: Id,
  name: z.string(),
  status: MatrixStatus,
  createdAt: IsoTime,
  finishedAt: IsoTime.nullable(),
  isSample: z.boolean(),
  cells: Count,
  done: Count,
  failed: Count,
  models: Count,
  sets: Count,
});
export type ListedMatrix = z.infer<typeof Listed>;

const SHOWN = 50;

/** The newest first, at most fifty; `more` says whether there are others. */
export async function listEvalMatrices(db: pg.Pool): Promise<{ matrices: ListedMatrix[]; more: boolean }> {
  const { rows } = await db.query(
    `SELECT m.id, m.name, m.status, m.created_at AS "createdAt", m.finished_at AS "finishedAt", m.is_sample AS "isSample",
       c.cells, c.done, c.failed, c.models, c.sets
     FROM (SELECT * FROM eval_matrix ORDER BY id DESC LIMIT $1) m,
       LATERAL (SELECT count(*) AS cells, count(*) FILTER (WHERE status = 'done') AS done,
           count(*) FILTER (WHERE status = 'failed') AS failed, count(DISTINCT model_id) AS models,
           count(DISTINCT question_set_id) AS sets FROM eval_cell WHERE matrix_id = m.id) c
     ORDER BY m.id DESC`,
    [SHOWN + 1],
  );
  const matrices = z.array(Listed).parse(rows);
  return { matrices: matrices.slice(0, SHOWN), more: matrices.length > SHOWN };
}

const Sums = z.object({
  questions: Count,
  labelled: Count,
  correct: Count,
  labelledSquared: Count,
  correctSquared: Count,
  product: Count,
});

const Cell = z
  .object({
    idx: z.int(),
    model: Id,
    modelName: z.string(),
    set: Id,
    setName: z.string(),
    way: EvalWay,
    status: CellStatus,
    message: z.string().nullable(),
    rolloutRun: Id.nullable(),
    labellingRun: Id.nullable(),
    /** Of its rollout run; null before it began */
    run: z.object({ status: RunStatus, planned: z.int(), done: z.int() }).nullable(),
    sums: Sums,
  })
  .transform(({ sums, ...cell }) => ({
    ...cell,
    labelled: sums.labelled,
    correct: sums.correct,
    /** By its own labelling run; null before anything is labelled */
    accuracy: accuracyOf(sums),
  }));

const Matrix = z.object({
  id: Id,
  name: z.string(),
  status: MatrixStatus,
  plan: EvalPlan,
  createdAt: IsoTime,
  finishedAt: IsoTime.nullable(),
  isSample: z.boolean(),
  /** Carried out in another studio */
  imported: z.boolean(),
});

export type EvalMatrix = z.infer<typeof Matrix> & {
  cells: z.infer<typeof Cell>[];
  servers: ShownServer[];
};

/** null where there is none of this id. */
export async function readEvalMatrix(db: pg.Pool, id: number): Promise<EvalMatrix | null> {
  const matrix = z.array(Matrix).parse(
    (
      await db.query(
        `SELECT id, name, status, plan::jsonb AS plan, created_at AS "createdAt", finished_at AS "finishedAt",
           is_sample AS "isSample", imported FROM eval_matrix WHERE id = $1`,
        [id],
      )
    ).rows,
  )[0];
  if (!matrix) return null;
  const [cells, servers] = await Promise.all([
    db.query(
      `SELECT c.idx, c.model_id AS model, m.name AS "modelName", c.question_set_id AS set, q.name AS "setName", c.way,
         c.status, c.message, c.rollout_run_id AS "rolloutRun", c.labelling_run_id AS "labellingRun",
         CASE WHEN r.run_id IS NULL THEN NULL ELSE jsonb_build_object('status', r.status, 'planned', r.planned, 'done',
           (SELECT coalesce(sum(p.done), 0) FROM run_pulse p WHERE p.kind = 'rollout' AND p.run_id = r.run_id)) END AS run,
         (SELECT jsonb_build_object('questions', count(*), 'labelled', coalesce(sum(n), 0), 'correct', coalesce(sum(k), 0),
             'labelledSquared', coalesce(sum(n * n), 0), 'correctSquared', coalesce(sum(k * k), 0),
             'product', coalesce(sum(n * k), 0))
          FROM (SELECT count(*) AS n, count(*) FILTER (WHERE o.correct) AS k FROM outcome o
                JOIN trajectory t ON t.id = o.trajectory_id
                WHERE o.labelling_run_id = c.labelling_run_id GROUP BY t.question_id) x) AS sums
       FROM eval_cell c JOIN model m ON m.id = c.model_id JOIN question_set q ON q.id = c.question_set_id
       LEFT JOIN run_state r ON r.kind = 'rollout' AND r.run_id = c.rollout_run_id
       WHERE c.matrix_id = $1 ORDER BY c.idx`,
      [id],
    ),
    readServers(db, { matrixId: id }),
  ]);
  return { ...matrix, cells: z.array(Cell).parse(cells.rows), servers };
}
