/** Starts an eval matrix: its row and its cells in one transaction, once a key. The worker carries it out. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { cellsOf, EvalPlan } from "@/domain/eval/plan";
import type { Db } from "@/server/db";
import { inTransaction } from "@/server/transaction";
import { requireStartable } from "./check-matrix";

export const StartEval = z.object({
  /** Chosen by whoever starts it: the same key starts one, however often it is sent */
  key: z.uuid(),
  plan: EvalPlan,
});

const Ids = z.array(z.object({ id: z.int() })).max(1);
const MOST_CELLS = 500;

/** Throws precondition or invalid with what to change. A key that was started already answers that matrix. */
export async function startEvalMatrix(db: Db, { key, plan }: z.output<typeof StartEval>): Promise<{ id: number }> {
  const known = await findByKey(db.pool, key);
  if (known) return known;
  const cells = cellsOf(plan);
  if (cells.length > MOST_CELLS)
    throw new StudioError("invalid", `These would be ${cells.length} evals: choose at most ${MOST_CELLS}.`);
  await requireStartable(db, plan);
  return inTransaction(db.pool, async (client) => {
    const { rows } = await client.query(
      "INSERT INTO eval_matrix (key, name, plan) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING id",
      [key, plan.name, JSON.stringify(plan)],
    );
    const [made] = Ids.parse(rows);
    // Another request with the same key was faster.
    if (!made) return z.tuple([z.object({ id: z.int() })]).parse([await findByKey(client, key)])[0];
    await client.query(
      `INSERT INTO eval_cell (matrix_id, idx, model_id, question_set_id, way)
       SELECT $1, n - 1, m, s, w FROM unnest($2::int[], $3::int[], $4::text[]) WITH ORDINALITY AS c (m, s, w, n)`,
      [
        made.id,
        cells.map(({ modelId }) => modelId),
        cells.map(({ questionSetId }) => questionSetId),
        cells.map(({ way }) => way),
      ],
    );
    return made;
  });
}

async function findByKey(client: pg.Pool | pg.ClientBase, key: string): Promise<{ id: number } | null> {
  const { rows } = await client.query("SELECT id FROM eval_matrix WHERE key = $1", [key]);
  return Ids.parse(rows)[0] ?? null;
}
