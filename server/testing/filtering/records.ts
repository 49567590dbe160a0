/** Random pools of plain objects as records to import, and read back from the database row by row. */

import type { StudioRecordInput } from "@/domain/studio-record";
import { decompose } from "@/domain/trajectory";
import type { Db } from "@/server/db";
import { JUDGES, LABELLERS, type PlainTrajectory } from "./pool";

const action = (context: number, tools: readonly string[]) => ({
  role: "assistant" as const,
  content: `so ${context}`,
  ...(tools.length > 0
    ? { tool_calls: tools.map((name, n) => ({ id: `c${n}`, type: "function", function: { name, arguments: "{}" } })) }
    : {}),
});

/** Everything a filter reads comes from the plain objects, except contexts: those follow from the messages. */
export function recordsOf(key: string, pool: readonly PlainTrajectory[]): StudioRecordInput[] {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  const set = (one: PlainTrajectory) => `${key}-set-${one.set}`;
  const questions = new Map(pool.map((one) => [one.question, set(one)]));
  return [
    { type: "swirl-studio", version: 1 },
    ...numbers(3).map((n) => ({ type: "question-set" as const, key: `${key}-set-${n}`, name: `Set ${n}` })),
    ...[...questions].map(([question, of]) => ({
      ...{ type: "question" as const, set: of, key: `q${question}` },
      ...{ text: `What is ${question} and ${question}?`, answers: ["1"] },
    })),
    { type: "rollout-run", key: `${key}-run`, name: key, model: "toy" },
    { type: "rollout-run", key: `${key}other`, name: "Other", model: "toy" },
    ...numbers(JUDGES).map((n) => ({
      ...{ type: "judging-run" as const, key: `${key}-judge-${n}`, name: `Judge ${n}` },
      ...{ version: 1, judgeKind: "model" as const },
    })),
    ...numbers(LABELLERS).map((n) => ({
      ...{ type: "labelling-run" as const, key: `${key}-labels-${n}`, name: `Labels ${n}` },
      ...{ version: 1, labellerKind: "metric" as const },
    })),
    { type: "question", set: `${key}-set-0`, key: "other", text: "And?", answers: [] },
    // Outside of the pool: a run without a single label would not be made.
    {
      ...{ type: "trajectory" as const, run: `${key}other`, set: `${key}-set-0`, question: "other", sample: 0 },
      ...{ endState: "answered", prompt: [], steps: [{ action: action(0, []), observation: null }] },
      verdicts: numbers(JUDGES).map((n) => ({
        run: `${key}-judge-${n}`,
        version: 1,
        steps: [{ step: 0, rating: 1 as const }],
      })),
      outcomes: numbers(LABELLERS).map((n) => ({ run: `${key}-labels-${n}`, version: 1, correct: true })),
    },
    ...pool.map((one, sample) => ({
      ...{ type: "trajectory" as const, run: `${key}-run`, set: set(one), question: `q${one.question}`, sample },
      endState: "answered",
      prompt: [{ role: "user", content: `Question ${one.question}` }],
      steps: one.steps.map(({ context, tokens, tools }) => ({
        ...{ action: action(context % 3, tools), observation: null, promptTokens: tokens },
      })),
      promptTokens: one.tokens,
      completionTokens: one.tokens === null ? null : 0,
      metadata: { content: one.content },
      verdicts: numbers(JUDGES).map((judge) => ({
        ...{ run: `${key}-judge-${judge}`, version: 1 },
        // A step that this judge never ruled on has no row at all.
        steps: one.steps.flatMap(({ verdicts }, step) => {
          const verdict = verdicts[judge];
          return verdict && (verdict.rating !== null || verdict.score !== null) ? [{ step, ...verdict }] : [];
        }),
      })),
      outcomes: one.outcomes.flatMap((outcome, labels) =>
        outcome ? [{ run: `${key}-labels-${labels}`, version: 1, ...outcome }] : [],
      ),
    })),
  ];
}

/** The rollout run's trajectories as the tables of steps, verdicts and outcomes hold them, by ascending id. */
export async function readPlain(db: Db, key: string): Promise<PlainTrajectory[]> {
  const query = async (sql: string) => (await db.pool.query(sql, [`${key}-%`])).rows;
  const trajectories = await query(
    `SELECT t.id, t.question_id, t.question_set_id, t.prompt_tokens + t.completion_tokens AS tokens, t.prompt::jsonb AS prompt
     FROM trajectory t JOIN rollout_run r ON r.id = t.rollout_run_id WHERE r.key LIKE $1 ORDER BY t.id`,
  );
  const steps = await query(
    `SELECT s.trajectory_id, s.idx, s.action::jsonb AS action, s.prompt_tokens, s.tool_calls FROM step s
     JOIN trajectory t ON t.id = s.trajectory_id JOIN rollout_run r ON r.id = t.rollout_run_id
     WHERE r.key LIKE $1 ORDER BY s.trajectory_id, s.idx`,
  );
  const verdicts = await query(
    `SELECT v.trajectory_id, v.idx, right(r.key, 1)::int AS judge, v.rating, v.score FROM verdict v
     JOIN judging_run r ON r.id = v.judging_run_id WHERE r.key LIKE $1`,
  );
  const outcomes = await query(
    `SELECT o.trajectory_id, right(r.key, 1)::int AS labels, o.correct, o.value FROM outcome o
     JOIN labelling_run r ON r.id = o.labelling_run_id WHERE r.key LIKE $1`,
  );
  const contexts = new Map<string, number>();
  const numberOf = (context: unknown) => {
    const text = JSON.stringify(context);
    if (!contexts.has(text)) contexts.set(text, contexts.size + 1);
    return contexts.get(text) ?? 0;
  };
  return trajectories.map((one) => {
    const own = steps.filter((step) => step.trajectory_id === one.id);
    const parts = decompose({
      prompt: one.prompt,
      steps: own.map((step) => ({ action: step.action, observation: null })),
    });
    return {
      ...{ id: one.id, question: one.question_id, set: one.question_set_id, tokens: one.tokens, content: 0 },
      steps: own.map((step, index) => ({
        context: numberOf(parts[index]?.context),
        tokens: step.prompt_tokens,
        tools: step.tool_calls,
        verdicts: Array.from({ length: JUDGES }, (_, judge) => {
          const found = verdicts.find((v) => v.trajectory_id === one.id && v.idx === index && v.judge === judge);
          return { rating: found?.rating ?? null, score: found?.score ?? null };
        }),
      })),
      outcomes: Array.from({ length: LABELLERS }, (_, labels) => {
        const found = outcomes.find((o) => o.trajectory_id === one.id && o.labels === labels);
        return found ? { correct: found.correct, value: found.value } : null;
      }),
    };
  });
}
