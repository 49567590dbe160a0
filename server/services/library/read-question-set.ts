import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { listQuestionSets, type QuestionSetRow } from "@/server/queries/library/question-sets";

/** One question set with its counts. Throws not-found. */
export async function readQuestionSet(db: Db, id: number): Promise<QuestionSetRow> {
  const [set] = await listQuestionSets(db.pool, id);
  if (!set)
    throw new StudioError("not-found", `There is no question set ${id}. The Questions page lists those there are.`);
  return set;
}
