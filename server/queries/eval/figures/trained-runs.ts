/** Training runs with what figures tell them apart by. */
import type pg from "pg";
import { z } from "zod";
import type { TrainedRun, Training } from "@/domain/eval/figures/trained";
import { FilterMode } from "@/domain/filter";
import { Algorithm } from "@/domain/training/config";
import { KeptReward, TrainingCheck, TrainingData } from "@/domain/training/plan";
import { policyAsRead } from "@/domain/training/policy";
import { TrainingSetFacts } from "@/domain/training-set/facts";
import { readConfig } from "@/server/formats/training-config/read";
import { runFolder } from "@/server/services/training/names";
import { Count, Id } from "../../library/row-types";
import { Json } from "../../training/row-types";
import { readParents } from "./parents";
import { readContextSets, readPoolSources } from "./sources";

/** Figures look at the newest so many. */
export const MOST_RUNS = 500;

const Named = z.object({ id: Id, name: z.string() });
const Row = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  algorithm: Algorithm,
  status: z.string(),
  storage: z.string().nullable(),
  /** Old or foreign rows may hold less than is asked for today */
  data: Json(TrainingData.nullable().catch(null)),
  checked: Json(TrainingCheck.partial().catch({})),
  reward: Json(KeptReward.nullable().catch(null)).nullable(),
  config: z.string(),
  rows: Count.nullable(),
  base: Named.extend({ weightsHash: z.string().nullable() }),
  readHash: z.string().nullable(),
  models: z.array(Named),
  judgeModel: Named.nullable(),
  trainingSet: Named.extend({
    version: z.int(),
    arm: z.string(),
    experiment: Named.nullable(),
    trajectories: Count.nullable(),
    distinctContexts: Count.nullable(),
    mode: FilterMode.nullable().catch(null),
  }).nullable(),
  facts: Json(TrainingSetFacts.nullable().catch(null)).nullable(),
});
type Row = z.infer<typeof Row>;

/** The newest first, and whether there are more. */
export async function readTrainedRuns(db: pg.Pool): Promise<{ runs: TrainedRun[]; more: boolean }> {
  const found = await readRows(db, null);
  const shown = found.slice(0, MOST_RUNS);
  const parents = await readParents(
    db,
    shown.map(({ base }) => base.id),
  );
  const known = new Set(shown.map(({ id }) => id));
  const older = [...new Set([...parents.values()].flatMap(({ runs }) => runs))].filter((id) => !known.has(id));
  const all = await withSources(db, [...shown, ...(older.length > 0 ? await readRows(db, older) : [])]);
  const byId = new Map(all.map((run) => [run.id, run]));
  const runs = all
    .filter(({ id }) => known.has(id))
    .map((run) => {
      const { runs: before, isWhole } = parents.get(run.base.id) ?? { runs: [], isWhole: false };
      return { ...run, before: before.flatMap((id) => trainingOf(byId.get(id))), isBeforeWhole: isWhole };
    });
  return { runs, more: found.length > MOST_RUNS };
}

function trainingOf(run: OwnFacts | undefined): Training[] {
  if (!run) return [];
  const { id, name, mode, reward, dataJudges, trainedOn } = run;
  return [{ id, name, mode, reward, dataJudges, trainedOn }];
}

