import { StudioError } from "@/domain/errors";
import type { Db } from "@/server/db";
import { findQuestion, type QuestionDetail } from "@/server/queries/library/question";

/** One question with its passages. Throws not-found. */
export async function readQuestion(db: Db, id: number): Promise<QuestionDetail> {
  const question = await findQuestion(db.pool, id);
  if (!question)
    throw new StudioError("not-found", `There is no question ${id}. The Questions page lists the sets there are.`);
  return question;
}
