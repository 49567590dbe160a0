/** What was sampled for one context of a training run, as training went on. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { SampledAction } from "@/domain/training/events";
import { Json } from "./row-types";

const MOST = 200;
const Sample = z.object({ step: z.int(), actions: Json(z.array(SampledAction)) });
const Context = z.object({ prompt: z.string(), trajectoryId: z.int().nullable(), stepIdx: z.int() });

export type ContextSamples = {
  /** The context's messages as JSON text */
  prompt: string;
  trajectoryId: number | null;
  stepIdx: number;
  /** By update, the newest first; of many, evenly spread ones with the first and the last */
  samples: z.infer<typeof Sample>[];
  times: number;
};

/** Throws not-found. */
export async function readContextSamples(
  db: pg.Pool,
  { runId, context }: { runId: number; context: string },
): Promise<ContextSamples> {
  const found = await db.query(
    `SELECT c.prompt, t.id AS "trajectoryId", c.step_idx AS "stepIdx" FROM training_context c
     LEFT JOIN trajectory t ON t.id = c.trajectory_id WHERE c.run_id = $1 AND c.context = $2`,
    [runId, context],
  );
  const [head] = z.array(Context).parse(found.rows);
  if (!head) throw new StudioError("not-found", "Nothing was written down for this context.");
  const { rows } = await db.query(
    `SELECT step, actions, times FROM (
       SELECT step, actions, row_number() OVER (ORDER BY step) AS i, count(*) OVER () AS times
       FROM training_sample WHERE run_id = $1 AND context = $2) s
     WHERE times <= ${MOST} OR i = times OR (i - 1) % ceil(times / ${MOST}.0)::int = 0 ORDER BY step DESC`,
    [runId, context],
  );
  const samples = z.array(Sample.extend({ times: z.int() })).parse(rows);
  return { ...head, samples: samples.map(({ times: _, ...sample }) => sample), times: samples[0]?.times ?? 0 };
}
