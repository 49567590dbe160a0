/** Writes the contexts of imported training runs, with what was sampled for them. */
import type pg from "pg";
import { z } from "zod";
import type { RecordOf } from "@/domain/studio-record";
import { plain, plainJson } from "@/server/training/plain-json";
import { plainText } from "./copy";

type Context = RecordOf<"training-context">;
type Place = { trajectoryId: number | null; questionId: number | null };

const Ids = z.array(z.object({ id: z.int() }));

/**
 * Returns why it cannot be used, or null. `added`: the training runs that this import added, by key; a run that was
 * there before stays as it is.
 */
export async function loadContext(
  client: pg.PoolClient,
  record: Context,
  added: ReadonlyMap<string, number>,
): Promise<string | null> {
  const runId = added.get(record.run.toLowerCase());
  if (runId === undefined) {
    const { rows } = await client.query("SELECT id FROM training_run WHERE key = $1", [record.run]);
    return rows.length > 0 ? null : `the training run ${record.run} is not in the file or the studio`;
  }
  const place = await findPlace(client, record);
  if (typeof place === "string") return place;
  const context = plain(record.context);
  await client.query(
    `INSERT INTO training_context (run_id, context, trajectory_id, step_idx, question_id, watched, prompt)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (run_id, context) DO NOTHING`,
    [...[runId, context, place.trajectoryId, record.step, place.questionId, record.watched], plainJson(record.prompt)],
  );
  await client.query(
    `INSERT INTO training_sample (run_id, context, step, actions)
     SELECT $1, $2, * FROM unnest($3::int[], $4::json[]) ON CONFLICT (run_id, context, step) DO NOTHING`,
    [runId, context, record.samples.map(({ step }) => step), record.samples.map(({ actions }) => plainJson(actions))],
  );
  return null;
}

async function findPlace(client: pg.PoolClient, { trajectory, question }: Context): Promise<Place | string> {
  if (trajectory !== null) {
    const { run, set, question: key, sample } = trajectory;
    const { rows } = await client.query(
      `SELECT t.id AS "trajectoryId", t.question_id AS "questionId" FROM trajectory t
       JOIN rollout_run r ON r.id = t.rollout_run_id JOIN question q ON q.id = t.question_id
       JOIN question_set s ON s.id = q.question_set_id
       WHERE r.key = $1 AND s.key = $2 AND q.key = $3 AND t.sample_index = $4`,
      [plainText(run), plainText(set), plainText(key), sample],
    );
    const [found] = z.array(z.object({ trajectoryId: z.int(), questionId: z.int() })).parse(rows);
    return found ?? `its trajectory is not in the studio: question "${key}" sample ${sample} of rollout run "${run}"`;
  }
  if (!question) return { trajectoryId: null, questionId: null };
  const { rows } = await client.query(
    "SELECT q.id FROM question q JOIN question_set s ON s.id = q.question_set_id WHERE s.key = $1 AND q.key = $2",
    [plainText(question.set), plainText(question.question)],
  );
  const [found] = Ids.parse(rows);
  return found
    ? { trajectoryId: null, questionId: found.id }
    : `its question is not in the studio: "${question.question}" of "${question.set}"`;
}
