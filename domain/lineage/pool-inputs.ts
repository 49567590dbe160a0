/** What a pool names, and which rollout runs it reaches. */
import { z } from "zod";
import type { Pool } from "../pool";
import { keyOf, type LineageEdge } from "./node";

/** There are trajectories of a rollout run, by a model, on a question set; 0 is "model not recorded". */
export const Holding = z.object({ run: z.int(), set: z.int(), model: z.int(), createdAt: z.date() });
export type Holding = z.infer<typeof Holding>;
/** A judging run was made on what a rollout run has of a question set. */
export const Scope = z.object({ judgingRun: z.int(), run: z.int(), set: z.int() });
export type Scope = z.infer<typeof Scope>;
export type Reach = { holdings: readonly Holding[]; scopes: readonly Scope[] };

/**
 * Edges from all that a filter on a pool reads. A pool that names no rollout run reaches those that its question sets,
 * models and scope let in and that were there `at` that time; what it asks of single trajectories narrows a run, and is
 * not looked at.
 */
export function poolInputs(pool: Pool, filter: string, reach: Reach, at: Date | null): LineageEdge[] {
  const runs = pool.runs.length > 0 ? pool.runs : runsOf(pool, reach, at);
  const judges = [pool.judge, pool.judgeAgainst, pool.scope].flatMap((id) => id ?? []);
  const labels = [pool.labels, pool.labelsAgainst].flatMap((id) => id ?? []);
  const sets = pool.trainingSet === null ? [] : [pool.trainingSet];
  const from = [
    ...runs.map((id) => keyOf("rollout-run", id, filter)),
    ...judges.map((id) => keyOf("judging-run", id, filter)),
    ...labels.map((id) => keyOf("labelling-run", id, filter)),
    ...sets.map((id) => keyOf("training-set", id, filter)),
  ];
  return [...new Set(from)].map((key) => ({ from: key, to: filter }));
}

function runsOf({ sets, models, scope }: Pool, { holdings, scopes }: Reach, at: Date | null): number[] {
  const isIn = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);
  const isInScope = ({ run, set }: Holding) =>
    scope === null || scopes.some((one) => one.judgingRun === scope && one.run === run && one.set === set);
  const held = holdings.filter(
    (one) => isIn(sets, one.set) && isIn(models, one.model) && isInScope(one) && (at === null || one.createdAt <= at),
  );
  return [...new Set(held.map(({ run }) => run))];
}
