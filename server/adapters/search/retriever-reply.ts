/** What a retriever answers: `{"result": [[{"document": {"contents": "Title\ntext"}, "score"}]]}`, with or without scores. */
import { z } from "zod";
import { readHit } from "@/domain/observation";
import type { FoundPassage } from "@/domain/rollout/search-observation";

/** One list for the one query that was asked. */
const Reply = z.object({ result: z.tuple([z.array(z.unknown())]) });

/** The passages of a reply, in its order; null where it is not one. */
export function readRetrieverReply(text: string): FoundPassage[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const reply = Reply.safeParse(json);
  if (!reply.success) return null;
  const hits = reply.data.result[0].map((item) => readHit(item, 0));
  return hits.every((hit) => hit !== null) ? hits.map(({ title, text }) => ({ title, text })) : null;
}
