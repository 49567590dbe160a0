/** Reads how the samples were drawn that judging runs of reviews rule on. */
import type pg from "pg";
import { z } from "zod";
import type { StepWeights } from "@/domain/agreement/pairs";
import type { Sampled } from "@/domain/agreement/sampled";
import { type PoolTable, stepsOf } from "@/domain/filtering/pool-table";
import { ReviewUnit, Sampling } from "@/domain/review/plan";
import { REVIEW_PREFIX } from "@/domain/review/ruling";
import { inBatches } from "../experiment/batches";

const Run = z.object({
  run: z.int(),
  id: z.int().nullable(),
  name: z.string().nullable(),
  unit: ReviewUnit.nullable(),
  kind: z.enum(Sampling.options.map((option) => option.shape.kind.value)).nullable(),
});

/** Of A and B, those that rule on a sample that is not uniform. */
export async function readSampled(client: pg.ClientBase, runs: { a: number; b: number }): Promise<Sampled[]> {
  const { rows } = await client.query(
    `SELECT r.id AS run, v.id, v.name, v.plan ->> 'unit' AS unit, v.plan #>> '{sampling,kind}' AS kind
     FROM judging_run r LEFT JOIN review v ON starts_with(r.key, $2 || v.key || ':')
     WHERE r.id = ANY($1::int[]) AND starts_with(r.key, $2)`,
    [[runs.a, runs.b], REVIEW_PREFIX],
  );
  const found = z.array(Run).parse(rows);
  const reviews = new Set(found.filter(({ kind }) => kind !== "uniform").map(({ id }) => id));
  return (["a", "b"] as const).flatMap((side): Sampled[] => {
    const own = found.find(({ run }) => run === runs[side]);
    if (!own || own.kind === "uniform") return [];
    const { id, name, unit, kind } = own;
    if (id === null || name === null || unit === null || kind === null)
      return [{ side, review: null, isWeighted: false }];
    // Steps that two different samples hold have no probability that either design knows.
    const isWeighted = kind === "stratified" && reviews.size === 1;
    return [{ side, review: { id, name, unit, sampling: kind }, isWeighted }];
  });
}

const Item = z.tuple([z.int(), z.int().nullable(), z.number().positive()]);

/** 1 / probability of each drawn step and trajectory; 1 elsewhere, where nobody ruled. The caller holds a snapshot. */
export async function readWeights(client: pg.ClientBase, table: PoolTable, review: number): Promise<StepWeights> {
  const weights = { step: new Float64Array(stepsOf(table)).fill(1), trajectory: new Float64Array(table.size).fill(1) };
  const rowOf = new Map([...table.id].map((id, row) => [id, row]));
  const text = "SELECT trajectory_id, step::int, probability FROM review_item WHERE review_id = $1";
  for await (const batch of inBatches(client, text, [review]))
    for (const given of batch) {
      const [trajectory, step, probability] = Item.parse(given);
      const row = rowOf.get(trajectory);
      if (row === undefined) continue;
      const from = table.offset[row] ?? 0;
      if (step !== null) weights.step[from + step] = 1 / probability;
      else {
        weights.trajectory[row] = 1 / probability;
        weights.step.fill(1 / probability, from, table.offset[row + 1] ?? from);
      }
    }
  return weights;
}
