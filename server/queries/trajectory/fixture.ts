/** Rows for the tests of this folder: written as plain SQL, so that nothing but the queries is under test. */
import type pg from "pg";
import type { Message } from "@/domain/message";
import { marksOf, PROCESS_CODE, summariseVerdicts, type Verdict } from "@/domain/verdict";

export type FixtureStep = { action: Message; observation: Message[] | null };

const HASH = Buffer.alloc(16);

export async function insertQuestion(db: pg.Pool, key: string): Promise<number> {
  await db.query("INSERT INTO question_set (key, name) VALUES ('toy', 'Toy set') ON CONFLICT (key) DO NOTHING");
  await db.query("INSERT INTO model (name) VALUES ('toy-model') ON CONFLICT (name) DO NOTHING");
  await db.query(
    `INSERT INTO rollout_run (key, name, model_id) SELECT 'toy-run', 'Toy run', id FROM model WHERE name = 'toy-model'
     ON CONFLICT (key) DO NOTHING`,
  );
  const { rows } = await db.query(
    `INSERT INTO question (question_set_id, key, text, answers, content_hash)
     SELECT id, $1, 'How many?', ARRAY['42', 'forty-two'], $2 FROM question_set WHERE key = 'toy' RETURNING id`,
    [key, HASH],
  );
  return rows[0].id;
}

export async function insertTrajectory(
  db: pg.Pool,
  { questionId, sample, steps, finalAnswer = null }: FixtureTrajectory,
): Promise<number> {
  const { rows } = await db.query(
    `INSERT INTO trajectory (rollout_run_id, question_id, question_set_id, model_id, sample_index, num_steps, end_state,
       final_answer, tool_calls, prompt, tools, content_hash)
     SELECT r.id, q.id, q.question_set_id, r.model_id, $2, $3, $4, $5, '{}', $6, $7, $8
     FROM question q, rollout_run r WHERE q.id = $1 AND r.key = 'toy-run' RETURNING id`,
    [
      questionId,
      sample,
      steps.length,
      finalAnswer === null ? "no-answer" : "answered",
      finalAnswer,
      '[{"role": "system", "content":"Be careful."},{"role":"user","content":"How many?"}]',
      '[{"type":"function","function":{"name":"search"}}]',
      HASH,
    ],
  );
  const id: number = rows[0].id;
  for (const [index, step] of steps.entries())
    await db.query(
      `INSERT INTO step (trajectory_id, idx, action, observation, tool_calls, context_hash)
       VALUES ($1, $2, $3::json, $4::json, '{}', 0)`,
      [id, index, JSON.stringify(step.action), step.observation && JSON.stringify(step.observation)],
    );
  return id;
}

export type FixtureTrajectory = {
  questionId: number;
  sample: number;
  steps: FixtureStep[];
  finalAnswer?: string | null;
};

export async function insertJudgingRun(db: pg.Pool, key: string, version: number): Promise<number> {
  const { rows } = await db.query(
    `INSERT INTO judging_run (key, version, name, judge_kind) VALUES ($1, $2, $1, 'model') RETURNING id`,
    [key, version],
  );
  await db.query(
    `INSERT INTO judging_run_scope SELECT $1, r.id, q.id FROM rollout_run r, question_set q
     WHERE r.key = 'toy-run' AND q.key = 'toy'`,
    [rows[0].id],
  );
  return rows[0].id;
}

export async function insertVerdicts(
  db: pg.Pool,
  { run, trajectory, numSteps, verdicts }: { run: number; trajectory: number; numSteps: number; verdicts: Verdict[] },
): Promise<void> {
  const sum = summariseVerdicts(verdicts, numSteps);
  if (marksOf(sum).length !== numSteps) throw new Error("masks must be as long as the trajectory");
  await db.query(
    `INSERT INTO judgment (judging_run_id, trajectory_id, reasonable, neutral, unreasonable, process, score_sum,
       score_count, content_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      run,
      trajectory,
      sum.reasonable,
      sum.neutral,
      sum.unreasonable,
      PROCESS_CODE[sum.process],
      sum.scoreSum,
      sum.scoreCount,
      HASH,
    ],
  );
  for (const verdict of verdicts)
    await db.query(
      "INSERT INTO verdict (trajectory_id, judging_run_id, idx, rating, score, rationale, raw) VALUES ($1,$2,$3,$4,$5,$6,$7)",
      [trajectory, run, verdict.step, verdict.rating, verdict.score, verdict.rationale, verdict.raw],
    );
}

export async function insertOutcome(
  db: pg.Pool,
  { key, version, trajectory, correct, reason }: FixtureOutcome,
): Promise<number> {
  const { rows } = await db.query(
    `INSERT INTO labelling_run (key, version, name, labeller_kind) VALUES ($1, $2, $1, 'metric')
     ON CONFLICT (key, version) DO UPDATE SET name = excluded.name RETURNING id`,
    [key, version],
  );
  await db.query("INSERT INTO outcome (labelling_run_id, trajectory_id, correct, reason) VALUES ($1, $2, $3, $4)", [
    rows[0].id,
    trajectory,
    correct,
    reason,
  ]);
  return rows[0].id;
}

export type FixtureOutcome = {
  key: string;
  version: number;
  trajectory: number;
  correct: boolean;
  reason: string | null;
};
