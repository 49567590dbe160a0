/** What labelling a pool would do: how much there is, by question set, and what comes out for a few trajectories. */
import { z } from "zod";
import { labelByMetric } from "@/domain/labelling/label";
import { MetricLabeller } from "@/domain/labelling/settings";
import { Pool } from "@/domain/pool";
import { excerpt } from "@/domain/trajectory-view";
import type { Db } from "@/server/db";
import { readPieces } from "@/server/engine/labelling/pieces";
import { pickFromPool, readPoolSets } from "@/server/queries/labelling/pool-sets";

export const PreviewLabelling = z.object({
  pool: Pool,
  /** null shows the trajectories without labels */
  metric: MetricLabeller.pick({ metric: true, threshold: true }).nullable(),
});

const SAMPLE = 5;
const SHOWN = 300;
const SHOWN_ANSWERS = 5;

export async function previewLabelling(db: Db, { pool, metric }: z.infer<typeof PreviewLabelling>) {
  const [sets, ids] = await Promise.all([readPoolSets(db.pool, pool), pickFromPool(db.pool, pool, SAMPLE)]);
  const sample = (await readPieces(db.pool, ids)).map((piece) => ({
    trajectoryId: piece.trajectoryId,
    question: excerpt(piece.question, SHOWN),
    finalAnswer: piece.finalAnswer === null ? null : excerpt(piece.finalAnswer, SHOWN),
    accepted: piece.answers.slice(0, SHOWN_ANSWERS).map((answer) => excerpt(answer, SHOWN)),
    moreAccepted: Math.max(0, piece.answers.length - SHOWN_ANSWERS),
    label: metric && labelByMetric(metric, piece, piece.answers),
  }));
  return { trajectories: sets.reduce((sum, set) => sum + set.trajectories, 0), sets, sample };
}
