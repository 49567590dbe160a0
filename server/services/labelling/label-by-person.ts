/** A person says whether a trajectory's final answer is right. All labels of one name are one labelling run. */
import { z } from "zod";
import { StudioError } from "@/domain/errors";
import { PersonName, personKey } from "@/domain/judging/person";
import type { Db } from "@/server/db";
import { plainText } from "@/server/services/import/copy";
import { inTransaction } from "@/server/transaction";

export const LabelByPerson = z.object({
  trajectoryId: z.int32().positive(),
  person: PersonName,
  /** null takes the label back */
  correct: z.boolean().nullable(),
  reason: z
    .string()
    .trim()
    .max(4_000)
    .refine((text) => !text.includes("\0"))
    .nullable()
    .default(null),
});

const Found = z.array(z.object({ id: z.int() })).max(1);

/** Answers the id of the person's labelling run, or null where there was none to take a label from. */
export async function labelByPerson(db: Db, label: z.infer<typeof LabelByPerson>): Promise<{ runId: number | null }> {
  const { trajectoryId, correct } = label;
  const person = plainText(label.person);
  const key = personKey(person);
  return inTransaction(db.pool, async (client) => {
    // Held, so that the trajectory cannot leave between the look and the label.
    const { rowCount } = await client.query("SELECT FROM trajectory WHERE id = $1 FOR SHARE", [trajectoryId]);
    if (rowCount === 0) throw new StudioError("not-found", `There is no trajectory ${trajectoryId}: it was removed.`);
    if (correct !== null)
      await client.query(
        `INSERT INTO labelling_run (key, version, name, labeller_kind)
         SELECT $1, 1, $2, 'human' WHERE NOT EXISTS (SELECT 1 FROM labelling_run WHERE key = $1)
         ON CONFLICT DO NOTHING`,
        [key, person],
      );
    const { rows } = await client.query("SELECT id FROM labelling_run WHERE key = $1 ORDER BY version DESC LIMIT 1", [
      key,
    ]);
    const runId = Found.parse(rows)[0]?.id ?? null;
    if (correct === null)
      await client.query("DELETE FROM outcome WHERE labelling_run_id = $1 AND trajectory_id = $2", [
        runId,
        trajectoryId,
      ]);
    else
      await client.query(
        `INSERT INTO outcome (labelling_run_id, trajectory_id, correct, reason, labelled_at)
         VALUES ($1, $2, $3, $4, now())
         ON CONFLICT (labelling_run_id, trajectory_id)
           DO UPDATE SET correct = excluded.correct, reason = excluded.reason, labelled_at = now()`,
        [runId, trajectoryId, correct, plainText(label.reason)],
      );
    await client.query("UPDATE fact SET value = to_jsonb((value #>> '{}')::bigint + 1) WHERE key = 'revision'");
    return { runId };
  });
}
