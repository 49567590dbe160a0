/** Lists steps that two judging runs rule on differently, with both rationales. */
import type pg from "pg";
import { z } from "zod";
import { FlipKind } from "@/domain/judging/flips";
import { Pool } from "@/domain/pool";
import { excerpt, viewAction } from "@/domain/trajectory-view";
import { Rating } from "@/domain/verdict";
import { Bindings, poolSql } from "../pool-where";
import { messageOf } from "../trajectory/steps";
import { BOTH_JUDGED, flipMaskSql } from "./mark-masks";

const Id = z.int32().positive();
const Position = z.object({ trajectoryId: Id, step: z.int().min(0).max(32_767) });

export const FlippedStepsRequest = z.object({
  a: Id,
  b: Id,
  kind: FlipKind.default(null),
  /** Of its trajectories alone; null: of all */
  pool: Pool.nullable().default(null),
  /** The last step of the page before */
  cursor: Position.nullable().default(null),
  limit: z.int().min(1).max(100).default(25),
});

/** Characters of an action, a question and a rationale that a list shows */
const SHOWN = { action: 600, question: 200, rationale: 700 };

const Text = z.string().nullable();
const Row = z.object({
  trajectoryId: z.int(),
  step: z.int(),
  numSteps: z.int(),
  question: z.string(),
  action: z.string(),
  isActionWhole: z.boolean(),
  ratingA: Rating.nullable(),
  scoreA: z.int().nullable(),
  rationaleA: Text,
  ratingB: Rating.nullable(),
  scoreB: z.int().nullable(),
  rationaleB: Text,
});

// The masks tell which steps there are before any rationale is read; the limit is found on the way.
const steps = (kind: FlipKind, inPool: string) => `
  SELECT a.trajectory_id, s.idx, length(a.reasonable) AS num_steps
  FROM ${BOTH_JUDGED}
  CROSS JOIN LATERAL (SELECT ${flipMaskSql(kind)} AS mask OFFSET 0) m
  CROSS JOIN LATERAL generate_series(0, length(m.mask) - 1) AS s (idx)
  WHERE a.judging_run_id = $1 AND a.trajectory_id >= $3 AND bit_count(m.mask) > 0
    AND get_bit(m.mask, s.idx) = 1 AND (a.trajectory_id > $3 OR s.idx > $4) AND ${inPool}
  ORDER BY a.trajectory_id, s.idx LIMIT $5`;

function idsOf(pool: Pool, bind: Bindings): string {
  const { from, where } = poolSql(pool, bind);
  return `SELECT t.id FROM ${from} WHERE ${where}`;
}

export async function listFlippedSteps(db: pg.Pool, request: z.infer<typeof FlippedStepsRequest>) {
  const { a, b, kind, pool, cursor, limit } = request;
  const bind = new Bindings();
  for (const value of [a, b, cursor?.trajectoryId ?? 0, cursor?.step ?? -1, limit + 1]) bind.add(value);
  const inPool = pool ? `a.trajectory_id IN (${idsOf(pool, bind)})` : "true";
  const { rows } = await db.query(
    `SELECT f.trajectory_id AS "trajectoryId", f.idx AS step, f.num_steps AS "numSteps",
       left(q.text, ${SHOWN.question + 1}) AS question, left(s.action::text, 4000) AS action,
       length(s.action::text) <= 4000 AS "isActionWhole",
       va.rating AS "ratingA", va.score AS "scoreA", left(va.rationale, ${SHOWN.rationale + 1}) AS "rationaleA",
       vb.rating AS "ratingB", vb.score AS "scoreB", left(vb.rationale, ${SHOWN.rationale + 1}) AS "rationaleB"
     FROM (${steps(kind, inPool)}) f
     JOIN trajectory t ON t.id = f.trajectory_id JOIN question q ON q.id = t.question_id
     JOIN step s ON s.trajectory_id = f.trajectory_id AND s.idx = f.idx
     LEFT JOIN verdict va ON va.trajectory_id = f.trajectory_id AND va.judging_run_id = $1 AND va.idx = f.idx
     LEFT JOIN verdict vb ON vb.trajectory_id = f.trajectory_id AND vb.judging_run_id = $2 AND vb.idx = f.idx
     ORDER BY f.trajectory_id, f.idx`,
    bind.values,
  );
  const found = z.array(Row).parse(rows);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const cut = (text: string | null) => (text === null ? null : excerpt(text, SHOWN.rationale));
  return {
    steps: page.map((row) => ({
      trajectoryId: row.trajectoryId,
      step: row.step,
      numSteps: row.numSteps,
      question: excerpt(row.question, SHOWN.question),
      action: viewAction(messageOf(row.action), row.action.length, SHOWN.action, !row.isActionWhole),
      a: { rating: row.ratingA, score: row.scoreA, rationale: cut(row.rationaleA) },
      b: { rating: row.ratingB, score: row.scoreB, rationale: cut(row.rationaleB) },
    })),
    next: found.length > limit && last ? { trajectoryId: last.trajectoryId, step: last.step } : null,
  };
}
