import type pg from "pg";
import { plainText } from "@/server/services/import/copy";
import type { Result } from "../executor";

/** `correct` null: could not be labelled; nothing is written then */
export type LabelRow = { trajectoryId: number; correct: boolean | null; value: number | null; reason: string | null };

/** Writes outcomes. A trajectory that has left meanwhile, or has its outcome, is passed over. */
export async function commitLabels(
  client: pg.PoolClient,
  runId: number,
  results: readonly Result<LabelRow>[],
): Promise<void> {
  const rows = results.map(({ data }) => data).filter(({ correct }) => correct !== null);
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO outcome (labelling_run_id, trajectory_id, correct, value, reason, labelled_at)
     SELECT $1::int, n.id, n.correct, n.value, n.reason, now()
     FROM unnest($2::int[], $3::boolean[], $4::float8[], $5::text[]) AS n (id, correct, value, reason)
     JOIN trajectory t ON t.id = n.id
     ON CONFLICT DO NOTHING`,
    [
      runId,
      rows.map((row) => row.trajectoryId),
      rows.map((row) => row.correct),
      rows.map((row) => row.value),
      rows.map((row) => plainText(row.reason)),
    ],
  );
}
