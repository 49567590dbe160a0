/** Draws a review's items from the database, or only says what would be drawn. */
import type pg from "pg";
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { type JudgeColumn, NO_VERDICT, type OutcomeColumn, type PoolTable } from "@/domain/filtering/pool-table";
import { formatCount, formatNumber } from "@/domain/format";
import type { Pool } from "@/domain/pool";
import { type Draw, drawReview } from "@/domain/review/draw";
import type { ReviewDraft, ReviewPlan } from "@/domain/review/plan";
import type { ReviewColumns } from "@/domain/review/strata";
import type { Db } from "@/server/db";
import { inSnapshot } from "@/server/queries/compare/compare-pool";
import { namedRun } from "@/server/queries/compare/named-run";
import { inBatches } from "@/server/queries/experiment/batches";
import { readJudgeColumn, readOutcomeColumn } from "@/server/queries/experiment/columns";
import { readPoolTable } from "@/server/queries/experiment/pool-table";
import { Bindings, poolSql } from "@/server/queries/pool-where";

export type ReviewPreview = Omit<Draw, "items"> & {
  sampled: number;
  /** Why it cannot be drawn; null where it can */
  problem: string | null;
  /** Names of the plan's judging and labelling runs that say nothing of this pool */
  silent: string[];
};

/** What a plan would draw. Throws not-found for a run that is gone. */
export function previewReview(db: Db, draft: ReviewDraft): Promise<ReviewPreview> {
  return inSnapshot(db.pool, async (client) => {
    const columns = await readColumns(client, draft);
    const { items, ...draw } = drawReview(draft.plan, columns);
    const silent = await findSilent(client, columns, draft.plan);
    return { ...draw, sampled: items.length, problem: problemOf(draw, draft.plan), silent };
  });
}

async function findSilent(client: pg.ClientBase, columns: ReviewColumns, { labels }: ReviewPlan): Promise<string[]> {
  const { judges, judgeNames, outcome } = columns;
  const silent = judgeNames.filter((_, index) => judges[index]?.rating.every((rating) => rating === NO_VERDICT));
  if (labels !== null && outcome?.correct.every((correct) => correct === UNLABELLED))
    silent.push((await namedRun(client, "labelling run", labels)).name);
  return silent;
}

const UNLABELLED = -1;

export type DrawnReview = Draw & { trajectories: number[] };

/** The items, with the trajectory of each. Throws precondition where nothing or too little can be drawn. */
export function drawItems(db: Db, draft: ReviewDraft): Promise<DrawnReview> {
  return inSnapshot(db.pool, async (client) => {
    const columns = await readColumns(client, draft);
    const draw = drawReview(draft.plan, columns);
    const problem = problemOf(draw, draft.plan);
    if (problem !== null) throw new StudioError("precondition", problem);
    return { ...draw, trajectories: draw.items.map(({ row }) => columns.table.id[row] ?? 0) };
  });
}

function problemOf(
  { tooSmallFor, population, inPool }: Omit<Draw, "items">,
  { unit, size }: ReviewPlan,
): string | null {
  const things = unit === "step" ? "step" : "trajectory with steps";
  if (inPool === 0) return `There is no ${things} in this pool.`;
  if (population === 0)
    return `None of the ${formatNumber(inPool)} ${unit === "step" ? "steps" : "trajectories"} in this pool fits this sampling.`;
  if (tooSmallFor !== null)
    return `There are ${formatCount(tooSmallFor, "stratum", "strata")}, and ${formatCount(size, "item")} cannot hold one of each: ask for ${formatNumber(tooSmallFor)} at least, or stratify by less.`;
  return null;
}

async function readColumns(client: pg.ClientBase, { pool, plan }: ReviewDraft): Promise<ReviewColumns> {
  const table = await readPoolTable(client, pool);
  const judges: JudgeColumn[] = [];
  const judgeNames: string[] = [];
  for (const id of plan.judges) {
    judgeNames.push((await namedRun(client, "judging run", id)).name);
    judges.push(await readJudgeColumn(client, table, id, { withScores: plan.sampling.kind === "threshold" }));
  }
  let outcome: OutcomeColumn | null = null;
  if (plan.labels !== null) {
    await namedRun(client, "labelling run", plan.labels);
    outcome = await readOutcomeColumn(client, table, plan.labels);
  }
  return {
    ...{ table, judges, judgeNames, outcome },
    model: await readModels(client, pool, table),
    setNames: await readNames(client, "question_set"),
    modelNames: await readNames(client, "model"),
  };
}

const ModelOf = z.tuple([z.int(), z.int()]);

async function readModels(client: pg.ClientBase, pool: Pool, table: PoolTable): Promise<Int32Array> {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  const text = `SELECT t.id, coalesce(t.model_id, 0) FROM ${from} WHERE ${where} ORDER BY t.id`;
  const models = new Int32Array(table.size);
  let row = 0;
  for await (const batch of inBatches(client, text, bind.values))
    for (const given of batch) {
      models[row] = ModelOf.parse(given)[1];
      row += 1;
    }
  return models;
}

const Named = z.array(z.object({ id: z.int(), name: z.string() }));

async function readNames(client: pg.ClientBase, table: "question_set" | "model"): Promise<Map<number, string>> {
  const { rows } = await client.query(`SELECT id, name FROM ${table}`);
  return new Map(Named.parse(rows).map(({ id, name }) => [id, name]));
}
