/** Whether a rollout run can be carried out as it is asked for; what is missing is said in a sentence. */
import { z } from "zod";
import type { Endpoint } from "@/domain/endpoint";
import { StudioError } from "@/domain/errors";
import type { RolloutOrigin } from "@/domain/rollout/kept";
import type { RolloutPlan } from "@/domain/rollout/settings";
import type { Db } from "@/server/db";
import { lookAtChosen } from "@/server/queries/rollout/choose-questions";
import { checkSearch } from "./check-search";
import { endpointOf } from "./endpoint-of";

export type CheckedPlan = {
  endpoint: Endpoint;
  origin: Omit<z.infer<typeof RolloutOrigin>, "questions">;
  /** How many questions it asks */
  questions: number;
  /** The question that is asked first */
  first: { key: string; text: string };
};

const Model = z.object({
  name: z.string(),
  kind: z.string().nullable(),
  weightsHash: z.string().nullable(),
  endpointId: z.int().nullable(),
});

/** `servedBy`: an endpoint instead of the model's own. Throws not-found, invalid or precondition. */
export async function checkPlan(
  db: Db,
  plan: Omit<RolloutPlan, "name" | "purpose">,
  servedBy?: number,
): Promise<CheckedPlan> {
  const { endpointId: own, ...model } = await readModel(db, plan.modelId);
  const endpointId = servedBy ?? own;
  const endpoint = endpointId === null ? null : await endpointOf(db, endpointId);
  if (!endpoint)
    throw new StudioError(
      "precondition",
      `No endpoint serves the model "${model.name}": add one under Settings, or choose another model.`,
    );
  const { count, first } = await checkAsked(db, plan);
  const { name, baseUrl, servedName, extraBody } = endpoint;
  return { endpoint, origin: { endpoint: { name, baseUrl, servedName, extraBody }, model }, questions: count, first };
}

/** What it asks and searches in, whoever answers: how many questions, and the first. Throws like `checkPlan`. */
export async function checkAsked(
  db: Db,
  plan: Pick<RolloutPlan, "settings" | "questions">,
): Promise<{ count: number; first: CheckedPlan["first"] }> {
  if (plan.settings.tools.includes("search")) await checkSearch(db, plan.settings.search);
  return lookAtQuestions(db, plan);
}

async function readModel(db: Db, id: number): Promise<z.infer<typeof Model>> {
  const { rows } = await db.pool.query(
    `SELECT name, kind, weights_hash AS "weightsHash", endpoint_id AS "endpointId" FROM model WHERE id = $1`,
    [id],
  );
  const [model] = z.array(Model).parse(rows);
  if (!model) throw new StudioError("not-found", `There is no model ${id}. Choose one of the list.`);
  return model;
}

async function lookAtQuestions(db: Db, { questions }: Pick<RolloutPlan, "questions">) {
  const { rows } = await db.pool.query(
    `SELECT name, EXISTS (SELECT 1 FROM question q WHERE q.question_set_id = s.id) AS filled
     FROM question_set s WHERE id = $1`,
    [questions.questionSetId],
  );
  const [set] = z.array(z.object({ name: z.string(), filled: z.boolean() })).parse(rows);
  if (!set)
    throw new StudioError("not-found", `There is no question set ${questions.questionSetId}. Choose one of the list.`);
  if (!set.filled)
    throw new StudioError("precondition", `The question set "${set.name}" holds no questions: import some first.`);
  const { count, first } = await lookAtChosen(db.pool, questions);
  if (!first)
    throw new StudioError(
      "invalid",
      `No question of "${set.name}" holds "${questions.search.trim()}": search for other words, or take all questions.`,
    );
  return { count, first };
}
