/** Trajectories of every kind in a test database, and the same as plain objects for a naive evaluation. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { keeps, type Outcome } from "@/domain/filter";
import type { Pool, Sort } from "@/domain/pool";
import { PROCESS_CODE, type Rating, summariseVerdicts, type Verdict } from "@/domain/verdict";

type Judged = ReturnType<typeof summariseVerdicts>;
export type Sample = {
  id: number;
  set: number;
  run: number;
  model: number | null;
  question: number;
  questionText: string;
  numSteps: number;
  endState: string;
  toolCalls: string[];
  promptTokens: number | null;
  completionTokens: number | null;
  createdAt: Date;
  /** By judging run and labelling run */
  judgments: Map<number, Judged>;
  outcomes: Map<number, boolean>;
};

export type Random = (below: number) => number;
export const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;

/** Fills an empty database with `count` trajectories: 3 sets, 3 rollout runs, 2 models, 3 judging and 2 labelling runs. */
export async function seedSamples(db: pg.Pool, random: Random, count: number): Promise<Sample[]> {
  await db.query(`
    INSERT INTO model (id, name) VALUES (1, 'small'), (2, 'large');
    INSERT INTO question_set (id, key, name) VALUES (1, 'a', 'Set A'), (2, 'b', 'Set B'), (3, 'c', 'Set C');
    INSERT INTO rollout_run (id, key, name, model_id) VALUES (1, 'r1', 'One', 1), (2, 'r2', 'Two', 2), (3, 'r3', 'Three', NULL);
    INSERT INTO judging_run (id, key, version, name, judge_kind) VALUES
      (1, 'j', 1, 'Judge', 'model'), (2, 'j', 2, 'Judge', 'model'), (3, 'h', 1, 'Person', 'human');
    INSERT INTO labelling_run (id, key, version, name, labeller_kind) VALUES (1, 'l', 1, 'Label', 'import'), (2, 'm', 1, 'Metric', 'metric');
    INSERT INTO judging_run_scope VALUES (1, 1, 1), (1, 2, 2)`);
  const questions = Array.from({ length: 20 }, (_, index) => ({
    id: index + 1,
    set: (index % 3) + 1,
    text: pick(random, ["Which river", "which River", "Ärger um", "Où", "How many", "数"]) + (index % 4),
  }));
  for (const { id, set, text } of questions)
    await db.query(
      "INSERT INTO question (id, question_set_id, key, text, answers, content_hash) VALUES ($1, $2, $3, $4, '{}', '')",
      [id, set, String(id), text],
    );
  const samples = Array.from({ length: count }, (_, index) => makeSample(random, index + 1, pick(random, questions)));
  for (const sample of samples) await insertSample(db, sample);
  return samples;
}

function makeSample(random: Random, id: number, question: { id: number; set: number; text: string }): Sample {
  const run = random(3) + 1;
  const numSteps = random(6);
  const judgments = new Map<number, Judged>();
  for (const judge of [1, 2, 3]) {
    if (random(2) === 0) continue;
    const verdicts: Verdict[] = [];
    for (let step = 0; step < numSteps; step++)
      if (random(8) > 0)
        verdicts.push({
          step,
          rating: pick<Rating | null>(random, [1, 1, 1, 0, -1, null]),
          score: random(3) === 0 ? null : random(101),
        });
    judgments.set(judge, summariseVerdicts(verdicts, numSteps));
  }
  const outcomes = new Map<number, boolean>();
  for (const labels of [1, 2]) if (random(2) === 0) outcomes.set(labels, random(2) === 0);
  return {
    id,
    set: question.set,
    run,
    model: run === 3 ? null : run,
    question: question.id,
    questionText: question.text,
    numSteps,
    endState: pick(random, ["answered", "no-answer", "step-limit"]),
    toolCalls: Array.from({ length: random(4) }, () => pick(random, ["search", "calculator", "fetch"])),
    promptTokens: random(4) === 0 ? null : random(50),
    completionTokens: random(6) === 0 ? null : random(50),
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, random(12))),
    judgments,
    outcomes,
  };
}

