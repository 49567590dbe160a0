/** Whether every cell of an eval matrix can be carried out, and what it would come to. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { cellsOf, type EvalPlan, type PlannedCell, settingsOf } from "@/domain/eval/plan";
import { ownMetric } from "@/domain/labelling/metric-words";
import type { Db } from "@/server/db";
import { lookAtChosen } from "@/server/queries/rollout/choose-questions";
import { searchProblem } from "./search-ready";
import { readEvalModels, servingProblems } from "./serving-of";

export type CheckedCell = PlannedCell & {
  trajectories: number;
  /** Tokens that a trajectory of this set took so far with tools, by the models' mean; null where none was counted */
  tokens: number | null;
};

export type CheckedMatrix = {
  cells: CheckedCell[];
  /** Models that a server is started for */
  served: number[];
  /** What forbids to start */
  problems: string[];
  /** What is unwise */
  warnings: string[];
};

const SetRow = z.object({
  id: z.int(),
  name: z.string(),
  metric: z.string().nullable(),
  filled: z.boolean(),
  tokens: z.number().nullable(),
});

export async function checkMatrix(db: Db, plan: Omit<EvalPlan, "name">): Promise<CheckedMatrix> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const models = new Map((await readEvalModels(db.pool, plan.models)).map((model) => [model.id, model]));
  const found = plan.models.flatMap((id) => models.get(id) ?? []);
  if (found.length < plan.models.length) problems.push("A model was removed: choose again.");
  const served = found.filter(({ endpoint }) => endpoint === null);
  problems.push(...(await servingProblems(db.pool, plan.serving, served)));
  const sets = await readSets(
    db,
    plan.sets.map(({ questions }) => questions.questionSetId),
  );
  const counts = new Map<number, number>();
  for (const { questions, settings } of plan.sets) {
    const set = sets.get(questions.questionSetId);
    if (!set) {
      problems.push(`Question set ${questions.questionSetId} was removed: choose again.`);
      continue;
    }
    const { count } = await lookAtChosen(db.pool, questions);
    counts.set(set.id, count);
    if (!set.filled) problems.push(`"${set.name}" holds no questions: import some first.`);
    else if (count === 0) problems.push(`No question of "${set.name}" holds "${questions.search.trim()}".`);
    const search = plan.ways.includes("tools") ? await searchProblem(db, settings) : null;
    if (search !== null) problems.push(`"${set.name}": ${search}`);
    if (ownMetric(set.metric) === null)
      warnings.push(
        `"${set.name}" has no official metric: its answers stay without outcomes until somebody labels them.`,
      );
  }
  const cells = cellsOf(plan as EvalPlan).map((cell) => {
    const { settings } = settingsOf(plan as EvalPlan, cell);
    const tokens = cell.way === "tools" ? (sets.get(cell.questionSetId)?.tokens ?? null) : null;
    return { ...cell, trajectories: (counts.get(cell.questionSetId) ?? 0) * settings.samples, tokens };
  });
  return { cells, served: served.map(({ id }) => id), problems, warnings };
}

/** Throws precondition with the first problem. */
export async function requireStartable(db: Db, plan: EvalPlan): Promise<CheckedMatrix> {
  const checked = await checkMatrix(db, plan);
  const [problem] = checked.problems;
  if (problem !== undefined) throw new StudioError("precondition", problem);
  return checked;
}

async function readSets(db: Db, ids: readonly number[]) {
  const { rows } = await db.pool.query(
    `SELECT s.id, s.name, s.metric, EXISTS (SELECT 1 FROM question q WHERE q.question_set_id = s.id) AS filled,
       (SELECT avg(x.prompt_tokens::float8 + x.completion_tokens)
        FROM (SELECT prompt_tokens, completion_tokens FROM trajectory t
              WHERE t.question_set_id = s.id AND prompt_tokens IS NOT NULL AND completion_tokens IS NOT NULL LIMIT 1000) x) AS tokens
     FROM question_set s WHERE s.id = ANY($1)`,
    [ids],
  );
  return new Map(
    z
      .array(SetRow)
      .parse(rows)
      .map((row) => [row.id, row]),
  );
}