/** The newest, one more than figures look at; or these. */
async function readRows(db: pg.Pool, ids: readonly number[] | null): Promise<Row[]> {
  const { rows } = await db.query(
    `SELECT r.id, r.key, r.name, r.algorithm, r.status, r.engine_settings ->> 'storage' AS storage, r.data, r.checked,
       r.reward, r.config, r.data_rows AS rows, s.facts,
       jsonb_build_object('id', b.id, 'name', b.name, 'weightsHash', b.weights_hash) AS base,
       (SELECT e.event ->> 'base_weights_hash' FROM training_event e
        WHERE e.run_id = r.id AND e.event ->> 'event' = 'started' ORDER BY e.seq DESC LIMIT 1) AS "readHash",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY m.id), '[]')
        FROM model m WHERE m.training_run_id = r.id) AS models,
       (SELECT jsonb_build_object('id', m.id, 'name', m.name) FROM model m
        WHERE r.reward ->> 'kind' = 'judge'
          AND (m.endpoint_id = (r.reward ->> 'endpointId')::int OR m.name = r.reward ->> 'endpoint')
        ORDER BY m.endpoint_id IS NULL, m.id LIMIT 1) AS "judgeModel",
       CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('id', s.id, 'name', s.name, 'version', s.version, 'arm', s.arm,
         'trajectories', s.trajectories, 'distinctContexts', s.distinct_contexts,
         'mode', (SELECT a -> 'filter' ->> 'mode' FROM json_array_elements(s.plan -> 'arms') a
                  WHERE a ->> 'name' = s.arm LIMIT 1),
         'experiment', (SELECT jsonb_build_object('id', x.id, 'name', x.name) FROM experiment x
                        WHERE x.id = s.experiment_id)) END AS "trainingSet"
     FROM (SELECT * FROM training_run WHERE $2::int[] IS NULL OR id = ANY($2) ORDER BY id DESC LIMIT $1) r
     JOIN model b ON b.id = r.base_model_id LEFT JOIN training_set s ON s.id = r.training_set_id
     ORDER BY r.id DESC`,
    [ids === null ? MOST_RUNS + 1 : null, ids],
  );
  return z.array(Row).parse(rows);
}

/** A run without what was before it. */
type OwnFacts = Omit<TrainedRun, "before" | "isBeforeWhole">;

async function withSources(db: pg.Pool, rows: readonly Row[]): Promise<OwnFacts[]> {
  const pooled = rows.filter(({ facts }) => facts === null);
  const [rollouts, contexts] = await Promise.all([
    readPoolSources(db, [...new Set(pooled.flatMap(({ data }) => data?.pool.runs ?? []))]),
    readContextSets(
      db,
      pooled.map(({ id }) => id),
    ),
  ]);
  return rows.map((row) => {
    const { facts, data, checked, trainingSet } = row;
    const own = data?.pool.runs.flatMap((id) => rollouts.get(id) ?? []) ?? [];
    const named = data?.pool.sets.length ? data.pool.sets : [...new Set(own.flatMap(({ sets }) => sets))];
    return {
      ...{ id: row.id, name: row.name, status: row.status, algorithm: row.algorithm, models: row.models },
      ...{ reward: row.reward, judgeModel: row.judgeModel, rows: row.rows },
      base: { id: row.base.id, name: row.base.name },
      mode: trainingSet?.mode ?? data?.mode ?? null,
      trainingSet: trainingSet && {
        ...{ id: trainingSet.id, name: trainingSet.name, version: trainingSet.version },
        ...{ arm: trainingSet.arm, experiment: trainingSet.experiment },
      },
      poolKey: JSON.stringify(data?.pool ?? row.id),
      config: row.storage === null ? null : readConfig(row.config, runFolder({ storage: row.storage }, row.key)).config,
      policy: policyAsRead(checked.policy ?? "unknown", row.base.weightsHash, row.readHash).policy,
      dataJudges: facts ? facts.judgingRuns.map(({ id }) => id) : [data?.pool.judge ?? []].flat(),
      trainedOn: facts
        ? facts.questionSets.map(({ id }) => id)
        : named.length > 0
          ? named
          : (contexts.get(row.id) ?? []),
      writers: facts ? facts.rolloutRuns.map(({ model }) => model) : own.map(({ model }) => model),
      trajectories: trainingSet?.trajectories ?? checked.trajectories ?? null,
      distinctContexts: trainingSet?.distinctContexts ?? checked.distinctContexts ?? null,
    };
  });
}