async function insertSample(db: pg.Pool, sample: Sample): Promise<void> {
  await db.query(
    `INSERT INTO trajectory (id, rollout_run_id, question_id, question_set_id, model_id, sample_index, num_steps,
       end_state, tool_calls, prompt_tokens, completion_tokens, prompt, content_hash, created_at)
     VALUES ($1, $2, $3, $4, $5, $1, $6, $7, $8, $9, $10, '[]', $11, $12)`,
    [
      sample.id,
      sample.run,
      sample.question,
      sample.set,
      sample.model,
      sample.numSteps,
      sample.endState,
      sample.toolCalls,
      sample.promptTokens,
      sample.completionTokens,
      randomBytes(8),
      sample.createdAt,
    ],
  );
  for (const [judge, judged] of sample.judgments)
    await db.query(
      `INSERT INTO judgment (judging_run_id, trajectory_id, reasonable, neutral, unreasonable, process,
         first_unreasonable, score_min, score_sum, score_count, content_hash)
       VALUES ($1, $2, $3::varbit, $4::varbit, $5::varbit, $6, $7, $8, $9, $10, '')`,
      [
        judge,
        sample.id,
        judged.reasonable,
        judged.neutral,
        judged.unreasonable,
        PROCESS_CODE[judged.process],
        judged.firstUnreasonable,
        judged.scoreMin,
        judged.scoreSum,
        judged.scoreCount,
      ],
    );
  for (const [labels, correct] of sample.outcomes)
    await db.query("INSERT INTO outcome (labelling_run_id, trajectory_id, correct) VALUES ($1, $2, $3)", [
      labels,
      sample.id,
      correct,
    ]);
}

const newest = <T>(values: Map<number, T>): T | undefined => values.get(Math.max(...values.keys()));
export const judgedIn = (sample: Sample, pool: Pool): Judged | undefined =>
  pool.judge === null ? newest(sample.judgments) : sample.judgments.get(pool.judge);
export const processIn = (sample: Sample, pool: Pool) => judgedIn(sample, pool)?.process ?? "unjudged";
export function outcomeIn(sample: Sample, pool: Pool): Outcome {
  const correct = pool.labels === null ? newest(sample.outcomes) : sample.outcomes.get(pool.labels);
  if (correct === undefined) return "unlabelled";
  return correct ? "correct" : "incorrect";
}

const holds = <T>(wanted: readonly T[], value: T) => wanted.length === 0 || wanted.includes(value);

/** Whether a trajectory is in a pool, told the simple way. Text search is not. */
export function isInPool(sample: Sample, pool: Pool): boolean {
  const judged = judgedIn(sample, pool);
  const count = judged?.scoreCount ?? 0;
  const sum = judged?.scoreSum ?? 0;
  return (
    holds(pool.sets, sample.set) &&
    holds(pool.runs, sample.run) &&
    holds(pool.models, sample.model ?? 0) &&
    holds(pool.process, processIn(sample, pool)) &&
    holds(pool.outcome, outcomeIn(sample, pool)) &&
    holds(pool.endStates, sample.endState) &&
    pool.tools.every((tool) => sample.toolCalls.includes(tool)) &&
    (pool.scope === null || (pool.scope === 1 && sample.run === sample.set && sample.run < 3)) &&
    (pool.mode === null || keeps(pool.mode, processIn(sample, pool), outcomeIn(sample, pool))) &&
    (pool.minSteps === null || sample.numSteps >= pool.minSteps) &&
    (pool.maxSteps === null || sample.numSteps <= pool.maxSteps) &&
    (pool.minScore === null || (count > 0 && sum >= pool.minScore * count)) &&
    (pool.maxScore === null || (count > 0 && sum <= pool.maxScore * count)) &&
    (pool.question === null || sample.question === pool.question)
  );
}

/** The pool's trajectories in sort order, missing values last whichever way, ties by id. */
export function inOrder(samples: readonly Sample[], pool: Pool, sort: Sort): Sample[] {
  const sign = sort.descending ? -1 : 1;
  const keyed = samples
    .filter((sample) => isInPool(sample, pool))
    .map((sample) => ({ sample, key: keyOf(sample, pool, sort) }));
  keyed.sort((a, b) => {
    if ((a.key === null) !== (b.key === null)) return a.key === null ? 1 : -1;
    if (a.key !== null && b.key !== null && a.key !== b.key) return a.key < b.key ? -sign : sign;
    return sign * (a.sample.id - b.sample.id);
  });
  return keyed.map(({ sample }) => sample);
}

function keyOf(sample: Sample, pool: Pool, sort: Sort): number | string | null {
  switch (sort.by) {
    case "created":
      return sample.createdAt.getTime();
    case "steps":
      return sample.numSteps;
    case "score": {
      const judged = judgedIn(sample, pool);
      return judged && judged.scoreCount > 0 ? judged.scoreSum / judged.scoreCount : null;
    }
    case "tokens":
      return sample.promptTokens === null || sample.completionTokens === null
        ? null
        : sample.promptTokens + sample.completionTokens;
    case "question":
      return Buffer.from(sample.questionText).toString("hex");
  }
}
