/** The page of one trajectory: what it opens with, and what it then asks for by itself. */
import { EMPTY_POOL } from "@/domain/pool";
import type { Studio } from "../caller";
import { makeRow, type Row } from "../results";
import { type Sampling, timeEach } from "../sampling";

const PICKED = 1_000;

/** Throws where no trajectory has so many steps. */
export async function measureTrajectory({ api, db }: Studio, steps: 5 | 300, sampling: Sampling): Promise<Row> {
  // Spread over the pool, and the same ones in every run
  const { rows } = await db.pool.query<{ id: number }>(
    "SELECT id FROM trajectory WHERE num_steps = $1 ORDER BY md5(id::text) LIMIT $2",
    [steps, PICKED],
  );
  const samples = await timeEach(sampling, async (number) => {
    const id = rows[(number + rows.length * sampling.warmUp) % rows.length]?.id;
    if (id === undefined) throw new Error(`No trajectory has ${steps} steps.`);
    const view = await api.trajectory.get({ id });
    await Promise.all([
      api.browse.neighbours({ pool: EMPTY_POOL, sort: {}, id }),
      api.trajectory.samples({ questionId: view.question.id, rolloutRunId: view.rolloutRun.id }),
      api.trainingSet.ofTrajectory({ id }),
    ]);
  });
  const note = rows.length < 20 ? `only ${rows.length} of them in the pool.` : null;
  return makeRow(steps === 5 ? "trajectory-5" : "trajectory-300", samples, { note });
}
