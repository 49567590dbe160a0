/** Writes the exact context of a step as JSON text, piece by piece, out of the messages as they are stored. */
import type pg from "pg";
import { z } from "zod";
import { noStep } from "./observation";

/** Steps fetched at once: enough to be quick on small ones, few enough for megabytes each. */
export const BATCH = 8;

const PromptRow = z.object({ prompt: z.string(), num_steps: z.int() });
const StepRow = z.object({ idx: z.int(), action: z.string(), observation: z.string().nullable() });

/**
 * The messages before action `step`, as the text of one JSON list: what `decompose` calls the context. The stored texts
 * are joined, never parsed, so that nothing in them changes. Throws not-found where there is no such step.
 */
export async function* contextText(db: pg.Pool, id: number, step: number): AsyncGenerator<string> {
  const found = await db.query("SELECT prompt, num_steps FROM trajectory WHERE id = $1", [id]);
  const trajectory = z.array(PromptRow).parse(found.rows)[0];
  if (!trajectory || step < 0 || step >= trajectory.num_steps) throw noStep(id, step);
  yield "[";
  let separator = "";
  const list = (messages: string) => {
    if (messages === "") return "";
    const text = separator + messages;
    separator = ",\n";
    return text;
  };
  yield list(listItems(trajectory.prompt));
  for (let from = 0; from < step; from += BATCH) {
    const { rows } = await db.query(
      "SELECT idx, action, observation FROM step WHERE trajectory_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx",
      [id, from, Math.min(from + BATCH, step)],
    );
    for (const row of z.array(StepRow).parse(rows)) {
      yield list(row.action.trim());
      if (row.observation !== null) yield list(listItems(row.observation));
    }
  }
  yield "]";
}

/** The text between the brackets of a JSON list. */
function listItems(json: string): string {
  return json.trim().slice(1, -1).trim();
}

/** The first `length` characters of a text that comes in pieces. */
export async function headOf(
  pieces: AsyncIterable<string>,
  length: number,
): Promise<{ text: string; isComplete: boolean }> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length > length) return { text: text.slice(0, length), isComplete: false };
  }
  return { text, isComplete: true };
}
