/** Filters as nodes: the arm that a training set was frozen from, and what a training run was launched with. */
import type pg from "pg";
import { z } from "zod";
import { MODE_NAMES } from "@/domain/experiment";
import { FilterMode } from "@/domain/filter";
import { poolToParams } from "@/domain/pool";
import { TrainingData } from "@/domain/training/plan";
import { Count, Id } from "../library/row-types";
import type { FactsById } from "./nodes";

const SetFilter = z.object({
  id: Id,
  arm: z.string(),
  experiment: Id.nullable(),
  kept: Count.nullable(),
  of: Count.nullable(),
  isSample: z.boolean(),
});
const RunFilter = z.object({
  id: Id,
  data: z.string().transform((text): unknown => JSON.parse(text)),
  kept: Count.nullable(),
  isSample: z.boolean(),
});

export function readFilterNodes(db: pg.Pool, of: "set" | "run", ids: readonly number[]): Promise<FactsById> {
  return of === "set" ? ofSets(db, ids) : ofRuns(db, ids);
}

async function ofSets(db: pg.Pool, ids: readonly number[]): Promise<FactsById> {
  const { rows } = await db.query(
    `SELECT id, arm, experiment_id AS experiment, trajectories AS kept, (facts #>> '{pool,trajectories}')::int AS of,
       (SELECT coalesce(bool_and((r ->> 'isSample')::boolean), false)
        FROM jsonb_array_elements(facts::jsonb -> 'rolloutRuns') r) AS "isSample"
     FROM training_set WHERE id = ANY($1::int[])`,
    [ids],
  );
  return new Map(
    z
      .array(SetFilter)
      .parse(rows)
      .map(({ id, arm, experiment, kept, of, isSample }) => [
        id,
        {
          ...{ name: arm, isSample, figure: { kind: "kept", kept, of } },
          // An experiment may be removed; the set keeps the filter.
          href: experiment === null ? `/training-sets/${id}` : `/experiments/${experiment}`,
        },
      ]),
  );
}

async function ofRuns(db: pg.Pool, ids: readonly number[]): Promise<FactsById> {
  const { rows } = await db.query(
    `SELECT id, data::text AS data, is_sample AS "isSample",
       CASE WHEN checked ->> 'trajectories' ~ '^[0-9]{1,9}$' THEN (checked ->> 'trajectories')::int END AS kept
     FROM training_run WHERE id = ANY($1::int[])`,
    [ids],
  );
  return new Map(
    z
      .array(RunFilter)
      .parse(rows)
      .map(({ id, data, kept, isSample }) => {
        const chosen = TrainingData.safeParse(data).data;
        const mode = FilterMode.safeParse(chosen?.mode).data;
        return [
          id,
          {
            ...{ name: mode ? MODE_NAMES[mode] : "not recorded", isSample, figure: { kind: "kept", kept, of: null } },
            href: chosen ? `/trajectories?${poolToParams({ ...chosen.pool, mode: chosen.mode })}` : `/training/${id}`,
          },
        ];
      }),
  );
}
