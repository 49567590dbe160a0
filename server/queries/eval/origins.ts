/** Where evaluated models come from, and which question sets they were trained on. */
import type pg from "pg";
import { z } from "zod";
import type { Origin } from "@/domain/eval/table";
import { TrainingData } from "@/domain/training/plan";
import { TrainingSetFacts } from "@/domain/training-set/facts";
import { Id } from "../library/row-types";
import { Json } from "../training/row-types";
import { readContextSets, readPoolSources } from "./figures/sources";

const Link = z.object({
  model: Id,
  id: Id,
  trainingRun: Id.nullable(),
  /** It was trained, by its kind or because it has a parent */
  isTrained: z.boolean(),
});

/** Of models, by every training run on the way from their base. */
export async function readModelOrigins(db: pg.Pool, models: readonly number[]): Promise<Origin[]> {
  const { rows } = await db.query(
    `WITH RECURSIVE chain AS (
       SELECT id AS model, id, kind, parent_id, training_run_id, 0 AS depth FROM model WHERE id = ANY($1::int[])
       UNION ALL
       SELECT c.model, m.id, m.kind, m.parent_id, m.training_run_id, c.depth + 1
       FROM chain c JOIN model m ON m.id = c.parent_id WHERE c.depth < 50)
     SELECT model, id, training_run_id AS "trainingRun",
       (kind IS NOT DISTINCT FROM 'checkpoint' OR parent_id IS NOT NULL) AS "isTrained"
     FROM chain ORDER BY model, depth`,
    [models],
  );
  const links = z.array(Link).parse(rows);
  const trained = await readTrainedSets(db, [...new Set(links.flatMap(({ trainingRun }) => trainingRun ?? []))]);
  const chains = new Map<number, z.infer<typeof Link>[]>();
  for (const link of links) chains.set(link.model, [...(chains.get(link.model) ?? []), link]);
  return [...chains].map(([model, chain]) => {
    const known = chain.map(({ trainingRun }) => (trainingRun === null ? undefined : trained.get(trainingRun)));
    return {
      ...{ model, base: chain.at(-1)?.id ?? model },
      trainedOn: [...new Set(known.flatMap((one) => one?.sets ?? []))].sort((a, b) => a - b),
      isRecorded: chain.every(({ isTrained, trainingRun }, at) =>
        trainingRun === null ? !isTrained : (known[at]?.isWhole ?? false),
      ),
    };
  });
}

type TrainedSets = {
  sets: readonly number[];
  /** Not only what a sample of its contexts says */
  isWhole: boolean;
};

const Run = z.object({
  id: Id,
  data: Json(TrainingData.nullable().catch(null)),
  facts: Json(TrainingSetFacts.pick({ questionSets: true }).nullable().catch(null)).nullable(),
});

/** By training run: what its training set was frozen from, else what its pool names, else what it wrote down of it. */
async function readTrainedSets(db: pg.Pool, ids: readonly number[]): Promise<Map<number, TrainedSets>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.query(
    `SELECT r.id, r.data, s.facts FROM training_run r LEFT JOIN training_set s ON s.id = r.training_set_id
     WHERE r.id = ANY($1::int[])`,
    [ids],
  );
  const runs = z.array(Run).parse(rows);
  const pooled = runs.filter(({ facts }) => facts === null);
  const [sources, contexts] = await Promise.all([
    readPoolSources(db, [...new Set(pooled.flatMap(({ data }) => data?.pool.runs ?? []))]),
    readContextSets(
      db,
      pooled.map(({ id }) => id),
    ),
  ]);
  return new Map(
    runs.map(({ id, data, facts }): [number, TrainedSets] => {
      if (facts) return [id, { sets: facts.questionSets.map((set) => set.id), isWhole: true }];
      const pool = data?.pool;
      const named = pool?.sets.length ? pool.sets : (pool?.runs.flatMap((run) => sources.get(run)?.sets ?? []) ?? []);
      return named.length > 0
        ? [id, { sets: named, isWhole: true }]
        : [id, { sets: contexts.get(id) ?? [], isWhole: false }];
    }),
  );
}
