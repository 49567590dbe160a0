/** A pool as SQL: which tables to read and which rows belong to it. Browse, facets, comparison and export share it. */
import { FilterMode, type Outcome } from "@/domain/filter";
import type { Pool } from "@/domain/pool";
import { PROCESS_CODE } from "@/domain/verdict";
import { newestJudgment, newestOutcome } from "./newest-labels";
import { webSearchText } from "./web-search";

/** Collects the values of a query; `add` answers the placeholder to write in the text. */
export class Bindings {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Which joined rows a query reads beside `t` (trajectory). What the pool's own conditions need is joined anyway. */
export type PoolJoins = { question?: boolean; judgment?: boolean; outcome?: boolean };

export type PoolSql = {
  /** After FROM: `trajectory t`, and as needed `question q`, `judgment j`, `outcome o` (j and o left-joined) */
  from: string;
  /** After WHERE: always a complete condition, `true` for everything */
  where: string;
};

/** Process label of `j`; a trajectory without a judgment is unjudged. */
export const PROCESS_SQL = "coalesce(j.process, 0)";

/** Writes the pool's FROM and WHERE. All values go through `bind`; the text holds nothing a user wrote. */
export function poolSql(pool: Pool, bind: Bindings, joins: PoolJoins = {}): PoolSql {
  const where: string[] = [];
  const inList = (column: string, ids: readonly number[]) => {
    if (ids.length > 0) where.push(`${column} = ANY(${bind.add(ids)}::int[])`);
  };

  inList("t.question_set_id", pool.sets);
  inList("t.rollout_run_id", pool.runs);
  inList("coalesce(t.model_id, 0)", pool.models);
  if (pool.question !== null) where.push(`t.question_id = ${bind.add(pool.question)}::int`);
  if (pool.trainingSet !== null)
    where.push(
      `t.id IN (SELECT trajectory_id FROM training_set_member WHERE training_set_id = ${bind.add(pool.trainingSet)}::int)`,
    );
  if (pool.scope !== null)
    where.push(
      `EXISTS (SELECT 1 FROM judging_run_scope scope WHERE scope.judging_run_id = ${bind.add(pool.scope)}::int
        AND scope.rollout_run_id = t.rollout_run_id AND scope.question_set_id = t.question_set_id)`,
    );
  if (pool.minSteps !== null) where.push(`t.num_steps >= ${bind.add(pool.minSteps)}::int`);
  if (pool.maxSteps !== null) where.push(`t.num_steps <= ${bind.add(pool.maxSteps)}::int`);
  if (pool.tools.length > 0) where.push(`t.tool_calls @> ${bind.add(pool.tools)}::text[]`);
  if (pool.endStates.length > 0) where.push(`t.end_state = ANY(${bind.add(pool.endStates)}::text[])`);
  if (pool.search.trim() !== "")
    where.push(
      `t.id IN (SELECT s.trajectory_id FROM step_search s
        WHERE s.words @@ websearch_to_tsquery('english', ${bind.add(webSearchText(pool.search))}))`,
    );

  const judgmentConditions = judgmentWhere(pool, bind);
  const outcomeConditions = outcomeWhere(pool);
  const judgeAgainst = judgeAgainstWhere(pool, bind);
  const againstConditions = againstWhere(pool);
  where.push(...judgmentConditions, ...outcomeConditions, ...judgeAgainst, ...againstConditions);

  const from = ["trajectory t"];
  if (joins.question) from.push("JOIN question q ON q.id = t.question_id");
  if (joins.judgment || judgmentConditions.length > 0 || judgeAgainst.length > 0)
    from.push(runJoin("judgment", "judging_run_id", "j", pool.judge, bind));
  if (judgeAgainst.length > 0) from.push(runJoin("judgment", "judging_run_id", "j2", pool.judgeAgainst, bind));
  if (joins.outcome || outcomeConditions.length > 0 || againstConditions.length > 0)
    from.push(runJoin("outcome", "labelling_run_id", "o", pool.labels, bind));
  if (againstConditions.length > 0) from.push(runJoin("outcome", "labelling_run_id", "o2", pool.labelsAgainst, bind));
  return { from: from.join("\n"), where: where.length > 0 ? where.join("\nAND ") : "true" };
}

function judgmentWhere(pool: Pool, bind: Bindings): string[] {
  const conditions: string[] = [];
  if (pool.process.length > 0) {
    const codes = pool.process.map((label) => PROCESS_CODE[label]);
    conditions.push(`${PROCESS_SQL} = ANY(${bind.add(codes)}::int[])`);
  }
  if (pool.mode === "process" || pool.mode === "process-and-outcome") conditions.push("j.process = 1");
  // Sums against counts are exact, means are rounded.
  if (pool.minScore !== null)
    conditions.push(`j.score_count > 0 AND j.score_sum >= ${bind.add(pool.minScore)}::numeric * j.score_count`);
  if (pool.maxScore !== null)
    conditions.push(`j.score_count > 0 AND j.score_sum <= ${bind.add(pool.maxScore)}::numeric * j.score_count`);
  return conditions;
}

const OUTCOME_SQL: Record<Outcome, (row: "o" | "o2") => string> = {
  correct: (row) => `${row}.correct`,
  incorrect: (row) => `NOT ${row}.correct`,
  unlabelled: (row) => `${row}.correct IS NULL`,
};

const isOneOf = (outcomes: readonly Outcome[], row: "o" | "o2") =>
  `(${outcomes.map((outcome) => OUTCOME_SQL[outcome](row)).join(" OR ")})`;

function outcomeWhere(pool: Pool): string[] {
  const conditions: string[] = [];
  if (pool.outcome.length > 0) conditions.push(isOneOf(pool.outcome, "o"));
  if (pool.mode === FilterMode.enum.outcome || pool.mode === FilterMode.enum["process-and-outcome"])
    conditions.push("o.correct");
  return conditions;
}

/** `j2` is the second judging run's row; both must have judged. */
function judgeAgainstWhere(pool: Pool, bind: Bindings): string[] {
  if (pool.judgeAgainst === null) return [];
  if (pool.processAgainst.length === 0) return ["j.process <> j2.process"];
  const codes = pool.processAgainst.map((label) => PROCESS_CODE[label]);
  return ["j.process IS NOT NULL", `j2.process = ANY(${bind.add(codes)}::int[])`];
}

/** `o2` is the second labelling run's row; without a word on its outcome, both have labelled and differ. */
function againstWhere(pool: Pool): string[] {
  if (pool.labelsAgainst === null) return [];
  return [pool.outcomeAgainst.length > 0 ? isOneOf(pool.outcomeAgainst, "o2") : "o.correct <> o2.correct"];
}

/** The row of one chosen judging or labelling run, or of each trajectory's newest. */
function runJoin(
  table: "judgment" | "outcome",
  runColumn: "judging_run_id" | "labelling_run_id",
  alias: "j" | "j2" | "o" | "o2",
  chosen: number | null,
  bind: Bindings,
): string {
  if (chosen !== null)
    return `LEFT JOIN ${table} ${alias} ON ${alias}.${runColumn} = ${bind.add(chosen)}::int AND ${alias}.trajectory_id = t.id`;
  const newest = table === "judgment" ? newestJudgment("t.id") : newestOutcome("t.id");
  return `LEFT JOIN LATERAL (${newest}) ${alias} ON true`;
}

/** The ids of a pool's trajectories, in the order in which runs take them. */
export function poolIds(pool: Pool): { text: string; values: unknown[] } {
  const bind = new Bindings();
  const { from, where } = poolSql(pool, bind);
  return { text: `SELECT t.id FROM ${from} WHERE ${where} ORDER BY t.id`, values: bind.values };
}
